package dev.plumbline.internal;

import io.opentelemetry.api.trace.SpanContext;
import org.jspecify.annotations.Nullable;

/** An event that waits to be sent, what it weighs, and the span of who offered it. */
record LogEntry<E>(E event, int octets, @Nullable SpanContext caller) {}

package dev.plumbline.cache.tiered;

import dev.plumbline.runtime.ClientRuntime;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The spans of commands to memcached, and their names. Without telemetry there are none. Thread-safe. */
final class FarSpans {
    private static final String SCOPE = "dev.plumbline.client";
    private static final AttributeKey<String> SYSTEM = AttributeKey.stringKey("db.system.name");
    private static final AttributeKey<String> OPERATION = AttributeKey.stringKey("db.operation.name");
    private static final AttributeKey<Long> BATCH_SIZE = AttributeKey.longKey("db.operation.batch.size");
    private static final AttributeKey<String> SERVER = AttributeKey.stringKey("server.address");
    private static final AttributeKey<Long> PORT = AttributeKey.longKey("server.port");
    private static final AttributeKey<String> ERROR = AttributeKey.stringKey("error.type");

    private final @Nullable Tracer tracer;

    FarSpans(ClientRuntime runtime) {
        OpenTelemetry telemetry = runtime.openTelemetry();
        this.tracer = telemetry == OpenTelemetry.noop() ? null : telemetry.getTracer(SCOPE);
    }

    /** Starts the span of a command below the current one; null if nobody looks. */
    @Nullable Span start(String operation, NodeAddress node, int keys) {
        if (tracer == null) {
            return null;
        }
        SpanBuilder span = tracer.spanBuilder(operation + " " + node)
                .setParent(Context.current())
                .setSpanKind(SpanKind.CLIENT)
                .setAttribute(SYSTEM, "memcached")
                .setAttribute(OPERATION, operation)
                .setAttribute(SERVER, node.host())
                .setAttribute(PORT, (long) node.port());
        if (keys > 1) {
            span.setAttribute(BATCH_SIZE, (long) keys);
        }
        return span.startSpan();
    }

    static void end(@Nullable Span span, @Nullable Throwable failure) {
        if (span == null) {
            return;
        }
        if (failure != null) {
            span.setAttribute(ERROR, FarCounts.reason(failure).name().toLowerCase(Locale.ROOT));
            span.setStatus(StatusCode.ERROR);
        }
        span.end();
    }
}

package dev.plumbline.internal;

import dev.plumbline.FeatureException;
import dev.plumbline.feature.FeatureRow;
import dev.plumbline.feature.FeatureRows;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.context.Context;

/** One call that the near tier could not answer, from its start to its end, as telemetry sees it. */
final class ReadScope {
    private final Telemetry telemetry;
    private final Operation operation;
    private final Context caller;
    private final Span span;
    private final long startNanos;

    ReadScope(Telemetry telemetry, Operation operation, Context caller, Span span, long startNanos) {
        this.telemetry = telemetry;
        this.operation = operation;
        this.caller = caller;
        this.span = span;
        this.startNanos = startNanos;
    }

    Operation operation() {
        return operation;
    }

    long startNanos() {
        return startNanos;
    }

    Span span() {
        return span;
    }

    /** The context in which the caller called, and in which its stages run. */
    Context caller() {
        return caller;
    }

    /** The context of what is done for this call. */
    Context context() {
        return span.getSpanContext().isValid() ? caller.with(span) : caller;
    }

    void joined(Flight flight) {
        telemetry.coalesced();
        if (span.isRecording()) {
            span.addLink(flight.leader().getSpanContext());
        }
    }

    void end(FeatureRow row) {
        end(Outcome.of(row), TelemetryNames.NONE);
    }

    void end(FeatureRows rows) {
        Outcome outcome = Outcome.of(rows);
        end(outcome, outcome == Outcome.ERROR ? code(rows.get(0).cause().orElse(null)) : TelemetryNames.NONE);
    }

    void fail(Throwable failure) {
        end(Outcome.ERROR, code(failure));
    }

    private static String code(@org.jspecify.annotations.Nullable Throwable failure) {
        return failure instanceof FeatureException known ? known.code() : "other";
    }

    private void end(Outcome outcome, String error) {
        telemetry.endRead(this, outcome, error);
        if (span.isRecording()) {
            span.setAttribute(TelemetryNames.SPAN_OUTCOME, outcome.tag);
            if (outcome == Outcome.ERROR) {
                span.setAttribute(TelemetryNames.SPAN_ERROR, error);
                span.setStatus(StatusCode.ERROR);
            }
        }
        span.end();
    }
}

package dev.plumbline.internal;

import dev.plumbline.feature.EntityKey;
import dev.plumbline.feature.FeatureRow;
import dev.plumbline.feature.FeatureView;
import dev.plumbline.runtime.ClientRuntime;
import dev.plumbline.transport.CallContext;
import dev.plumbline.transport.FeatureTransport;
import dev.plumbline.transport.FetchRequest;
import dev.plumbline.transport.TransportException;
import dev.plumbline.transport.ViewBinding;
import io.opentelemetry.api.trace.Span;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** One attempt on one target: its time, its span, and the check that the transport kept its word. */
final class AttemptOrigin implements Origin {
    private final FeatureTransport transport;
    private final ViewBinding binding;
    private final Duration timeout;
    private final Duration connectGrace;
    private final ClientRuntime runtime;
    private final Telemetry telemetry;
    private final Readiness readiness;

    AttemptOrigin(
            FeatureTransport transport,
            ViewBinding binding,
            ClientConfig config,
            ClientRuntime runtime,
            Telemetry telemetry,
            Readiness readiness) {
        this.transport = transport;
        this.binding = binding;
        this.timeout = config.attemptTimeout();
        this.connectGrace = config.connectGrace();
        this.runtime = runtime;
        this.telemetry = telemetry;
        this.readiness = readiness;
    }

    @Override
    public CompletableFuture<List<FeatureRow>> fetch(Call call, List<EntityKey> keys) {
        long start = runtime.ticker().nanos();
        long own = start + readiness.atLeast(timeout, connectGrace).toNanos();
        long deadline = own - call.deadlineNanos() < 0 ? own : call.deadlineNanos();
        Span span = telemetry.startAttempt(transport, call, keys.size());
        CompletableFuture<List<FeatureRow>> fetch;
        try {
            fetch = Objects.requireNonNull(
                    transport.fetch(
                            new FetchRequest(binding, keys), new CallContext(deadline, telemetry.headers(call, span))),
                    "no future");
        } catch (Throwable e) {
            fetch = CompletableFuture.failedFuture(e);
        }
        CompletableFuture<List<FeatureRow>> sent = fetch;
        Attempt attempt = new Attempt(sent);
        sent.whenComplete((rows, thrown) -> {
            TransportException failure = thrown == null ? check(rows, keys.size()) : failure(thrown);
            telemetry.endAttempt(
                    transport,
                    call,
                    span,
                    failure == null ? "OK" : failure.code(),
                    runtime.ticker().nanos() - start);
            if (failure == null) {
                readiness.answered();
                attempt.complete(rows);
            } else {
                attempt.completeExceptionally(new AttemptFailure(failure, call.attempt()));
            }
        });
        return attempt;
    }

    private @Nullable TransportException check(@Nullable List<FeatureRow> rows, int size) {
        if (rows == null || rows.size() != size) {
            return broken("answered " + (rows == null ? "no" : rows.size()) + " rows for " + size + " keys");
        }
        FeatureView view = binding.view();
        for (FeatureRow row : rows) {
            if (row == null || !row.view().equals(view)) {
                return broken("answered "
                        + (row == null ? "null" : "a row of view '" + row.view().name() + "'") + " for a key of view '"
                        + view.name() + "'");
            }
        }
        return null;
    }

    private TransportException broken(String what) {
        return new TransportException(
                TransportException.Kind.PROTOCOL,
                "ROWS",
                "transport '" + transport.name() + "' " + what + ": it breaks the contract of FeatureTransport.fetch",
                null);
    }

    private TransportException failure(Throwable thrown) {
        Throwable failure = Failures.unwrap(thrown);
        if (failure instanceof TransportException known) {
            return known;
        }
        boolean cancelled = failure instanceof java.util.concurrent.CancellationException;
        return new TransportException(
                cancelled ? TransportException.Kind.CANCELLED : TransportException.Kind.INTERNAL,
                cancelled ? "CANCELLED" : "THROWN",
                "transport '" + transport.name() + "' failed: " + failure,
                failure);
    }

    /** Cancelling it cancels the call on the wire. */
    private static final class Attempt extends CompletableFuture<List<FeatureRow>> {
        private final CompletableFuture<List<FeatureRow>> sent;

        Attempt(CompletableFuture<List<FeatureRow>> sent) {
            this.sent = sent;
        }

        @Override
        public boolean cancel(boolean mayInterruptIfRunning) {
            boolean cancelled = super.cancel(mayInterruptIfRunning);
            sent.cancel(mayInterruptIfRunning);
            return cancelled;
        }
    }

    @Override
    public String toString() {
        return "attempt of " + timeout + " -> " + transport;
    }
}

package dev.plumbline.auth;

import dev.plumbline.runtime.ClientRuntime;
import dev.plumbline.transport.TransportException.Kind;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The token that a user's code gives. Thread-safe. */
final class SuppliedCredentials extends StartedCredentials {
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(30);

    private final Supplier<String> supplier;
    private @Nullable CompletableFuture<Map<String, String>> asked;
    private long askedNanos;

    SuppliedCredentials(Supplier<String> supplier) {
        this.supplier = supplier;
    }

    @Override
    CompletableFuture<Map<String, String>> headers(ClientRuntime running) {
        CompletableFuture<Map<String, String>> answer;
        synchronized (lock) {
            long now = running.ticker().nanos();
            if (asked != null && !asked.isDone() && now - askedNanos < PATIENCE_NANOS) {
                return asked.copy();
            }
            answer = new CompletableFuture<>();
            asked = answer;
            askedNanos = now;
        }
        run(running.callbackExecutor(), () -> ask(answer), answer);
        return answer.copy();
    }

    private void ask(CompletableFuture<Map<String, String>> answer) {
        String token;
        try {
            token = supplier.get();
        } catch (Throwable e) {
            // Its message may hold what it got from elsewhere, so it is not passed on.
            count(false);
            answer.completeExceptionally(failure(
                    Kind.UNAVAILABLE,
                    "failed: the supplier threw " + e.getClass().getName() + ": see what it logs"));
            return;
        }
        try {
            SecretHeaders headers = SecretHeaders.bearer("what the supplier gave", token == null ? "" : token);
            count(true);
            answer.complete(headers);
        } catch (IllegalArgumentException e) {
            count(false);
            answer.completeExceptionally(failure(Kind.UNAUTHENTICATED, "cannot be sent: " + e.getMessage()));
        }
    }

    @Override
    void end() {
        CompletableFuture<Map<String, String>> waiting;
        synchronized (lock) {
            waiting = asked;
            asked = null;
        }
        if (waiting != null) {
            waiting.completeExceptionally(closed());
        }
    }

    @Override
    String source() {
        return "token_supplier";
    }

    /** Returns what kind it is. */
    @Override
    public String toString() {
        return "a bearer token from a supplier";
    }
}

package dev.plumbline.http;

import dev.plumbline.runtime.ClientRuntime;
import dev.plumbline.runtime.TaskScheduler;
import dev.plumbline.transport.TransportException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Knocks until the server answers: any answer but 502, 503 and 504 means that a connection stands. Thread-safe. */
final class WarmUp {
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(2);
    private static final long FIRST_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(50);
    private static final long LONGEST_PAUSE_NANOS = TimeUnit.SECONDS.toNanos(2);

    private final Supplier<@Nullable HttpClient> client;
    private final HttpSettings settings;
    private final CallHeaders headers;
    private final Failures failures;
    private final ClientRuntime runtime;
    private final Executor executor;
    private final CompletableFuture<@Nullable Void> ready = new CompletableFuture<>();

    WarmUp(
            Supplier<@Nullable HttpClient> client,
            HttpSettings settings,
            CallHeaders headers,
            Failures failures,
            ClientRuntime runtime,
            Executor executor) {
        this.client = client;
        this.settings = settings;
        this.headers = headers;
        this.failures = failures;
        this.runtime = runtime;
        this.executor = executor;
    }

    CompletableFuture<@Nullable Void> start() {
        knock(FIRST_PAUSE_NANOS);
        return ready;
    }

    private void knock(long pauseNanos) {
        HttpClient open = client.get();
        if (open == null) {
            ready.completeExceptionally(failures.closed());
            return;
        }
        if (ready.isDone()) {
            return;
        }
        try {
            HttpRequest.Builder request = HttpRequest.newBuilder(settings.warmUp());
            boolean health = !settings.contract().healthPath().isEmpty();
            request.method(health ? "GET" : "HEAD", HttpRequest.BodyPublishers.noBody());
            headers.putCommon(request);
            CompletableFuture<HttpResponse<Void>> answer =
                    open.sendAsync(request.build(), HttpResponse.BodyHandlers.discarding());
            TaskScheduler.Scheduled timer =
                    runtime.scheduler().schedule(() -> executor.execute(() -> answer.cancel(true)), PATIENCE_NANOS);
            var unused = answer.whenComplete((response, thrown) -> {
                timer.cancel();
                executor.execute(() -> answered(response, thrown, pauseNanos));
            });
        } catch (RuntimeException e) {
            ready.completeExceptionally(failures.broken(e));
        }
    }

    private void answered(@Nullable HttpResponse<Void> response, @Nullable Throwable thrown, long pauseNanos) {
        if (thrown != null) {
            TransportException failure = failures.of(thrown, false);
            if (failure.kind().isRetryable() || failure.kind() == TransportException.Kind.CANCELLED) {
                later(pauseNanos);
            } else {
                ready.completeExceptionally(failure);
            }
        } else if (response != null && response.statusCode() >= 502 && response.statusCode() <= 504) {
            later(pauseNanos);
        } else {
            ready.complete(null);
        }
    }

    private void later(long pauseNanos) {
        long next = Math.min(2 * pauseNanos, LONGEST_PAUSE_NANOS);
        try {
            runtime.scheduler().schedule(() -> executor.execute(() -> knock(next)), pauseNanos);
        } catch (RuntimeException e) {
            ready.completeExceptionally(failures.closed());
        }
    }
}

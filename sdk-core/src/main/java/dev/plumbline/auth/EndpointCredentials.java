package dev.plumbline.auth;

import dev.plumbline.runtime.ClientRuntime;
import dev.plumbline.runtime.TaskScheduler;
import dev.plumbline.transport.TransportException;
import dev.plumbline.transport.TransportException.Kind;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tokens of a token endpoint: one request at a time, the token kept until shortly before it expires and renewed ahead of
 * that. Life is measured by the ticker, so the time of day may jump. Thread-safe.
 */
final class EndpointCredentials extends StartedCredentials {
    /** A token that is refused so soon after it came is not replaced: the next would fare no better. */
    static final long YOUNG_NANOS = TimeUnit.SECONDS.toNanos(5);

    private static final long FIRST_PAUSE_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final int MAX_DOUBLINGS = 4;
    private static final Logger LOG = LoggerFactory.getLogger(Credentials.class);

    private final TokenEndpoint endpoint;
    private final Duration margin;
    private @Nullable HttpClient client;
    private @Nullable Kept kept;
    private @Nullable Fetch fetch;
    private @Nullable TransportException failure;
    private int failures;
    private long pausedUntilNanos;
    private TaskScheduler.@Nullable Scheduled renewal;

    /** A token, and when it is to be renewed and no longer used. */
    private record Kept(SecretHeaders headers, long receivedNanos, long renewNanos, long endNanos) {}

    /** A request and those who wait for it. */
    private static final class Fetch {
        private final ClientRuntime runtime;
        private final TokenRequest request;
        private final long askedNanos;
        private final CompletableFuture<Map<String, String>> waiting = new CompletableFuture<>();

        Fetch(ClientRuntime runtime, TokenRequest request) {
            this.runtime = runtime;
            this.request = request;
            this.askedNanos = runtime.ticker().nanos();
        }
    }

    EndpointCredentials(TokenEndpoint endpoint, Duration margin) {
        this.endpoint = endpoint;
        this.margin = margin;
    }

    @Override
    CompletableFuture<Map<String, String>> headers(ClientRuntime running) {
        CompletableFuture<Map<String, String>> answer;
        Fetch begun = null;
        synchronized (lock) {
            long now = running.ticker().nanos();
            Kept held = kept;
            boolean usable = held != null && now - held.endNanos() < 0;
            boolean paused = failure != null && now - pausedUntilNanos < 0;
            boolean wanted = held == null || now - held.renewNanos() >= 0;
            if (wanted && fetch == null && !paused) {
                begun = newFetch(running);
            }
            Fetch current = fetch;
            if (usable && held != null) {
                answer = CompletableFuture.completedFuture(held.headers());
            } else if (current != null) {
                answer = current.waiting.copy();
            } else {
                answer = CompletableFuture.failedFuture(failure == null ? closed() : failure);
            }
        }
        if (begun != null) {
            send(begun);
        }
        return answer;
    }

    private Fetch newFetch(ClientRuntime running) {
        Fetch begun = new Fetch(running, new TokenRequest(endpoint));
        fetch = begun;
        return begun;
    }

    private void send(Fetch begun) {
        TokenRequest request = begun.request;
        var unused = request.result().whenComplete((token, why) -> ended(begun, token, why));
        run(begun.runtime.executor(), () -> request.send(client(begun), begun.runtime), request.result());
    }

    /** Returns what talks to the endpoint; made here, on a thread of the client's, since it reads the JVM's certificates. */
    private HttpClient client(Fetch begun) {
        synchronized (lock) {
            HttpClient open = client;
            if (open != null) {
                return open;
            }
        }
        HttpClient made = endpoint.client(begun.runtime);
        synchronized (lock) {
            // There is one request at a time, so nobody else makes one; but it may have ended.
            client = fetch == begun ? made : null;
        }
        return made;
    }

    private void ended(Fetch done, @Nullable IssuedToken token, @Nullable Throwable why) {
        Map<String, String> headers = null;
        TransportException told = null;
        boolean first = false;
        synchronized (lock) {
            if (fetch != done) {
                told = closed();
            } else {
                fetch = null;
                if (token != null) {
                    headers = keep(done, token);
                } else {
                    told = remember(done.runtime, why);
                    first = failures == 1;
                }
            }
        }
        count(headers != null);
        if (first && told != null) {
            LOG.warn("{}", told.getMessage());
        }
        if (headers != null) {
            done.waiting.complete(headers);
        } else if (told != null) {
            done.waiting.completeExceptionally(told);
        }
    }

    private Map<String, String> keep(Fetch done, IssuedToken token) {
        long life = token.lifetime().toNanos();
        // A token of few seconds has no room for the whole margin.
        long usable = life - Math.min(margin.toNanos(), life / 4);
        double spread = 0.75 + 0.15 * done.runtime.random().getAsDouble();
        long ahead = (long) (usable * spread);
        long asked = done.askedNanos;
        kept = new Kept(token.headers(), done.runtime.ticker().nanos(), asked + ahead, asked + usable);
        failure = null;
        failures = 0;
        renewAt(done.runtime, asked + ahead);
        return token.headers();
    }

    private TransportException remember(ClientRuntime running, @Nullable Throwable why) {
        TokenFault fault = why instanceof TokenRequest.Failed failed
                ? failed.fault()
                : new TokenFault(
                        Kind.UNAVAILABLE, why == null ? "was not asked" : "was not asked: " + why.getMessage());
        TransportException told = failure(fault.kind(), "are not to be had: the token endpoint " + fault.what());
        failure = told;
        failures++;
        long pause = FIRST_PAUSE_NANOS << Math.min(failures - 1, MAX_DOUBLINGS);
        long now = running.ticker().nanos();
        pausedUntilNanos = now + (long) (pause * (0.75 + 0.5 * running.random().getAsDouble()));
        if (kept != null && now - kept.endNanos() < 0) {
            renewAt(running, pausedUntilNanos);
        }
        return told;
    }

    /** Has the token renewed without a call. Calls see to it themselves where the scheduler has ended. */
    private void renewAt(ClientRuntime running, long dueNanos) {
        if (renewal != null) {
            renewal.cancel();
        }
        try {
            renewal = running.scheduler()
                    .schedule(
                            this::renew, Math.max(0, dueNanos - running.ticker().nanos()));
        } catch (RejectedExecutionException e) {
            renewal = null;
        }
    }

    private void renew() {
        // What a call does, less the call.
        var unused = headers();
    }

    @Override
    public void rejected(Map<String, String> headers) {
        synchronized (lock) {
            Kept held = kept;
            ClientRuntime running = runtime();
            if (held != null
                    && running != null
                    && held.headers() == headers
                    && running.ticker().nanos() - held.receivedNanos() >= YOUNG_NANOS) {
                kept = null;
            }
        }
    }

    @Override
    void end() {
        Fetch open;
        synchronized (lock) {
            open = fetch;
            fetch = null;
            kept = null;
            failure = null;
            failures = 0;
            client = null;
            if (renewal != null) {
                renewal.cancel();
                renewal = null;
            }
        }
        if (open != null) {
            open.request.cancel();
        }
    }

    @Override
    String source() {
        return "token_endpoint";
    }

    /** Returns who asks where. */
    @Override
    public String toString() {
        return endpoint.toString();
    }
}

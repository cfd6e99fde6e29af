package dev.plumbline.http;

import dev.plumbline.feature.FeatureRow;
import dev.plumbline.http.internal.JsonCodec;
import dev.plumbline.transport.TransportException;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * One fetch on the wire: sends a request, reads its reply, completes a future. Completing the future otherwise ends it.
 *
 * <p>The JDK's client completes its own futures on the common pool, so nothing but a failure is taken from there.
 */
final class HttpCall {
    /** What is shorter may be part of any word. */
    private static final int SHORTEST = 4;

    private final JsonCodec.Exchange exchange;
    private final ReplyReader replies;
    private final Failures failures;
    private final Executor executor;
    private final Runnable onAnswer;
    private final CompletableFuture<List<FeatureRow>> future = new CompletableFuture<>();
    private volatile boolean awaitingToken;
    private volatile Map<String, String> shown = Map.of();
    private volatile boolean sending;
    private volatile boolean answered;
    private volatile boolean received;
    private volatile boolean closing;
    private volatile @Nullable ReplyBody body;
    private volatile @Nullable CompletableFuture<?> sent;

    HttpCall(
            JsonCodec.Exchange exchange, ReplyReader replies, Failures failures, Executor executor, Runnable onAnswer) {
        this.exchange = exchange;
        this.replies = replies;
        this.failures = failures;
        this.executor = executor;
        this.onAnswer = onAnswer;
    }

    CompletableFuture<List<FeatureRow>> future() {
        return future;
    }

    /** Hears that the request waits for a token. */
    void awaitToken() {
        awaitingToken = true;
    }

    /** Hears what the request shows. */
    void show(Map<String, String> credentials) {
        shown = credentials;
    }

    /** Sends the request. */
    void send(HttpClient client, HttpRequest request) {
        sending = true;
        if (future.isDone()) {
            return;
        }
        CompletableFuture<?> exchanged = client.sendAsync(request, this::receive);
        sent = exchanged;
        var unused = exchanged.whenComplete((response, thrown) -> {
            if (thrown != null && !received) {
                executor.execute(() -> fail(failures.of(thrown, answered)));
            }
        });
        if (future.isDone()) {
            endExchange();
        }
    }

    private HttpResponse.BodySubscriber<@Nullable Void> receive(HttpResponse.ResponseInfo info) {
        answered = true;
        onAnswer.run();
        int status = info.statusCode();
        // Calls over HTTP/2 share a thread for what comes in: a large reply would hold up the others.
        Executor reading = info.version() == HttpClient.Version.HTTP_2 ? executor : Runnable::run;
        ReplyBody collecting = new ReplyBody(replies.octets(status), new ReplyBody.Reader() {
            @Override
            public void ended(Octets octets, boolean cut) {
                received = true;
                reading.execute(() -> read(status, info.headers(), octets, cut));
            }

            @Override
            public void broken(Throwable failure) {
                received = true;
                executor.execute(() -> fail(failures.of(failure, true)));
            }
        });
        body = collecting;
        if (future.isDone()) {
            collecting.cancel();
        }
        return collecting;
    }

    private void read(int status, HttpHeaders headers, Octets octets, boolean cut) {
        if (future.isDone()) {
            return;
        }
        try {
            if (status == 200) {
                future.complete(replies.rows(exchange, headers, octets, cut));
            } else {
                fail(withoutSecrets(replies.failure(status, headers, octets)));
            }
        } catch (TransportException e) {
            fail(e);
        } catch (RuntimeException | Error e) {
            fail(failures.broken(e));
        }
    }

    /** Withholds what the server wrote if it quotes the caller's credentials. */
    private TransportException withoutSecrets(TransportException failure) {
        Throwable cause = failure.getCause();
        String text = cause == null ? "" : String.valueOf(cause.getMessage());
        boolean quotes = shown.values().stream()
                .map(value -> value.startsWith("Bearer ") ? value.substring("Bearer ".length()) : value)
                .anyMatch(secret -> secret.length() >= SHORTEST && text.contains(secret));
        if (!quotes) {
            return failure;
        }
        TransportException told =
                new TransportException(failure.kind(), failure.code(), String.valueOf(failure.getMessage()), null);
        return failure.retryAfter().map(told::withRetryAfter).orElse(told);
    }

    void fail(TransportException failure) {
        future.completeExceptionally(closing ? failures.closed() : failure);
    }

    /** Notes that the transport ends: however the call fails now, that is why. */
    void closing() {
        closing = true;
    }

    /** Ends the fetch because its time is over. */
    void expire() {
        fail(awaitingToken && !sending ? failures.tokenLate() : failures.expired(sending, answered));
    }

    /** Tells whether the request has left and nothing came back yet. */
    boolean isSilent() {
        return sending && !answered && !future.isDone();
    }

    /** Ends what is on the wire, if it has not ended: a connection whose exchange is over may serve another. */
    void endExchange() {
        if (received) {
            return;
        }
        ReplyBody collecting = body;
        if (collecting != null) {
            collecting.cancel();
        }
        CompletableFuture<?> exchanged = sent;
        if (exchanged != null) {
            exchanged.cancel(true);
        }
    }
}

package dev.plumbline.auth;

import dev.plumbline.runtime.ClientRuntime;
import dev.plumbline.runtime.TaskScheduler;
import dev.plumbline.transport.TransportException.Kind;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/** One request to a token endpoint. Thread-safe. */
final class TokenRequest {
    private final TokenEndpoint endpoint;
    private final CompletableFuture<IssuedToken> result = new CompletableFuture<>();
    private volatile @Nullable CompletableFuture<HttpResponse<String>> reply;

    TokenRequest(TokenEndpoint endpoint) {
        this.endpoint = endpoint;
    }

    /** Says why there is no token. */
    static final class Failed extends Exception {
        private static final long serialVersionUID = 1L;

        private final transient TokenFault fault;

        Failed(TokenFault fault) {
            super(fault.what(), null, false, false);
            this.fault = fault;
        }

        TokenFault fault() {
            return fault;
        }
    }

    /** Returns the token to come; a failure is a {@link Failed}, or a cancel. */
    CompletableFuture<IssuedToken> result() {
        return result;
    }

    /** Sends the request; reads a file first if the secret is in one. */
    void send(HttpClient client, ClientRuntime runtime) {
        try {
            CompletableFuture<HttpResponse<String>> sent = endpoint.send(client);
            reply = sent;
            // The client's own limit ends with the reply's head, and a body may dribble.
            TaskScheduler.Scheduled limit = runtime.scheduler()
                    .schedule(() -> fail(late()), endpoint.timeout().toNanos());
            var unused = result.whenComplete((token, failure) -> {
                limit.cancel();
                sent.cancel(true);
            });
            var unusedToo = sent.whenComplete(this::answered);
        } catch (IOException e) {
            fail(new TokenFault(Kind.UNAUTHENTICATED, "cannot be asked: the secret's " + e.getMessage()));
        } catch (RejectedExecutionException e) {
            fail(new TokenFault(
                    Kind.UNAVAILABLE,
                    "cannot be asked: the threads are busy or closed: give each client credentials of its own"));
        } catch (RuntimeException e) {
            fail(new TokenFault(
                    Kind.INTERNAL, "cannot be asked: " + e.getClass().getName()));
        }
    }

    private static TokenFault late() {
        return new TokenFault(Kind.UNAVAILABLE, "did not answer in time");
    }

    private void answered(@Nullable HttpResponse<String> response, @Nullable Throwable failure) {
        if (response == null) {
            fail(TokenFault.of(failure == null ? new CompletionException(null) : failure));
        } else if (response.statusCode() != 200) {
            fail(TokenFault.of(response.statusCode(), response.body()));
        } else {
            try {
                result.complete(IssuedToken.read(response.body()));
            } catch (IllegalArgumentException e) {
                fail(new TokenFault(Kind.PROTOCOL, "gave no token: " + e.getMessage()));
            }
        }
    }

    private void fail(TokenFault fault) {
        result.completeExceptionally(new Failed(fault));
    }

    /** Gives up. */
    void cancel() {
        result.cancel(false);
        CompletableFuture<HttpResponse<String>> sent = reply;
        if (sent != null) {
            sent.cancel(true);
        }
    }
}

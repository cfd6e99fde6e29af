package dev.plumbline.http;

import com.fasterxml.jackson.core.JsonFactory;
import dev.plumbline.auth.Credentials;
import dev.plumbline.feature.FeatureRow;
import dev.plumbline.http.internal.JsonCodec;
import dev.plumbline.runtime.ClientRuntime;
import dev.plumbline.runtime.TaskScheduler;
import dev.plumbline.transport.CallContext;
import dev.plumbline.transport.TransportException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/** A started transport: the JDK's client and the calls on it. Thread-safe. */
final class OpenClient {
    private final HttpSettings settings;
    private final Failures failures;
    private final ClientRuntime runtime;
    private final Executor executor;
    private final CallHeaders headers;
    private final CallSlots slots;
    private final StallWatch stalls;
    private final ReplyReader replies;
    private final Set<HttpCall> calls = ConcurrentHashMap.newKeySet();
    private final @Nullable Credentials credentials;
    private volatile @Nullable HttpClient client;

    OpenClient(HttpSettings settings, Failures failures, JsonFactory json, ClientRuntime runtime) {
        this.settings = settings;
        this.failures = failures;
        this.runtime = runtime;
        this.executor = new SteadyExecutor(runtime.executor());
        this.headers = new CallHeaders(settings.headers(), settings.gzipRequests());
        this.slots = new CallSlots(settings.maxConcurrent(), executor);
        this.stalls = new StallWatch(runtime.ticker());
        this.replies = new ReplyReader(json, failures, new SpareBuffers(), runtime, settings.maxReplyBytes());
        this.client = newClient();
        this.credentials = settings.credentials();
        if (credentials != null) {
            credentials.start(runtime);
        }
        if (settings.certificates() != null) {
            settings.certificates().start(runtime);
        }
    }

    private HttpClient newClient() {
        HttpClient.Builder builder = HttpClient.newBuilder()
                .version(settings.isSecured() ? HttpClient.Version.HTTP_2 : HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .executor(executor);
        if (settings.sslContext() != null) {
            builder.sslContext(settings.sslContext());
        }
        return builder.build();
    }

    CompletableFuture<List<FeatureRow>> fetch(JsonCodec.Exchange exchange, CallContext context) {
        if (client == null) {
            return CompletableFuture.failedFuture(failures.closed());
        }
        long remaining = context.deadlineNanos() - runtime.ticker().nanos();
        if (remaining <= 0) {
            return CompletableFuture.failedFuture(failures.late());
        }
        HttpRequest.Builder request = HttpRequest.newBuilder(settings.endpoint());
        try {
            headers.put(request, context.headers(), remaining);
        } catch (IllegalArgumentException e) {
            return CompletableFuture.failedFuture(failures.refused(String.valueOf(e.getMessage()), e));
        }
        byte[] body = settings.gzipRequests() ? gzip(exchange.request()) : exchange.request();
        request.POST(new OnceBody(body));
        return start(exchange, request, context.deadlineNanos(), remaining);
    }

    private CompletableFuture<List<FeatureRow>> start(
            JsonCodec.Exchange exchange, HttpRequest.Builder request, long deadlineNanos, long remaining) {
        HttpCall call = new HttpCall(exchange, replies, failures, executor, stalls::answered);
        CompletableFuture<List<FeatureRow>> rows = call.future();
        TaskScheduler.Scheduled timer;
        try {
            timer = runtime.scheduler().schedule(() -> executor.execute(() -> expire(call)), remaining);
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(client == null ? failures.closed() : failures.broken(e));
        }
        calls.add(call);
        CallSlots.Ticket ticket = slots.ticket(() -> send(call, request, deadlineNanos));
        var unused = rows.whenComplete((ignored, failure) -> {
            timer.cancel();
            calls.remove(call);
            call.endExchange();
            ticket.leave();
        });
        if (!ticket.enter()) {
            call.fail(failures.crowded(CallSlots.MOST_WAITING));
        }
        if (client == null) {
            call.fail(failures.closed());
        }
        return rows;
    }

    private void send(HttpCall call, HttpRequest.Builder request, long deadlineNanos) {
        HttpClient open = client;
        if (open == null) {
            call.fail(failures.closed());
            return;
        }
        if (credentials == null) {
            leave(call, open, request, deadlineNanos);
            return;
        }
        call.awaitToken();
        var unused = asked(credentials).whenComplete((shown, failure) -> {
            if (shown == null) {
                call.fail(failures.withoutToken(failure));
            } else if (show(call, request, shown)) {
                leave(call, open, request, deadlineNanos);
            }
        });
    }

    /** Asks a class that may be a user's, and may break its contract. */
    private CompletableFuture<Map<String, String>> asked(Credentials caller) {
        try {
            return Objects.requireNonNull(caller.headers(), "headers");
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private boolean show(HttpCall call, HttpRequest.Builder request, Map<String, String> shown) {
        try {
            headers.putCredentials(request, shown);
        } catch (IllegalArgumentException | NullPointerException e) {
            call.fail(failures.refused("the credentials give no headers: " + e.getMessage(), null));
            return false;
        }
        call.show(shown);
        var unused = call.future().whenComplete((rows, failure) -> {
            if (credentials != null
                    && failure instanceof TransportException told
                    && told.code().equals("401")) {
                credentials.rejected(shown);
            }
        });
        return true;
    }

    private void leave(HttpCall call, HttpClient open, HttpRequest.Builder request, long deadlineNanos) {
        try {
            headers.putTimeout(request, deadlineNanos - runtime.ticker().nanos());
            call.send(open, request.build());
        } catch (RuntimeException e) {
            call.fail(failures.broken(e));
        }
    }

    private void expire(HttpCall call) {
        // Over HTTP/1.1 a call that ends early takes its connection along; over HTTP/2 the connection stays.
        if (settings.isSecured() && call.isSilent() && stalls.timedOut()) {
            recover();
        }
        call.expire();
    }

    private static byte[] gzip(byte[] plain) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(plain.length / 4 + 64);
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(plain);
        } catch (IOException e) {
            throw new UncheckedIOException("an array takes what is written", e);
        }
        return out.toByteArray();
    }

    CompletableFuture<@Nullable Void> warmUp() {
        WarmUp warmUp = new WarmUp(() -> client, settings, headers, failures, runtime, executor);
        CompletableFuture<@Nullable Void> connected = warmUp.start();
        if (credentials == null) {
            return connected;
        }
        CompletableFuture<@Nullable Void> ready = new CompletableFuture<>();
        var unused = connected.whenComplete((ignored, failure) -> {
            if (failure == null) {
                awaitToken(credentials, ready);
            } else {
                ready.completeExceptionally(failure);
            }
        });
        return ready;
    }

    private void awaitToken(Credentials shown, CompletableFuture<@Nullable Void> ready) {
        var unused = asked(shown).whenComplete((token, failure) -> {
            if (token == null) {
                ready.completeExceptionally(failures.withoutToken(failure));
            } else {
                ready.complete(null);
            }
        });
    }

    void recover() {
        HttpClient old;
        synchronized (this) {
            old = client;
            if (old == null) {
                return;
            }
            client = newClient();
        }
        ClientEnd.let(old);
    }

    void close() {
        HttpClient old;
        synchronized (this) {
            old = client;
            client = null;
        }
        TransportException failure = failures.closed();
        calls.forEach(call -> {
            call.closing();
            executor.execute(() -> call.fail(failure));
        });
        if (old == null) {
            return;
        }
        ClientEnd.now(old);
        if (credentials != null) {
            credentials.close();
        }
        if (settings.certificates() != null) {
            settings.certificates().close();
        }
    }
}

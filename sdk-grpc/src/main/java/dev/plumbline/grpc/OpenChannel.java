package dev.plumbline.grpc;

import dev.plumbline.auth.Credentials;
import dev.plumbline.auth.TlsFiles;
import dev.plumbline.feature.FeatureRow;
import dev.plumbline.runtime.ClientRuntime;
import dev.plumbline.transport.CallContext;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientInterceptors;
import io.grpc.ConnectivityState;
import io.grpc.Context;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A started transport: the channel and the calls on it. Thread-safe. */
final class OpenChannel {
    private final ManagedChannel channel;
    private final boolean owned;
    private final Channel intercepted;
    private final ClientRuntime runtime;
    private final Executor executor;
    private final Failures failures;
    private final StallWatch stalls;
    private final CallOptions options;
    private final int maxMessageBytes;
    private final String servicePath;
    private final String methodName;
    private final Map<String, MethodDescriptor<byte[], ReplyMarshaller.Reply>> methods = new ConcurrentHashMap<>();
    private final ReplyMarshaller replies = new ReplyMarshaller();
    private final Set<FetchCall> calls = ConcurrentHashMap.newKeySet();
    private final @Nullable TlsFiles certificates;
    private final @Nullable Credentials credentials;
    private volatile boolean closed;

    OpenChannel(TransportSettings settings, Failures failures, ClientRuntime runtime) {
        this.runtime = runtime;
        this.failures = failures;
        // Replies are decoded where the callbacks run. On gRPC's event loop, which all calls of a connection share, one
        // large reply would hold up the others; so it is the client's executor, for a channel that was given too.
        this.executor = new SteadyExecutor(runtime.executor());
        ManagedChannel given = settings.given();
        ChannelPlan plan = settings.plan();
        if (given != null) {
            this.channel = given;
            this.certificates = null;
        } else if (plan != null) {
            this.channel = plan.open(executor);
            this.certificates = plan.certificates();
        } else {
            throw new IllegalStateException("neither a channel nor a target");
        }
        this.owned = given == null;
        if (certificates != null) {
            certificates.start(runtime);
        }
        this.credentials = settings.credentials();
        Channel shown = ClientInterceptors.intercept(channel, new SureEnds());
        if (credentials != null) {
            credentials.start(runtime);
            shown = ClientInterceptors.intercept(shown, new CallTokens(credentials, failures));
        }
        this.intercepted = ClientInterceptors.interceptForward(shown, settings.interceptors());
        this.stalls = new StallWatch(runtime.ticker());
        this.options = CallOptions.DEFAULT.withExecutor(executor).withMaxInboundMessageSize(settings.maxMessageBytes());
        this.maxMessageBytes = settings.maxMessageBytes();
        this.servicePath = settings.servicePath();
        this.methodName = settings.contract().method();
    }

    CompletableFuture<List<FeatureRow>> fetch(Contract.Exchange exchange, CallContext context) {
        if (closed) {
            return CompletableFuture.failedFuture(failures.closed());
        }
        long remaining = context.deadlineNanos() - runtime.ticker().nanos();
        if (remaining <= 0) {
            return CompletableFuture.failedFuture(failures.late());
        }
        // A deadline is a point in time: what is sent again ends when the first call would have.
        Fetch fetch = new Fetch(
                context.headers(),
                options.withDeadlineAfter(remaining, TimeUnit.NANOSECONDS),
                new CompletableFuture<>());
        send(fetch, exchange, next -> send(fetch, next, null));
        return fetch.rows;
    }

    private void send(Fetch fetch, Contract.Exchange exchange, @Nullable Consumer<Contract.Exchange> resend) {
        Metadata headers;
        try {
            headers = Headers.metadata(fetch.headers);
        } catch (IllegalArgumentException e) {
            fetch.rows.completeExceptionally(failures.refused(String.valueOf(e.getMessage()), e));
            return;
        }
        int size = exchange.request().length;
        if (size > maxMessageBytes) {
            fetch.rows.completeExceptionally(failures.requestTooLarge(size));
            return;
        }
        // A flight outlives its first caller, so the gRPC call that the caller may be serving has no say in this one.
        Context outer = Context.ROOT.attach();
        try {
            start(fetch, exchange, headers, resend);
        } catch (RuntimeException e) {
            fetch.rows.completeExceptionally(failures.broken(e));
        } finally {
            Context.ROOT.detach(outer);
        }
    }

    private void start(
            Fetch fetch, Contract.Exchange exchange, Metadata headers, @Nullable Consumer<Contract.Exchange> resend) {
        var method = methods.computeIfAbsent(exchange.servicePath().orElse(servicePath), this::method);
        CallOptions callOptions = fetch.options.withOption(
                SureEnds.LOST, thrown -> fetch.rows.completeExceptionally(failures.broken(thrown)));
        FetchCall call = new FetchCall(
                intercepted.newCall(method, callOptions),
                exchange,
                replies,
                failures,
                runtime,
                this::noteEnd,
                resend,
                fetch.rows);
        calls.add(call);
        call.start(headers);
        var unused = fetch.rows.whenComplete((ignored, failure) -> calls.remove(call));
        if (closed) {
            call.close();
        }
    }

    private MethodDescriptor<byte[], ReplyMarshaller.Reply> method(String path) {
        return MethodDescriptor.newBuilder(new RequestMarshaller(), replies)
                .setType(MethodDescriptor.MethodType.UNARY)
                .setFullMethodName(MethodDescriptor.generateFullMethodName(path, methodName))
                .setIdempotent(true)
                .build();
    }

    private void noteEnd(Status status, boolean answered) {
        if (answered || status.isOk()) {
            stalls.answered();
        } else if (status.getCode() == Status.Code.DEADLINE_EXCEEDED
                && stalls.timedOut()
                && channel.getState(false) == ConnectivityState.READY) {
            channel.enterIdle();
        }
    }

    CompletableFuture<Void> warmUp() {
        CompletableFuture<Void> ready = new CompletableFuture<>();
        awaitReady(ready);
        return ready;
    }

    private void awaitReady(CompletableFuture<Void> ready) {
        if (ready.isDone()) {
            return;
        }
        ConnectivityState state = channel.getState(true);
        if (closed || state == ConnectivityState.SHUTDOWN) {
            executor.execute(() -> ready.completeExceptionally(failures.closed()));
        } else if (state == ConnectivityState.READY) {
            executor.execute(() -> awaitToken(ready));
        } else {
            channel.notifyWhenStateChanged(state, () -> awaitReady(ready));
        }
    }

    /** Tries at once to connect if the last try failed and the next would come later. */
    void reconnect() {
        if (channel.getState(false) == ConnectivityState.TRANSIENT_FAILURE) {
            channel.resetConnectBackoff();
        }
    }

    private void awaitToken(CompletableFuture<Void> ready) {
        if (credentials == null) {
            ready.complete(null);
            return;
        }
        var unused = credentials.headers().whenComplete((headers, failure) -> {
            if (headers == null) {
                ready.completeExceptionally(failures.withoutToken(failure));
            } else {
                ready.complete(null);
            }
        });
    }

    void recover() {
        channel.enterIdle();
        channel.resetConnectBackoff();
    }

    void close() {
        synchronized (calls) {
            if (closed) {
                return;
            }
            closed = true;
        }
        for (FetchCall call : calls) {
            call.closing();
            executor.execute(call::close);
        }
        if (owned) {
            channel.shutdownNow();
        }
        if (certificates != null) {
            certificates.close();
        }
        if (credentials != null) {
            credentials.close();
        }
    }

    /** What the calls of one fetch share. */
    private record Fetch(Map<String, String> headers, CallOptions options, CompletableFuture<List<FeatureRow>> rows) {}
}

package dev.plumbline.grpc;

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
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

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
    private final MethodDescriptor<byte[], ReplyMarshaller.Reply> method;
    private final ReplyMarshaller replies = new ReplyMarshaller();
    private final Set<FetchCall> calls = ConcurrentHashMap.newKeySet();
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
        } else if (plan != null) {
            this.channel = plan.open(executor);
        } else {
            throw new IllegalStateException("neither a channel nor a target");
        }
        this.owned = given == null;
        this.intercepted = ClientInterceptors.interceptForward(channel, settings.interceptors());
        this.stalls = new StallWatch(runtime.ticker());
        this.options = CallOptions.DEFAULT.withExecutor(executor).withMaxInboundMessageSize(settings.maxMessageBytes());
        this.maxMessageBytes = settings.maxMessageBytes();
        this.method = MethodDescriptor.newBuilder(new RequestMarshaller(), replies)
                .setType(MethodDescriptor.MethodType.UNARY)
                .setFullMethodName(MethodDescriptor.generateFullMethodName(
                        settings.servicePath(), settings.contract().method()))
                .setIdempotent(true)
                .build();
    }

    CompletableFuture<List<FeatureRow>> fetch(Contract.Exchange exchange, CallContext context) {
        if (closed) {
            return CompletableFuture.failedFuture(failures.closed());
        }
        long remaining = context.deadlineNanos() - runtime.ticker().nanos();
        if (remaining <= 0) {
            return CompletableFuture.failedFuture(failures.late());
        }
        Metadata headers;
        try {
            headers = Headers.metadata(context.headers());
        } catch (IllegalArgumentException e) {
            return CompletableFuture.failedFuture(failures.refused(String.valueOf(e.getMessage()), e));
        }
        int size = exchange.request().length;
        if (size > maxMessageBytes) {
            return CompletableFuture.failedFuture(failures.requestTooLarge(size));
        }
        // A flight outlives its first caller, so the gRPC call that the caller may be serving has no say in this one.
        Context outer = Context.ROOT.attach();
        try {
            return start(exchange, headers, options.withDeadlineAfter(remaining, TimeUnit.NANOSECONDS));
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(failures.broken(e));
        } finally {
            Context.ROOT.detach(outer);
        }
    }

    private CompletableFuture<List<FeatureRow>> start(
            Contract.Exchange exchange, Metadata headers, CallOptions callOptions) {
        FetchCall call = new FetchCall(
                intercepted.newCall(method, callOptions), exchange, replies, failures, runtime, this::noteEnd);
        calls.add(call);
        CompletableFuture<List<FeatureRow>> rows = call.start(headers);
        var unused = rows.whenComplete((ignored, failure) -> calls.remove(call));
        if (closed) {
            call.close();
        }
        return rows;
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
            executor.execute(() -> ready.complete(null));
        } else {
            channel.notifyWhenStateChanged(state, () -> awaitReady(ready));
        }
    }

    void recover() {
        channel.enterIdle();
        channel.resetConnectBackoff();
    }

    void close() {
        closed = true;
        for (FetchCall call : calls) {
            call.closing();
            executor.execute(call::close);
        }
        if (owned) {
            channel.shutdownNow();
        }
    }
}

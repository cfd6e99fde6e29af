package dev.plumbline.cache.tiered;

import dev.plumbline.runtime.ClientRuntime;
import dev.plumbline.runtime.TaskScheduler.Scheduled;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * One client's connection to a {@link SimulatedMemcached}. Without latency answers are there at once, on the caller's
 * thread; with it the request is carried out after half of it, and the answer comes after the other half, both by the
 * scheduler of the client's runtime. A server that is down fails at once, one that hangs at the deadline. Thread-safe.
 */
final class SimulatedNode implements Node {
    private final SimulatedMemcached server;
    private final long latencyNanos;
    private volatile @Nullable ClientRuntime runtime;
    private volatile boolean cut;
    private volatile boolean closed;
    private long connectedTo = -1;
    private long connection;

    SimulatedNode(SimulatedMemcached server) {
        this(server, 0);
    }

    SimulatedNode(SimulatedMemcached server, long latencyNanos) {
        this.server = server;
        this.latencyNanos = latencyNanos;
    }

    /** Cuts this client off, or joins it again; the server goes on for others, and the connection is a new one. */
    synchronized void cut(boolean off) {
        cut = off;
        connectedTo = -1;
    }

    boolean isClosed() {
        return closed;
    }

    @Override
    public void start(ClientRuntime clientRuntime) {
        runtime = clientRuntime;
    }

    @Override
    public boolean grantsLeases() {
        return server.hasMeta();
    }

    @Override
    public CompletableFuture<List<NodeRead>> getMany(List<String> names, int leaseSeconds, long deadlineNanos) {
        return ask(deadlineNanos, () -> {
            server.countRead();
            List<NodeRead> reads = new ArrayList<>(names.size());
            long number = connection();
            for (String name : names) {
                reads.add(server.get(name, leaseSeconds, number));
            }
            return reads;
        });
    }

    @Override
    public CompletableFuture<Boolean> set(
            String name, StoredValue value, int ttlSeconds, @Nullable NodeToken token, long deadlineNanos) {
        if (isOfAnotherConnection(token)) {
            return CompletableFuture.completedFuture(false);
        }
        return ask(deadlineNanos, () -> server.set(name, value, ttlSeconds, token == null ? null : token.cas()));
    }

    @Override
    public CompletableFuture<Boolean> add(String name, StoredValue value, int ttlSeconds, long deadlineNanos) {
        return ask(deadlineNanos, () -> server.add(name, value, ttlSeconds));
    }

    @Override
    public CompletableFuture<Boolean> delete(String name, @Nullable NodeToken token, long deadlineNanos) {
        if (isOfAnotherConnection(token)) {
            return CompletableFuture.completedFuture(false);
        }
        return ask(deadlineNanos, () -> server.delete(name, token == null ? null : token.cas()));
    }

    @Override
    public State state() {
        return isReachable() ? State.CLOSED : State.OPEN;
    }

    @Override
    public void close() {
        closed = true;
    }

    private boolean isReachable() {
        return server.isUp() && !cut && !closed;
    }

    private boolean isOfAnotherConnection(@Nullable NodeToken token) {
        return token != null && token.connection() != connection();
    }

    /** Returns the number of the connection, a new one if the server is not what it was. */
    private synchronized long connection() {
        long starts = server.starts();
        if (connectedTo != starts) {
            connectedTo = starts;
            connection = server.accept();
        }
        return connection;
    }

    private <T> CompletableFuture<T> ask(long deadlineNanos, Request<T> request) {
        ClientRuntime on = Objects.requireNonNull(runtime, "start comes first");
        CompletableFuture<T> answer = new CompletableFuture<>();
        if (latencyNanos == 0 && !server.isHung()) {
            carryOut(request, answer);
            return answer;
        }
        long left = deadlineNanos - on.ticker().nanos();
        Scheduled late = on.scheduler()
                .schedule(
                        () -> answer.completeExceptionally(
                                new NodeException(NodeException.Reason.TIMEOUT, "out of time", null)),
                        Math.max(0, left));
        if (!isReachable()) {
            late.cancel();
            carryOut(request, answer);
            return answer;
        }
        if (!server.isHung()) {
            on.scheduler().schedule(() -> arrive(on, request, answer, late), latencyNanos / 2);
        }
        return answer;
    }

    private <T> void arrive(ClientRuntime on, Request<T> request, CompletableFuture<T> answer, Scheduled late) {
        if (server.isHung()) {
            return;
        }
        CompletableFuture<T> carriedOut = new CompletableFuture<>();
        carryOut(request, carriedOut);
        on.scheduler()
                .schedule(
                        () -> {
                            late.cancel();
                            carriedOut.whenComplete((value, failure) -> {
                                if (failure == null) {
                                    answer.complete(value);
                                } else {
                                    answer.completeExceptionally(failure);
                                }
                            });
                        },
                        latencyNanos - latencyNanos / 2);
    }

    private <T> void carryOut(Request<T> request, CompletableFuture<T> answer) {
        if (!isReachable()) {
            answer.completeExceptionally(new NodeException(
                    closed ? NodeException.Reason.CLOSED : NodeException.Reason.UNREACHABLE, "not connected", null));
            return;
        }
        try {
            answer.complete(request.carryOut());
        } catch (NodeException e) {
            answer.completeExceptionally(e);
        }
    }

    /** What the server does with one request. */
    @FunctionalInterface
    private interface Request<T> {
        T carryOut() throws NodeException;
    }
}

package dev.plumbline.cache.tiered;

import dev.plumbline.cache.CacheKey;
import dev.plumbline.cache.FarRead;
import dev.plumbline.cache.FarTier;
import dev.plumbline.feature.FeatureRow;
import dev.plumbline.feature.RowStatus;
import dev.plumbline.feature.ValueState;
import dev.plumbline.runtime.ClientRuntime;
import dev.plumbline.runtime.TaskScheduler;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The far tier: names, envelopes, routing and time. How a node is talked to is the node's affair. There are no leases:
 * the wish for one is ignored. Futures complete on the runtime's executor. Thread-safe.
 */
final class MemcachedFar implements FarTier {
    private static final long NANOS_IN_MILLI = 1_000_000;

    private final List<MemcachedNode> nodes;
    private final NodeRouting routing;
    private final FarKeys keys;
    private final long timeoutNanos;
    private final int maxValueBytes;
    private final Rejections rejections = new Rejections();
    private final EnvelopeReader reader = new EnvelopeReader(rejections);
    private volatile @Nullable ClientRuntime runtime;

    MemcachedFar(List<MemcachedNode> nodes, NodeRouting routing, FarKeys keys, Duration timeout, int maxValueBytes) {
        this.nodes = nodes;
        this.routing = routing;
        this.keys = keys;
        this.timeoutNanos = timeout.toNanos();
        this.maxValueBytes = maxValueBytes;
    }

    Rejections rejections() {
        return rejections;
    }

    @Override
    public void start(ClientRuntime clientRuntime) {
        runtime = clientRuntime;
        nodes.forEach(node -> node.start(clientRuntime));
    }

    @Override
    public CompletableFuture<List<FarRead>> readMany(List<CacheKey> asked, Duration lease, long deadlineNanos) {
        ClientRuntime on = runtime;
        long nanos = on == null
                ? 0
                : Math.min(timeoutNanos, deadlineNanos - on.ticker().nanos());
        if (on == null || nanos <= 0) {
            return CompletableFuture.completedFuture(Collections.nCopies(asked.size(), FarRead.error()));
        }
        BatchRead batch = new BatchRead(asked, keys);
        batch.ask(routing, nodes, wholeMillis(nanos), reader, on.executor());
        return limited(on, nanos, batch.answers(), batch::giveUp);
    }

    @Override
    public CompletableFuture<FillOutcome> fill(
            CacheKey key, @Nullable Object leaseToken, FeatureRow row, Duration ttl) {
        ClientRuntime on = runtime;
        if (on == null) {
            return CompletableFuture.completedFuture(FillOutcome.FAILED);
        }
        if (row.status() == RowStatus.ERROR
                || row.count(ValueState.ERROR) > 0
                || row.view().schemaHash() != key.view().schemaHash()) {
            return dropped(Rejections.Reason.UNFIT);
        }
        FarKey name = keys.of(key);
        byte[] data;
        try {
            data = EnvelopeWriter.write(name.canonical(), row, FarTtl.millis(ttl));
        } catch (RuntimeException notARowOfItsView) {
            return dropped(Rejections.Reason.UNFIT);
        }
        if (data.length > maxValueBytes) {
            return dropped(Rejections.Reason.TOO_LARGE);
        }
        StoredValue value = new StoredValue(Envelope.MEMCACHED_FLAGS, data);
        int seconds = FarTtl.seconds(ttl, ThreadLocalRandom.current().nextDouble());
        return timed(
                on, node(name).set(name.name(), value, seconds, wholeMillis(timeoutNanos)), MemcachedFar::fillOutcome);
    }

    @Override
    public CompletableFuture<Boolean> invalidate(CacheKey key) {
        ClientRuntime on = runtime;
        if (on == null) {
            return CompletableFuture.completedFuture(false);
        }
        FarKey name = keys.of(key);
        return timed(on, node(name).delete(name.name(), wholeMillis(timeoutNanos)), failure -> failure == null);
    }

    @Override
    public CompletableFuture<List<Boolean>> claim(List<CacheKey> asked, Duration lease, long deadlineNanos) {
        return CompletableFuture.completedFuture(Collections.nCopies(asked.size(), true));
    }

    @Override
    public CompletableFuture<Boolean> flush() {
        return CompletableFuture.completedFuture(false);
    }

    @Override
    public void close() {
        nodes.forEach(MemcachedNode::close);
    }

    private MemcachedNode node(FarKey key) {
        return nodes.get(routing.nodeOf(key.routingHash()));
    }

    private CompletableFuture<FillOutcome> dropped(Rejections.Reason reason) {
        rejections.count(reason);
        return CompletableFuture.completedFuture(FillOutcome.DROPPED);
    }

    private static FillOutcome fillOutcome(@Nullable Throwable failure) {
        if (failure == null) {
            return FillOutcome.STORED;
        }
        return failure instanceof NodeException node && node.isBusy() ? FillOutcome.DROPPED : FillOutcome.FAILED;
    }

    /** Maps how an operation ended, be it by itself or by its time. */
    private <T> CompletableFuture<T> timed(
            ClientRuntime on, CompletableFuture<Void> operation, Function<@Nullable Throwable, T> outcome) {
        CompletableFuture<T> ended = operation
                .handleAsync((done, failure) -> outcome.apply(failure), on.executor())
                .exceptionally(outcome);
        return limited(on, timeoutNanos, ended, operation::completeExceptionally);
    }

    private static <T> CompletableFuture<T> limited(
            ClientRuntime on, long nanos, CompletableFuture<T> result, GiveUp giveUp) {
        if (result.isDone()) {
            return result;
        }
        TaskScheduler.Scheduled end;
        try {
            end = on.scheduler().schedule(() -> giveUp.because(NodeException.of("out of time", null)), nanos);
        } catch (RuntimeException closed) {
            giveUp.because(NodeException.of("the client is closed", closed));
            return result;
        }
        return result.whenComplete((value, failure) -> end.cancel());
    }

    private static long wholeMillis(long nanos) {
        return Math.max(1, (nanos + NANOS_IN_MILLI - 1) / NANOS_IN_MILLI);
    }

    /** Ends an operation before its time. */
    @FunctionalInterface
    private interface GiveUp {
        void because(NodeException why);
    }

    @Override
    public String toString() {
        return "memcached on " + nodes.size() + " nodes";
    }
}

package dev.plumbline.cache.tiered;

import dev.plumbline.cache.CacheKey;
import dev.plumbline.cache.FarRead;
import dev.plumbline.cache.FarTier;
import dev.plumbline.feature.FeatureRow;
import dev.plumbline.feature.RowStatus;
import dev.plumbline.feature.ValueState;
import dev.plumbline.runtime.ClientRuntime;
import io.opentelemetry.api.trace.Span;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * The far tier: names, envelopes, routing and leases. How a node is talked to, and in what time, is the node's affair.
 * Futures complete on a node's thread, after a large reply on the runtime's executor. Thread-safe.
 */
final class MemcachedFar implements FarTier {
    private final FarOptions options;
    private final FarKeys keys;
    private final FarNodes nodes;
    private final FarCounts counts = new FarCounts();
    private volatile @Nullable FarContext context;

    MemcachedFar(List<NodeAddress> addresses, FarOptions options, NodeFactory connect) {
        this.options = options;
        this.keys = new FarKeys(options.namespace());
        this.nodes = new FarNodes(addresses, keys, options.timeout().toNanos(), counts, connect);
    }

    FarCounts counts() {
        return counts;
    }

    /** Returns the nodes that keys are on now; none before the start. */
    List<FarNode> nodes() {
        FarRing ring = nodes.ring();
        return ring == null ? List.of() : ring.nodes();
    }

    /** Tells whether misses get leases: they are wanted, and each node that is known grants them. */
    boolean grantsLeases() {
        boolean any = false;
        for (FarNode node : nodes()) {
            if (node.generation().prefix() != null) {
                any = true;
                if (!node.node().grantsLeases()) {
                    return false;
                }
            }
        }
        return any && options.leases();
    }

    List<String> addresses() {
        return nodes.addresses().stream().map(NodeAddress::text).toList();
    }

    void change(List<NodeAddress> addresses) {
        nodes.change(addresses);
    }

    @Override
    public void start(ClientRuntime runtime) {
        context = new FarContext(runtime, keys, counts, options.timeout().toNanos());
        nodes.start(runtime);
    }

    @Override
    public CompletableFuture<List<FarRead>> readMany(List<CacheKey> asked, Duration lease, long deadlineNanos) {
        FarContext with = context;
        FarRing ring = nodes.ring();
        if (with == null || ring == null || with.isPast(deadlineNanos)) {
            return CompletableFuture.completedFuture(Collections.nCopies(asked.size(), FarRead.error()));
        }
        int leaseSeconds = options.leases() ? FarTtl.leaseSeconds(lease) : 0;
        BatchRead read = new BatchRead(with, asked, leaseSeconds, with.deadline(deadlineNanos));
        read.ask(ring);
        return read;
    }

    @Override
    public CompletableFuture<List<Boolean>> claim(List<CacheKey> asked, Duration lease, long deadlineNanos) {
        FarContext with = context;
        FarRing ring = nodes.ring();
        if (with == null || ring == null || !options.leases() || with.isPast(deadlineNanos)) {
            return CompletableFuture.completedFuture(Collections.nCopies(asked.size(), true));
        }
        Claim claim = new Claim(with, asked.size(), FarTtl.leaseSeconds(lease), with.deadline(deadlineNanos));
        claim.ask(ring, asked);
        return claim;
    }

    @Override
    public CompletableFuture<FillOutcome> fill(
            CacheKey key, @Nullable Object leaseToken, FeatureRow row, Duration ttl) {
        FarContext with = context;
        FarRing ring = nodes.ring();
        if (with == null || ring == null) {
            return filled(FillOutcome.FAILED);
        }
        if (row.status() == RowStatus.ERROR
                || row.count(ValueState.ERROR) > 0
                || row.view().schemaHash() != key.view().schemaHash()
                || (leaseToken != null && !(leaseToken instanceof FarToken))) {
            return unfit();
        }
        FarKey name = keys.of(key);
        int seconds = FarTtl.seconds(ttl, with.runtime.random().getAsDouble());
        byte[] data;
        try {
            data = EnvelopeWriter.write(name.canonical(), row, seconds, options.compressAbove());
        } catch (RuntimeException notARowOfItsView) {
            counts.errors(FarCounts.Operation.SET, FarCounts.ErrorKind.SERIALIZATION_ERROR)
                    .increment();
            return unfit();
        }
        FarNode node = ring.nodeOf(name);
        String at = node.name(name);
        if (at == null) {
            counts.failed(FarCounts.Operation.SET, Generation.unknown());
            return filled(FillOutcome.FAILED);
        }
        if (data.length > options.maxValueBytes()) {
            return tooLarge(with, node, at);
        }
        return fill(with, node, at, (FarToken) leaseToken, new StoredValue(Envelope.MEMCACHED_FLAGS, data), seconds);
    }

    private CompletableFuture<FillOutcome> fill(
            FarContext with, FarNode node, String name, @Nullable FarToken token, StoredValue value, int seconds) {
        if (token != null && token.seen() == null) {
            return filled(FillOutcome.DROPPED);
        }
        if (token != null && (token.node() != node || !token.name().equals(name))) {
            // The namespace was flushed, or the nodes were changed, since the read.
            return filled(FillOutcome.REFUSED);
        }
        Span span = with.spans.start("set", node.address(), 1);
        return node.node()
                .set(name, value, seconds, token == null ? null : token.seen(), with.deadline())
                .handle((stored, failure) -> {
                    FarSpans.end(span, failure);
                    return counted(failure == null ? refusedUnless(stored) : notStored(failure));
                });
    }

    private static FillOutcome refusedUnless(boolean stored) {
        return stored ? FillOutcome.STORED : FillOutcome.REFUSED;
    }

    private FillOutcome notStored(Throwable failure) {
        counts.failed(FarCounts.Operation.SET, failure);
        return switch (FarCounts.reason(failure)) {
            case BUSY, CIRCUIT_OPEN -> FillOutcome.DROPPED;
            case UNREACHABLE, TIMEOUT, PROTOCOL, SERVER, CLOSED -> FillOutcome.FAILED;
        };
    }

    private CompletableFuture<FillOutcome> unfit() {
        counts.rejections().count(Rejections.Reason.UNFIT);
        return filled(FillOutcome.DROPPED);
    }

    /** Removes what the row would have replaced, which is older. */
    private CompletableFuture<FillOutcome> tooLarge(FarContext with, FarNode node, String name) {
        counts.rejections().count(Rejections.Reason.TOO_LARGE);
        return node.node().delete(name, null, with.deadline()).handle((removed, failure) -> {
            if (failure != null) {
                counts.failed(FarCounts.Operation.DELETE, failure);
            }
            return counted(FillOutcome.DROPPED);
        });
    }

    private CompletableFuture<FillOutcome> filled(FillOutcome outcome) {
        return CompletableFuture.completedFuture(counted(outcome));
    }

    private FillOutcome counted(FillOutcome outcome) {
        counts.fills(outcome).increment();
        return outcome;
    }

    @Override
    public CompletableFuture<Boolean> invalidate(CacheKey key) {
        FarContext with = context;
        FarRing ring = nodes.ring();
        if (with == null || ring == null) {
            return CompletableFuture.completedFuture(false);
        }
        FarKey name = keys.of(key);
        FarNode node = ring.nodeOf(name);
        Span span = with.spans.start("delete", node.address(), 1);
        return node.remove(name, with).handle((removed, failure) -> {
            FarSpans.end(span, failure);
            boolean gone = Boolean.TRUE.equals(removed);
            if (!gone) {
                counts.failed(FarCounts.Operation.DELETE, failure == null ? Generation.unknown() : failure);
            }
            return gone;
        });
    }

    @Override
    public CompletableFuture<Boolean> flush() {
        CompletableFuture<Boolean> all = CompletableFuture.completedFuture(true);
        List<FarNode> flushed = nodes();
        for (FarNode node : flushed) {
            all = all.thenCombine(node.generation().renew(), Boolean::logicalAnd);
        }
        return flushed.isEmpty() ? CompletableFuture.completedFuture(false) : all;
    }

    @Override
    public void close() {
        nodes.close();
    }

    @Override
    public String toString() {
        return "memcached on " + nodes.addresses().size() + " nodes";
    }
}

package dev.plumbline.cache.tiered;

import dev.plumbline.runtime.ClientRuntime;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** One node of the far tier: how it is talked to, and the generation of the names on it. Thread-safe. */
final class FarNode {
    /** So many flushes may meet one invalidation. */
    private static final int MOST_GENERATIONS = 3;

    private final NodeAddress address;
    private final Node node;
    private final Generation generation;
    private final CircuitChanges changes;

    FarNode(NodeAddress address, Node node, Generation generation, CircuitChanges changes) {
        this.address = address;
        this.node = node;
        this.generation = generation;
        this.changes = changes;
    }

    void start(ClientRuntime runtime) {
        changes.whenClosed(generation::look);
        node.start(runtime);
        generation.poll();
    }

    NodeAddress address() {
        return address;
    }

    Node node() {
        return node;
    }

    Generation generation() {
        return generation;
    }

    CircuitChanges changes() {
        return changes;
    }

    /** Returns the key's name there, null while the generation is not known. */
    @Nullable String name(FarKey key) {
        Generation.Prefix prefix = generation.prefix();
        return prefix == null ? null : key.name(prefix.octets);
    }

    /**
     * Removes a row. Another process may have begun a new generation and filled it from an older read of the origin: so
     * the row is gone only when the generation in which it was removed is still the node's.
     */
    CompletableFuture<Boolean> remove(FarKey key, FarContext context) {
        return remove(key, context, MOST_GENERATIONS);
    }

    private CompletableFuture<Boolean> remove(FarKey key, FarContext context, int left) {
        Generation.Prefix prefix = generation.prefix();
        if (prefix == null || left == 0) {
            return CompletableFuture.failedFuture(Generation.unknown());
        }
        CompletableFuture<Boolean> removed = node.delete(key.name(prefix.octets), null, context.deadline());
        return generation.check().thenCombine(removed, Boolean::logicalAnd).thenCompose(done -> {
            if (done && generation.prefix() != prefix) {
                return remove(key, context, left - 1);
            }
            return CompletableFuture.completedFuture(done);
        });
    }

    void close() {
        generation.close();
        node.close();
    }

    @Override
    public String toString() {
        return address.toString();
    }
}

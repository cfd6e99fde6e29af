package dev.plumbline.cache.tiered;

import dev.plumbline.cache.CacheKey;
import dev.plumbline.cache.FarRead;
import dev.plumbline.feature.FeatureRow;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * One read of several keys: asks each node for its own, in chunks, and puts the answers in the order of the keys. A chunk
 * that fails leaves its keys as errors and harms no other.
 */
final class BatchRead {
    /** The most names that one request to a node holds. */
    static final int MOST_NAMES = 100;

    private final FarKey[] keys;
    private final FarRead[] answers;
    private final List<CompletableFuture<Map<String, StoredValue>>> asked = new ArrayList<>();
    private final List<CompletableFuture<?>> answered = new ArrayList<>();

    BatchRead(List<CacheKey> keys, FarKeys names) {
        MessageDigest sha256 = FarKeys.sha256();
        this.keys = keys.stream().map(key -> names.of(key, sha256)).toArray(FarKey[]::new);
        this.answers = new FarRead[this.keys.length];
        Arrays.fill(answers, FarRead.error());
    }

    /** Sends all there is to ask. Answers are decoded on the executor. */
    void ask(
            NodeRouting routing,
            List<MemcachedNode> nodes,
            long timeoutMillis,
            EnvelopeReader reader,
            Executor executor) {
        int[] nodeOf = new int[keys.length];
        for (int i = 0; i < keys.length; i++) {
            nodeOf[i] = routing.nodeOf(keys[i].routingHash());
        }
        for (int node = 0; node < nodes.size(); node++) {
            List<Integer> chunk = new ArrayList<>();
            for (int i = 0; i < keys.length; i++) {
                if (nodeOf[i] == node) {
                    chunk.add(i);
                    if (chunk.size() == MOST_NAMES) {
                        askOne(nodes.get(node), chunk, timeoutMillis, reader, executor);
                        chunk = new ArrayList<>();
                    }
                }
            }
            if (!chunk.isEmpty()) {
                askOne(nodes.get(node), chunk, timeoutMillis, reader, executor);
            }
        }
    }

    private void askOne(
            MemcachedNode node, List<Integer> chunk, long timeoutMillis, EnvelopeReader reader, Executor executor) {
        List<String> names = chunk.stream().map(i -> keys[i].name()).toList();
        CompletableFuture<Map<String, StoredValue>> values = node.getMany(names, timeoutMillis);
        asked.add(values);
        // An executor that takes no more work, or a node that failed, leaves the keys as they are: errors.
        answered.add(values.handleAsync((found, failure) -> answer(chunk, found, reader), executor)
                .exceptionally(rejected -> null));
    }

    private @Nullable Void answer(
            List<Integer> chunk, @Nullable Map<String, StoredValue> found, EnvelopeReader reader) {
        if (found == null) {
            return null;
        }
        for (int i : chunk) {
            FarKey key = keys[i];
            StoredValue value = found.get(key.name());
            @Nullable FeatureRow row = value == null
                    ? null
                    : reader.read(key.canonical(), key.key().view(), value);
            answers[i] = row == null ? FarRead.miss() : FarRead.hit(row, null);
        }
        return null;
    }

    /** Gives up what has not answered. */
    void giveUp(NodeException why) {
        for (CompletableFuture<?> values : asked) {
            values.completeExceptionally(why);
        }
    }

    /** Returns one answer for each key, when all there is to wait for is over. */
    CompletableFuture<List<FarRead>> answers() {
        return CompletableFuture.allOf(answered.toArray(CompletableFuture[]::new))
                .thenApply(all -> List.of(answers));
    }
}

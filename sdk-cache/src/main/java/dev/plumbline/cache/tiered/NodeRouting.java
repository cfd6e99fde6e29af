package dev.plumbline.cache.tiered;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Chooses the node of a key by the highest of the nodes' hashes with it. The order of the nodes does not matter, and a
 * node more or less moves only its own share of the keys. A node that is down keeps its keys: were they moved, it would
 * come back with rows that were invalidated elsewhere. Immutable and thread-safe.
 */
final class NodeRouting {
    private final long[] seeds;

    NodeRouting(List<NodeAddress> nodes) {
        seeds = nodes.stream().mapToLong(NodeRouting::seed).toArray();
    }

    /** Returns the index of the key's node. */
    int nodeOf(long routingHash) {
        int best = 0;
        long highest = mix(seeds[0] ^ routingHash);
        for (int i = 1; i < seeds.length; i++) {
            long score = mix(seeds[i] ^ routingHash);
            if (Long.compareUnsigned(score, highest) > 0) {
                highest = score;
                best = i;
            }
        }
        return best;
    }

    private static long seed(NodeAddress node) {
        byte[] digest = new Digests().sha256(node.text().getBytes(StandardCharsets.UTF_8));
        return ByteBuffer.wrap(digest).getLong();
    }

    /** The finalizer of MurmurHash3: each bit of the input moves each of the result. */
    private static long mix(long value) {
        long x = value;
        x = (x ^ (x >>> 33)) * 0xff51afd7ed558ccdL;
        x = (x ^ (x >>> 33)) * 0xc4ceb9fe1a85ec53L;
        return x ^ (x >>> 33);
    }
}

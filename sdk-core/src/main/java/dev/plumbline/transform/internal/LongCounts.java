package dev.plumbline.transform.internal;

import java.util.Arrays;

/** How often each of many longs occurs, without boxes. Not thread-safe. */
final class LongCounts {
    private static final int SMALLEST = 64;
    private static final long GOLDEN = 0x9E3779B97F4A7C15L;

    private long[] keys = new long[SMALLEST];

    /** 0 where no key is. */
    private long[] counts = new long[SMALLEST];

    private int size;

    void add(long key, long count) {
        int at = find(key);
        if (counts[at] == 0) {
            keys[at] = key;
            size++;
        }
        counts[at] += count;
        if (size * 2 > keys.length) {
            resize();
        }
    }

    int size() {
        return size;
    }

    /** Returns the keys in unsigned order. */
    long[] sortedKeys() {
        long[] sorted = new long[size];
        int filled = 0;
        for (int i = 0; i < keys.length; i++) {
            if (counts[i] != 0) {
                sorted[filled++] = keys[i] ^ Long.MIN_VALUE;
            }
        }
        Arrays.sort(sorted);
        for (int i = 0; i < size; i++) {
            sorted[i] ^= Long.MIN_VALUE;
        }
        return sorted;
    }

    long count(long key) {
        return counts[find(key)];
    }

    /** Adds all counts of another. */
    void addAll(LongCounts other) {
        for (int i = 0; i < other.keys.length; i++) {
            if (other.counts[i] != 0) {
                add(other.keys[i], other.counts[i]);
            }
        }
    }

    /** Returns the counts of what is left of each key without its last bits. */
    LongCounts shifted(int bits) {
        LongCounts coarse = new LongCounts();
        for (int i = 0; i < keys.length; i++) {
            if (counts[i] != 0) {
                coarse.add(keys[i] >>> bits, counts[i]);
            }
        }
        return coarse;
    }

    private int find(long key) {
        int mask = keys.length - 1;
        long mixed = key * GOLDEN;
        int at = (int) (mixed >>> 32) & mask;
        while (counts[at] != 0 && keys[at] != key) {
            at = (at + 1) & mask;
        }
        return at;
    }

    private void resize() {
        long[] oldKeys = keys;
        long[] oldCounts = counts;
        keys = new long[oldKeys.length * 2];
        counts = new long[oldKeys.length * 2];
        for (int i = 0; i < oldKeys.length; i++) {
            if (oldCounts[i] != 0) {
                int at = find(oldKeys[i]);
                keys[at] = oldKeys[i];
                counts[at] = oldCounts[i];
            }
        }
    }
}

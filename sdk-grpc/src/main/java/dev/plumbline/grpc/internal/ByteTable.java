package dev.plumbline.grpc.internal;

/**
 * Finds octet strings that lie in one array, without making a String. Not thread-safe while it is filled, then immutable
 * and thread-safe.
 */
final class ByteTable {
    private static final long MIX = 0x9E3779B97F4A7C15L;

    private final byte[] bytes;
    private final int[] starts;
    private final int[] lengths;
    private final int[] hashes;
    private final int[] buckets;

    /**
     * Makes a table with nothing in it.
     *
     * @param bytes where the strings lie
     * @param starts where each begins
     * @param lengths how long each is
     */
    ByteTable(byte[] bytes, int[] starts, int[] lengths) {
        this.bytes = bytes;
        this.starts = starts;
        this.lengths = lengths;
        this.hashes = new int[starts.length];
        this.buckets = new int[Integer.highestOneBit(Math.max(1, starts.length)) * 4];
    }

    /**
     * Adds a string unless an equal one is there.
     *
     * @param index which
     * @return the index under which it is found: the given one, or that of the equal one
     */
    int add(int index) {
        int hash = hash(bytes, starts[index], lengths[index]);
        int bucket = bucket(hash, bytes, starts[index], lengths[index]);
        if (buckets[bucket] != 0) {
            return buckets[bucket] - 1;
        }
        hashes[index] = hash;
        buckets[bucket] = index + 1;
        return index;
    }

    /** Returns the index of an equal string, -1 if there is none. */
    int find(byte[] other, int from, int length) {
        return buckets[bucket(hash(other, from, length), other, from, length)] - 1;
    }

    /** Tells whether a string equals the one at an index. */
    boolean matches(int index, byte[] other, int from, int length) {
        return length == lengths[index] && WireReader.equal(bytes, starts[index], other, from, length);
    }

    /** Returns where the string is, or the free bucket where it would be. */
    private int bucket(int hash, byte[] other, int from, int length) {
        int mask = buckets.length - 1;
        int bucket = hash & mask;
        while (buckets[bucket] != 0) {
            int index = buckets[bucket] - 1;
            if (hashes[index] == hash && matches(index, other, from, length)) {
                return bucket;
            }
            bucket = (bucket + 1) & mask;
        }
        return bucket;
    }

    static int hash(byte[] bytes, int from, int length) {
        long hash = length * MIX;
        int at = from;
        int end = from + length;
        for (; at <= end - 8; at += 8) {
            hash = mix(hash ^ WireReader.int64(bytes, at));
        }
        for (; at < end; at++) {
            hash = (hash ^ bytes[at]) * MIX;
        }
        return (int) (mix(hash) >>> 32);
    }

    private static long mix(long value) {
        long mixed = value * MIX;
        return mixed ^ (mixed >>> 29);
    }
}

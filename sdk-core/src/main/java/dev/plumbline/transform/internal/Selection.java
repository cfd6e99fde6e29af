package dev.plumbline.transform.internal;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;

/**
 * Finds the keys of some ranks without sorting: each pass over the keys counts those in a window around each rank, and so
 * narrows it. Immutable and thread-safe.
 */
public final class Selection {
    /** What is done before the first pass. */
    private static final Selection WHOLE = new Selection(64, new long[0], new long[0], new long[0]);

    private final int shift;
    private final long[] ranks;

    /** For each rank the first bits of its key. */
    private final long[] prefixes;

    /** For each rank the number of keys before its window. */
    private final long[] before;

    private Selection(int shift, long[] ranks, long[] prefixes, long[] before) {
        this.shift = shift;
        this.ranks = ranks;
        this.prefixes = prefixes;
        this.before = before;
    }

    /** Says which ranks are wanted of so many keys. */
    @FunctionalInterface
    public interface Ranks {
        /**
         * Returns the ranks.
         *
         * @param count the number of keys, 1 or more
         * @return from 0 to count - 1, in any order
         */
        long[] of(long count);
    }

    /**
     * Returns the selection before its first pass.
     *
     * @return the selection
     */
    public static Selection start() {
        return WHOLE;
    }

    /**
     * Returns a tally for the next pass, or for one part of it.
     *
     * @return a tally of nothing
     */
    public KeyTally tally() {
        return new KeyTally(shift, distinctPrefixes());
    }

    /**
     * Tells whether no pass is left.
     *
     * @return whether the keys are known
     */
    public boolean isDone() {
        return shift == 0;
    }

    /**
     * Returns the selection after a pass over all keys.
     *
     * @param tally the counts of the pass
     * @param wanted the ranks, the same for each pass
     * @return the narrower selection; done if there were no keys
     * @throws IllegalArgumentException if the pass went over other keys than the one before
     */
    public Selection next(KeyTally tally, Ranks wanted) {
        long[] keys = tally.counts().sortedKeys();
        long[] ends = new long[keys.length];
        long end = 0;
        for (int i = 0; i < keys.length; i++) {
            end += tally.counts().count(keys[i]);
            ends[i] = end;
        }
        if (end == 0 && shift == 64) {
            return new Selection(0, new long[0], new long[0], new long[0]);
        }
        long[] all = shift == 64 ? sortedDistinct(wanted.of(end)) : ranks;
        long[] found = new long[all.length];
        long[] less = new long[all.length];
        for (int i = 0; i < all.length; i++) {
            int first = shift == 64 ? 0 : firstOf(keys, i, tally.shift());
            long start = first == 0 ? 0 : ends[first - 1];
            int at = above(ends, first, all[i] - (shift == 64 ? 0 : before[i]) + start);
            if (at == keys.length || (shift != 64 && keys[at] >>> (shift - tally.shift()) != prefixes[i])) {
                throw new IllegalArgumentException("this pass went over other values than the one before");
            }
            found[i] = keys[at];
            less[i] = (shift == 64 ? 0 : before[i]) + (at == 0 ? 0 : ends[at - 1]) - start;
        }
        return new Selection(tally.shift(), all, found, less);
    }

    /**
     * Returns the key of a rank.
     *
     * @param rank one of the wanted ranks
     * @return the key
     */
    public long key(long rank) {
        return prefixes[Arrays.binarySearch(ranks, rank)];
    }

    /**
     * Returns how many keys are less than that of a rank.
     *
     * @param rank one of the wanted ranks
     * @return 0 to the rank
     */
    public long less(long rank) {
        return before[Arrays.binarySearch(ranks, rank)];
    }

    /**
     * Writes the selection.
     *
     * @param out where to
     * @throws IOException if it cannot be written
     */
    public void write(DataOutput out) throws IOException {
        out.writeByte(shift);
        out.writeInt(ranks.length);
        for (int i = 0; i < ranks.length; i++) {
            out.writeLong(ranks[i]);
            out.writeLong(prefixes[i]);
            out.writeLong(before[i]);
        }
    }

    /**
     * Reads a selection that was written.
     *
     * @param in where from
     * @return the selection
     * @throws IOException if it cannot be read
     */
    public static Selection read(DataInput in) throws IOException {
        int shift = in.readUnsignedByte();
        int size = in.readInt();
        if (shift > 64 || size < 0 || size > 1 << 20) {
            throw new IOException("a selection of " + size + " ranks");
        }
        long[] ranks = new long[size];
        long[] prefixes = new long[size];
        long[] before = new long[size];
        for (int i = 0; i < size; i++) {
            ranks[i] = in.readLong();
            prefixes[i] = in.readLong();
            before[i] = in.readLong();
        }
        return new Selection(shift, ranks, prefixes, before);
    }

    /** Returns the place of the first key in the window of the i-th rank. */
    private int firstOf(long[] keys, int i, int keyShift) {
        long lowest = (prefixes[i] << (shift - keyShift)) ^ Long.MIN_VALUE;
        int low = 0;
        int high = keys.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if ((keys[middle] ^ Long.MIN_VALUE) < lowest) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /** Returns the first place from {@code from} whose end is above the rank. */
    private static int above(long[] ends, int from, long rank) {
        int low = from;
        int high = ends.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (ends[middle] <= rank) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    private long[] distinctPrefixes() {
        long[] distinct = Arrays.stream(prefixes)
                .map(x -> x ^ Long.MIN_VALUE)
                .sorted()
                .distinct()
                .toArray();
        for (int i = 0; i < distinct.length; i++) {
            distinct[i] ^= Long.MIN_VALUE;
        }
        return distinct;
    }

    private static long[] sortedDistinct(long[] ranks) {
        return Arrays.stream(ranks).sorted().distinct().toArray();
    }
}

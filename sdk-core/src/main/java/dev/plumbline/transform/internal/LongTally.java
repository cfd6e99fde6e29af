package dev.plumbline.transform.internal;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** Counts each key, up to a number of distinct ones; beyond it nothing is known. Not thread-safe. */
public final class LongTally {
    private final int limit;
    private LongCounts counts = new LongCounts();
    private boolean full;

    /**
     * Returns a tally of nothing.
     *
     * @param limit the largest number of distinct keys
     */
    public LongTally(int limit) {
        this.limit = limit;
    }

    /**
     * Counts a key.
     *
     * @param key any 64 bits
     */
    public void add(long key) {
        if (!full) {
            counts.add(key, 1);
            bound();
        }
    }

    /**
     * Adds the counts of another tally of the same limit.
     *
     * @param other unchanged
     */
    public void merge(LongTally other) {
        full |= other.full;
        counts.addAll(other.counts);
        bound();
    }

    /**
     * Tells whether there were more distinct keys than the limit.
     *
     * @return whether nothing but that is known
     */
    public boolean isFull() {
        return full;
    }

    /**
     * Returns the most frequent key.
     *
     * @return the least of the most frequent ones
     * @throws IllegalStateException if there is none
     */
    public long mode() {
        long best = 0;
        long most = 0;
        for (long key : counts.sortedKeys()) {
            long count = counts.count(key);
            if (count > most) {
                most = count;
                best = key;
            }
        }
        if (most == 0) {
            throw new IllegalStateException("nothing was counted");
        }
        return best;
    }

    /**
     * Writes the counts; equal tallies write equal bytes.
     *
     * @param out where to
     * @throws IOException if it cannot be written
     */
    public void write(DataOutput out) throws IOException {
        out.writeBoolean(full);
        out.writeInt(counts.size());
        for (long key : counts.sortedKeys()) {
            out.writeLong(key);
            out.writeLong(counts.count(key));
        }
    }

    /**
     * Adds counts that were written.
     *
     * @param in where from
     * @throws IOException if it cannot be read
     */
    public void read(DataInput in) throws IOException {
        full |= in.readBoolean();
        int size = in.readInt();
        for (int i = 0; i < size; i++) {
            long key = in.readLong();
            counts.add(key, in.readLong());
        }
        bound();
    }

    private void bound() {
        if (full || counts.size() > limit) {
            full = true;
            counts = new LongCounts();
        }
    }
}

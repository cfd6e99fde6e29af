package dev.plumbline.transform.internal;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;

/**
 * Counts the keys in some windows, as finely as its room allows: all 64 bits while few keys differ, then fewer bits, and
 * never fewer than the windows need to become narrower. How fine depends on the set of keys alone. Not thread-safe.
 */
public final class KeyTally {
    /** So many counters there are at least. */
    public static final int ROOM = 1 << 15;

    private final int windowShift;
    private final long[] windows;
    private final int room;
    private LongCounts counts = new LongCounts();
    private int shift;

    /**
     * @param windowShift how many last bits a window leaves open, 64 for all
     * @param windows the other bits of each window, sorted unsigned, each once
     */
    KeyTally(int windowShift, long[] windows) {
        this.windowShift = windowShift;
        this.windows = windows;
        this.room = Math.max(ROOM, 8 * windows.length);
    }

    /**
     * Counts a key if it is in a window.
     *
     * @param key any 64 bits
     */
    public void add(long key) {
        if (windowShift == 64 || inWindow(key)) {
            counts.add(key >>> shift, 1);
            coarsen();
        }
    }

    /**
     * Adds the counts of another tally of the same windows.
     *
     * @param other unchanged
     */
    public void merge(KeyTally other) {
        coarsenTo(Math.max(shift, other.shift));
        counts.addAll(other.shift == shift ? other.counts : other.counts.shifted(shift - other.shift));
        coarsen();
    }

    /**
     * Writes the counts; equal tallies write equal bytes.
     *
     * @param out where to
     * @throws IOException if it cannot be written
     */
    public void write(DataOutput out) throws IOException {
        out.writeByte(shift);
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
        KeyTally other = new KeyTally(windowShift, windows);
        other.shift = in.readUnsignedByte();
        int size = in.readInt();
        if (other.shift > 63 || size < 0 || size > room) {
            throw new IOException("a tally of " + size + " counters of shift " + other.shift);
        }
        for (int i = 0; i < size; i++) {
            long key = in.readLong();
            other.counts.add(key, in.readLong());
        }
        merge(other);
    }

    int shift() {
        return shift;
    }

    LongCounts counts() {
        return counts;
    }

    private boolean inWindow(long key) {
        long wanted = (key >>> windowShift) ^ Long.MIN_VALUE;
        int low = 0;
        int high = windows.length - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            long held = windows[middle] ^ Long.MIN_VALUE;
            if (held == wanted) {
                return true;
            }
            if (held < wanted) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return false;
    }

    private void coarsen() {
        while (counts.size() > room) {
            coarsenTo(shift + 1);
        }
    }

    private void coarsenTo(int wanted) {
        if (wanted > shift) {
            counts = counts.shifted(wanted - shift);
            shift = wanted;
        }
    }

    @Override
    public String toString() {
        return counts.size() + " counters of shift " + shift + " in "
                + (windowShift == 64 ? "all" : Arrays.toString(windows));
    }
}

package dev.plumbline.transform;

import java.util.Arrays;

/** Finds an integer's index by open addressing, without allocation. Immutable. */
final class LongTable {
    private static final int FREE = -1;

    private final long[] keys;

    /** The place of each key among the values. */
    private final int[] places;

    private final int first;
    private final int unknown;

    LongTable(long[] values, int first, int unknown) {
        int capacity = Integer.highestOneBit(Math.max(2, values.length * 4 - 1));
        this.keys = new long[capacity];
        this.places = new int[capacity];
        this.first = first;
        this.unknown = unknown;
        Arrays.fill(places, FREE);
        for (int i = 0; i < values.length; i++) {
            int at = start(values[i]);
            while (places[at] != FREE) {
                at = (at + 1) & (capacity - 1);
            }
            keys[at] = values[i];
            places[at] = i;
        }
    }

    /** Returns an integer's index, or what stands for an unknown one. */
    int index(long integer) {
        int at = start(integer);
        while (places[at] != FREE) {
            if (keys[at] == integer) {
                return first + places[at];
            }
            at = (at + 1) & (keys.length - 1);
        }
        return unknown;
    }

    private int start(long integer) {
        long mixed = integer * 0x9E37_79B9_7F4A_7C15L;
        return (int) (mixed >>> 32) & (keys.length - 1);
    }
}

package dev.plumbline.grpc.internal;

import java.util.Arrays;

/**
 * Where the cells of one reply lie, slot by slot, in arrays that serve one reply after the other. Not thread-safe.
 */
final class FeastCells {
    /** FieldStatus of feast.serving. */
    static final byte PRESENT = 1;

    static final byte NULL_VALUE = 2;
    static final byte NOT_FOUND = 3;
    static final byte OUTSIDE_MAX_AGE = 4;

    private static final int LARGEST_KEPT = 128 * 1024;

    private int entities;
    private int[] values = {};
    private byte[] statuses = {};
    private final FeastTimes times = new FeastTimes();

    /** Forgets all cells: none is found until its column is read. */
    void begin(int slots, int count) {
        entities = count;
        int size = slots * count;
        if (values.length < size) {
            values = new int[size];
            statuses = new byte[size];
        }
        Arrays.fill(statuses, 0, size, NOT_FOUND);
        times.begin(count);
    }

    /** Tells whether the arrays are small enough to be kept for the next reply. */
    boolean isSmall() {
        return values.length <= LARGEST_KEPT;
    }

    int entities() {
        return entities;
    }

    FeastTimes times() {
        return times;
    }

    /** Returns where the first cell of a slot is. */
    int base(int slot) {
        return slot * entities;
    }

    /** Returns where the length of a cell's value lies in the reply. */
    int value(int cell) {
        return values[cell];
    }

    void value(int cell, int position) {
        values[cell] = position;
    }

    int status(int cell) {
        return statuses[cell];
    }

    byte[] statuses() {
        return statuses;
    }
}

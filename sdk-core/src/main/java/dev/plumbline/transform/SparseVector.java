package dev.plumbline.transform;

import java.util.Arrays;

/**
 * The output of a spec with {@code layout: sparse}: slots, ascending, and their values.
 *
 * <p>Features that end with one_hot, multi_hot or hash_vector have an entry for each of their slots that is not 0, other
 * features for each of their slots. Made by {@link Vectorizer#newSparse()} and meant to be filled again and again. Not
 * thread-safe.
 */
public final class SparseVector {
    private static final int START = 64;

    private final int width;
    private final boolean float32;
    private int[] slots = new int[START];
    private double[] values = new double[START];
    private int size;

    SparseVector(int width, boolean float32) {
        this.width = width;
        this.float32 = float32;
    }

    void clear() {
        size = 0;
    }

    void add(int slot, double value) {
        if (size == slots.length) {
            slots = Arrays.copyOf(slots, size * 2);
            values = Arrays.copyOf(values, size * 2);
        }
        slots[size] = slot;
        values[size++] = value;
    }

    /** Rounds and adds a value; returns false if it is not finite. */
    boolean addFinite(int slot, double value) {
        double rounded = float32 ? (float) value : value;
        add(slot, rounded);
        return Math.abs(rounded) <= Double.MAX_VALUE;
    }

    /**
     * Returns how many slots the spec has.
     *
     * @return 1 to 16,777,216
     */
    public int width() {
        return width;
    }

    /**
     * Returns how many entries there are.
     *
     * @return 0 or more
     */
    public int size() {
        return size;
    }

    /**
     * Returns an entry's slot.
     *
     * @param entry 0 to {@code size() - 1}
     * @return the slot, above that of the entry before
     * @throws IndexOutOfBoundsException if there is no such entry
     */
    public int slot(int entry) {
        return slots[java.util.Objects.checkIndex(entry, size)];
    }

    /**
     * Returns an entry's value.
     *
     * @param entry 0 to {@code size() - 1}
     * @return the value; a binary32 if the spec's output type is f32
     * @throws IndexOutOfBoundsException if there is no such entry
     */
    public double value(int entry) {
        return values[java.util.Objects.checkIndex(entry, size)];
    }

    /**
     * Returns the slots of the entries.
     *
     * @return a copy, {@link #size()} long, ascending
     */
    public int[] slots() {
        return Arrays.copyOf(slots, size);
    }

    /**
     * Returns the values of the entries.
     *
     * @return a copy, {@link #size()} long; exact for a spec whose output type is f32
     */
    public float[] float32s() {
        float[] copy = new float[size];
        for (int i = 0; i < size; i++) {
            copy[i] = (float) values[i];
        }
        return copy;
    }

    /**
     * Returns the values of the entries.
     *
     * @return a copy, {@link #size()} long
     */
    public double[] float64s() {
        return Arrays.copyOf(values, size);
    }

    /** Returns size and width; no value, so that it may be logged. */
    @Override
    public String toString() {
        return size + " of " + width + " slots";
    }
}

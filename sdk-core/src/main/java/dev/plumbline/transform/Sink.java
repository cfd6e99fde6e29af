package dev.plumbline.transform;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Where the values of a row go: floats, doubles, or pairs of slot and value. Belongs to an input row, so that a row needs
 * no garbage.
 */
final class Sink {
    private float @Nullable [] floats;
    private double @Nullable [] doubles;
    private @Nullable SparseVector sparse;
    private int offset;

    void open(float[] out, int at) {
        floats = out;
        offset = at;
    }

    void open(double[] out, int at) {
        doubles = out;
        offset = at;
    }

    void open(SparseVector out) {
        sparse = out;
        out.clear();
    }

    void close() {
        floats = null;
        doubles = null;
        sparse = null;
    }

    boolean isSparse() {
        return sparse != null;
    }

    /** Rounds and puts a value; returns false, and puts nothing of use, if it is not finite. */
    boolean putFinite(int slot, double value) {
        float[] singles = floats;
        if (singles != null) {
            float rounded = (float) value;
            singles[offset + slot] = rounded;
            return Math.abs(rounded) <= Float.MAX_VALUE;
        }
        SparseVector pairs = sparse;
        if (pairs != null) {
            return pairs.addFinite(slot, value);
        }
        put(slot, value);
        return Math.abs(value) <= Double.MAX_VALUE;
    }

    /** Puts a value that has been checked. */
    void put(int slot, double value) {
        float[] singles = floats;
        double[] numbers = doubles;
        SparseVector pairs = sparse;
        if (singles != null) {
            singles[offset + slot] = (float) value;
        } else if (numbers != null) {
            numbers[offset + slot] = value;
        } else if (pairs != null) {
            pairs.add(slot, value);
        }
    }

    /** Puts a feature's values, which have been checked. */
    void put(FeaturePlan plan, Cell cell) {
        int first = plan.offset();
        double[] values = cell.numbers;
        if (!cell.sparse) {
            for (int i = 0; i < cell.length; i++) {
                put(first + i, values[i]);
            }
            return;
        }
        clear(first, plan.width());
        for (int i = 0; i < cell.length; i++) {
            if (values[i] != 0) {
                put(first + cell.indexes[i], values[i]);
            }
        }
    }

    /** Makes slots 0; among pairs those that are not there are. */
    void clear(int slot, int width) {
        float[] singles = floats;
        double[] numbers = doubles;
        int from = offset + slot;
        if (singles != null) {
            Arrays.fill(singles, from, from + width, 0f);
        } else if (numbers != null) {
            Arrays.fill(numbers, from, from + width, 0.0);
        }
    }
}

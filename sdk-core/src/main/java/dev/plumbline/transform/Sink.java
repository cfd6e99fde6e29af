package dev.plumbline.transform;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Where the values of a row go: floats or doubles. Belongs to an input row, so that a row needs no garbage. */
final class Sink {
    private float @Nullable [] floats;
    private double @Nullable [] doubles;
    private int offset;

    void open(float[] out, int at) {
        floats = out;
        offset = at;
    }

    void open(double[] out, int at) {
        doubles = out;
        offset = at;
    }

    void close() {
        floats = null;
        doubles = null;
    }

    /** Rounds and puts a value; returns false, and puts nothing of use, if it is not finite. */
    boolean putFinite(int slot, double value) {
        float[] singles = floats;
        if (singles != null) {
            float rounded = (float) value;
            singles[offset + slot] = rounded;
            return Math.abs(rounded) <= Float.MAX_VALUE;
        }
        put(slot, value);
        return Math.abs(value) <= Double.MAX_VALUE;
    }

    /** Puts a value that has been checked. */
    void put(int slot, double value) {
        float[] singles = floats;
        double[] numbers = doubles;
        if (singles != null) {
            singles[offset + slot] = (float) value;
        } else if (numbers != null) {
            numbers[offset + slot] = value;
        }
    }

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

package dev.plumbline.log;

import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * A vector as it was served.
 *
 * <p>Immutable and thread-safe.
 */
public final class LoggedVector {
    private final int width;
    private final int @Nullable [] slots;
    private final float @Nullable [] float32s;
    private final double @Nullable [] float64s;

    private LoggedVector(int width, int @Nullable [] slots, float @Nullable [] float32s, double @Nullable [] float64s) {
        this.width = width;
        this.slots = slots;
        this.float32s = float32s;
        this.float64s = float64s;
    }

    /**
     * Returns a vector of single precision.
     *
     * @param width how many slots it has
     * @param slots which of them the values are for, null for all; the vector then owns the array
     * @param values the values, which the vector then owns
     * @return the vector
     */
    public static LoggedVector ofFloat32s(int width, int @Nullable [] slots, float[] values) {
        return new LoggedVector(width, slots, values, null);
    }

    /**
     * Returns a vector of double precision.
     *
     * @param width how many slots it has
     * @param slots which of them the values are for, null for all; the vector then owns the array
     * @param values the values, which the vector then owns
     * @return the vector
     */
    public static LoggedVector ofFloat64s(int width, int @Nullable [] slots, double[] values) {
        return new LoggedVector(width, slots, null, values);
    }

    /**
     * Returns the number of slots.
     *
     * @return the spec's width
     */
    public int width() {
        return width;
    }

    /**
     * Tells whether the values are of single precision.
     *
     * @return whether {@link #float32s()} has them, else {@link #float64s()}
     */
    public boolean isFloat32() {
        return float32s != null;
    }

    /**
     * Tells whether the values are those of some slots only.
     *
     * @return whether the spec's layout is sparse
     */
    public boolean isSparse() {
        return slots != null;
    }

    /**
     * Returns how many values there are.
     *
     * @return the width, or the number of slots that have a value
     */
    public int size() {
        return float32s != null ? float32s.length : float64s != null ? float64s.length : 0;
    }

    /**
     * Returns which slot a value is for.
     *
     * @param index 0 to {@code size() - 1}
     * @return the slot
     */
    public int slot(int index) {
        return slots == null ? index : slots[index];
    }

    /**
     * Returns the first value that another vector does not have in the same slot to the same bits.
     *
     * @param other another vector
     * @return its index, or the smaller number of values if one has more, or empty if all are the same
     */
    public OptionalInt firstDifference(LoggedVector other) {
        for (int i = 0; i < Math.min(size(), other.size()); i++) {
            if (slot(i) != other.slot(i) || bits(i) != other.bits(i)) {
                return OptionalInt.of(i);
            }
        }
        boolean same = size() == other.size()
                && width == other.width
                && isFloat32() == other.isFloat32()
                && isSparse() == other.isSparse();
        return same ? OptionalInt.empty() : OptionalInt.of(Math.min(size(), other.size()));
    }

    private long bits(int index) {
        return float32s != null
                ? Float.floatToRawIntBits(float32s[index])
                : float64s != null ? Double.doubleToRawLongBits(float64s[index]) : 0;
    }

    /**
     * Returns the values.
     *
     * @return a copy
     * @throws IllegalStateException if they are of double precision
     */
    public float[] float32s() {
        if (float32s == null) {
            throw new IllegalStateException("the vector is of double precision: ask for float64s()");
        }
        return float32s.clone();
    }

    /**
     * Returns the values.
     *
     * @return a copy
     * @throws IllegalStateException if they are of single precision
     */
    public double[] float64s() {
        if (float64s == null) {
            throw new IllegalStateException("the vector is of single precision: ask for float32s()");
        }
        return float64s.clone();
    }

    long octets() {
        return 64 + size() * (isFloat32() ? 4L : 8L) + (slots == null ? 0 : 4L * slots.length);
    }

    /** Returns width and number of values; no value, so that it may be logged. */
    @Override
    public String toString() {
        return "vector of " + width + (slots == null ? "" : ", " + size() + " values");
    }
}

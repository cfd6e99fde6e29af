package dev.plumbline.feature;

import java.util.Arrays;

/**
 * The one table of which foreign value a declared type takes. A step is exact or it is refused; refused cells become
 * {@link ValueState#ERROR}. The only rounding is binary64 to binary32, once, where the contract has no binary32.
 */
final class CellCoercion {
    /** Beyond it neighbouring integers share a binary64. */
    private static final double EXACT_IN_FLOAT64 = 1L << 53;

    private static final float EXACT_IN_FLOAT32 = 1 << 24;

    private CellCoercion() {}

    static boolean fitsInt64(double value) {
        return value == Math.rint(value) && Math.abs(value) <= EXACT_IN_FLOAT64;
    }

    static boolean fitsInt32(double value) {
        return value == (int) value;
    }

    static boolean fitsInt64(float value) {
        return value == Math.rint(value) && Math.abs(value) <= EXACT_IN_FLOAT32;
    }

    static boolean fitsFloat64(long value) {
        return Math.abs(value) <= 1L << 53 && value != Long.MIN_VALUE;
    }

    static boolean fitsFloat32(long value) {
        return Math.abs(value) <= 1L << 24 && value != Long.MIN_VALUE;
    }

    /** Tells whether rounding to binary32 keeps a finite value finite. */
    static boolean fitsFloat32(double value) {
        return !Float.isInfinite((float) value) || Double.isInfinite(value);
    }

    static Object copyOf(Object value) {
        if (value instanceof boolean[] array) {
            return array.clone();
        }
        if (value instanceof int[] array) {
            return array.clone();
        }
        if (value instanceof long[] array) {
            return array.clone();
        }
        if (value instanceof float[] array) {
            return array.clone();
        }
        if (value instanceof double[] array) {
            return array.clone();
        }
        if (value instanceof byte[] array) {
            return array.clone();
        }
        if (value instanceof Object[] array) {
            Object[] copy = array.clone();
            Arrays.setAll(copy, i -> copy[i] instanceof byte[] bytes ? bytes.clone() : copy[i]);
            return copy;
        }
        return value;
    }
}

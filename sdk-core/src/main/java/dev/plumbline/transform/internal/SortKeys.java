package dev.plumbline.transform.internal;

/** Maps doubles and longs to 64 bits whose unsigned order is theirs. */
public final class SortKeys {
    private SortKeys() {}

    /**
     * Returns a double's key.
     *
     * @param x no NaN; -0.0 is taken as 0.0
     * @return the key
     */
    public static long of(double x) {
        long bits = Double.doubleToRawLongBits(x + 0.0);
        return bits ^ ((bits >> 63) | Long.MIN_VALUE);
    }

    /**
     * Returns the double of a key.
     *
     * @param key a key
     * @return the double
     */
    public static double toDouble(long key) {
        return Double.longBitsToDouble(key ^ ((~key >> 63) | Long.MIN_VALUE));
    }

    /**
     * Returns a long's key.
     *
     * @param x any long
     * @return the key
     */
    public static long of(long x) {
        return x ^ Long.MIN_VALUE;
    }

    /**
     * Returns the long of a key.
     *
     * @param key a key
     * @return the long
     */
    public static long toLong(long key) {
        return key ^ Long.MIN_VALUE;
    }
}

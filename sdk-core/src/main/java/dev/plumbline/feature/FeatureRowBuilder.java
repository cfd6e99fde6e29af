package dev.plumbline.feature;

import org.jspecify.annotations.Nullable;

/**
 * Builds rows from what a store answers, cell by cell. For transports and codecs.
 *
 * <p>A cell that is never put is {@link ValueState#NOT_FOUND}. A value that its declared type cannot take exactly makes
 * the cell {@link ValueState#ERROR}, by this table; a binary64 is rounded once where FLOAT32 is declared.
 *
 * <table>
 * <caption>What a declared type takes</caption>
 * <tr><th>put</th><th>taken by</th></tr>
 * <tr><td>bool</td><td>BOOL</td></tr>
 * <tr><td>int64</td><td>INT64, TIMESTAMP; INT32 in its range; FLOAT64 up to 2^53; FLOAT32 up to 2^24</td></tr>
 * <tr><td>float64</td><td>FLOAT64; FLOAT32 rounded, unless it overflows; integral: INT64 and TIMESTAMP up to 2^53, INT32
 * in its range</td></tr>
 * <tr><td>float32</td><td>FLOAT32, FLOAT64; integral up to 2^24: INT64, INT32, TIMESTAMP</td></tr>
 * <tr><td>string</td><td>STRING</td></tr>
 * <tr><td>bytes</td><td>BYTES</td></tr>
 * <tr><td>lists</td><td>lists by their elements, all or none; vectors of the same length</td></tr>
 * </table>
 *
 * <p>After {@link #build()} the builder starts the next row. Not thread-safe.
 */
public final class FeatureRowBuilder {
    private static final byte PRESENT = ValueState.PRESENT.code();
    private static final byte NAN = ValueState.NAN.code();
    private static final byte NOT_FOUND = ValueState.NOT_FOUND.code();
    private static final byte ERROR = ValueState.ERROR.code();

    private final FeatureView view;
    private final FeatureType.Kind[] kinds;
    private final long receivedMicros;
    private byte[] states;
    private long[] bits;
    private @Nullable Object @Nullable [] objects;
    private long eventTimeMicros;
    private long dataVersion;

    FeatureRowBuilder(FeatureView view, long receivedMicros) {
        this.view = view;
        this.receivedMicros = receivedMicros;
        this.kinds = new FeatureType.Kind[view.size()];
        for (int i = 0; i < kinds.length; i++) {
            kinds[i] = view.type(i).kind();
        }
        this.states = new byte[kinds.length];
        this.bits = new long[kinds.length];
        startRow();
    }

    private void startRow() {
        java.util.Arrays.fill(states, NOT_FOUND);
        eventTimeMicros = FeatureRow.UNKNOWN_TIME;
        dataVersion = FeatureRow.UNKNOWN_VERSION;
    }

    /**
     * Sets when the values came to be.
     *
     * @param micros microseconds since 1970 UTC
     * @return this
     */
    public FeatureRowBuilder eventTimeMicros(long micros) {
        this.eventTimeMicros = micros;
        return this;
    }

    /**
     * Sets the store's version of the row.
     *
     * @param version the version, larger is newer
     * @return this
     */
    public FeatureRowBuilder dataVersion(long version) {
        this.dataVersion = version;
        return this;
    }

    /**
     * Puts a state without a value.
     *
     * @param slot the feature's slot
     * @param state NULL, NOT_FOUND or ERROR
     * @throws IllegalArgumentException for any other state
     */
    public void putState(int slot, ValueState state) {
        if (state == ValueState.PRESENT || state == ValueState.NAN || state == ValueState.STALE) {
            throw new IllegalArgumentException("a cell without a value is not " + state);
        }
        states[slot] = state.code();
        clearValue(slot);
    }

    /**
     * Puts a copy of a value as it is written in code: a Boolean, Integer, Long, Float, Double, String, {@code byte[]} or
     * Instant, a List or an array of those, or null for a value that is null. For defaults and for tests.
     *
     * @param slot the feature's slot
     * @param value the value
     */
    public void putValue(int slot, @Nullable Object value) {
        AnyValue.put(this, view.type(slot), slot, value);
    }

    /**
     * Puts a bool.
     *
     * @param slot the feature's slot
     * @param value the value
     */
    public void putBool(int slot, boolean value) {
        if (kinds[slot] == FeatureType.Kind.BOOL) {
            putBits(slot, value ? 1 : 0);
        } else {
            refuse(slot);
        }
    }

    /**
     * Puts an integer.
     *
     * @param slot the feature's slot
     * @param value the value
     */
    public void putInt64(int slot, long value) {
        switch (kinds[slot]) {
            case INT64, TIMESTAMP -> putBits(slot, value);
            case INT32 -> putIf(value == (int) value, slot, value);
            case FLOAT64 -> putIf(CellCoercion.fitsFloat64(value), slot, Double.doubleToRawLongBits((double) value));
            case FLOAT32 -> putIf(CellCoercion.fitsFloat32(value), slot, Double.doubleToRawLongBits((double) value));
            default -> refuse(slot);
        }
    }

    /**
     * Puts a binary64.
     *
     * @param slot the feature's slot
     * @param value the value
     */
    public void putFloat64(int slot, double value) {
        switch (kinds[slot]) {
            case FLOAT64 -> putNumber(slot, value);
            case FLOAT32 -> {
                if (CellCoercion.fitsFloat32(value)) {
                    putNumber(slot, (float) value);
                } else {
                    refuse(slot);
                }
            }
            case INT64, TIMESTAMP -> putIf(CellCoercion.fitsInt64(value), slot, (long) value);
            case INT32 -> putIf(CellCoercion.fitsInt32(value), slot, (long) value);
            default -> refuse(slot);
        }
    }

    /**
     * Puts a binary32.
     *
     * @param slot the feature's slot
     * @param value the value
     */
    public void putFloat32(int slot, float value) {
        switch (kinds[slot]) {
            case FLOAT64, FLOAT32 -> putNumber(slot, value);
            case INT64, TIMESTAMP, INT32 -> putIf(CellCoercion.fitsInt64(value), slot, (long) value);
            default -> refuse(slot);
        }
    }

    /**
     * Puts a text.
     *
     * @param slot the feature's slot
     * @param value the value
     */
    public void putString(int slot, String value) {
        if (kinds[slot] == FeatureType.Kind.STRING) {
            putObject(slot, value);
        } else {
            refuse(slot);
        }
    }

    /**
     * Puts octets.
     *
     * @param slot the feature's slot
     * @param value the value, which the row then owns
     */
    public void putBytes(int slot, byte[] value) {
        if (kinds[slot] == FeatureType.Kind.BYTES) {
            putObject(slot, value);
        } else {
            refuse(slot);
        }
    }

    /**
     * Puts a list of bools.
     *
     * @param slot the feature's slot
     * @param values the values, which the row then owns
     */
    public void putBools(int slot, boolean[] values) {
        putListIf(elementKind(slot) == FeatureType.Kind.BOOL, slot, values, values.length);
    }

    /**
     * Puts a list of integers.
     *
     * @param slot the feature's slot
     * @param values the values, which the row then owns
     */
    public void putInt64s(int slot, long[] values) {
        FeatureType.Kind element = elementKind(slot);
        if (element == FeatureType.Kind.INT64 || element == FeatureType.Kind.TIMESTAMP) {
            putListIf(true, slot, values, values.length);
            return;
        }
        ListCoercion.putInt64s(this, slot, element, values);
    }

    /**
     * Puts a list or vector of binary64.
     *
     * @param slot the feature's slot
     * @param values the values, which the row then owns
     */
    public void putFloat64s(int slot, double[] values) {
        FeatureType.Kind element = elementKind(slot);
        if (element == FeatureType.Kind.FLOAT64) {
            putListIf(true, slot, values, values.length);
            return;
        }
        ListCoercion.putFloat64s(this, slot, element, values);
    }

    /**
     * Puts a list or vector of binary32.
     *
     * @param slot the feature's slot
     * @param values the values, which the row then owns
     */
    public void putFloat32s(int slot, float[] values) {
        FeatureType.Kind element = elementKind(slot);
        if (element == FeatureType.Kind.FLOAT32) {
            putListIf(true, slot, values, values.length);
            return;
        }
        ListCoercion.putFloat32s(this, slot, element, values);
    }

    /**
     * Puts a list of texts.
     *
     * @param slot the feature's slot
     * @param values the values, which the row then owns
     */
    public void putStrings(int slot, String[] values) {
        putListIf(elementKind(slot) == FeatureType.Kind.STRING, slot, values, values.length);
    }

    /**
     * Puts a list of octet strings.
     *
     * @param slot the feature's slot
     * @param values the values, which the row then owns
     */
    public void putByteStrings(int slot, byte[][] values) {
        putListIf(elementKind(slot) == FeatureType.Kind.BYTES, slot, values, values.length);
    }

    /**
     * Returns the row and starts the next one.
     *
     * @return the row, as the origin answers it: fresh, its status {@link RowStatus#NOT_FOUND} if every cell is
     */
    public FeatureRow build() {
        RowStatus status = RowStatus.NOT_FOUND;
        for (byte state : states) {
            if (state != NOT_FOUND) {
                status = RowStatus.PRESENT;
                break;
            }
        }
        Cells cells =
                new Cells(view, status, states, bits, objects, eventTimeMicros, dataVersion, receivedMicros, null);
        states = new byte[kinds.length];
        bits = new long[kinds.length];
        objects = null;
        startRow();
        return new FeatureRow(cells, receivedMicros, Freshness.FRESH, ReadTier.ORIGIN);
    }

    void refuse(int slot) {
        states[slot] = ERROR;
        clearValue(slot);
    }

    void putListIf(boolean fits, int slot, Object values, int length) {
        FeatureType type = view.type(slot);
        if (fits && (type.kind() == FeatureType.Kind.LIST || type.length() == length)) {
            putObject(slot, values);
        } else {
            refuse(slot);
        }
    }

    private FeatureType.@Nullable Kind elementKind(int slot) {
        FeatureType type = view.type(slot);
        return type.isScalar() ? null : type.element().kind();
    }

    private void putNumber(int slot, double value) {
        states[slot] = Double.isNaN(value) ? NAN : PRESENT;
        bits[slot] = Double.doubleToRawLongBits(value);
    }

    private void putIf(boolean fits, int slot, long value) {
        if (fits) {
            putBits(slot, value);
        } else {
            refuse(slot);
        }
    }

    private void putBits(int slot, long value) {
        states[slot] = PRESENT;
        bits[slot] = value;
    }

    private void putObject(int slot, Object value) {
        @Nullable Object[] held = objects;
        if (held == null) {
            held = new Object[kinds.length];
            objects = held;
        }
        held[slot] = value;
        states[slot] = PRESENT;
    }

    private void clearValue(int slot) {
        bits[slot] = 0;
        if (objects != null) {
            objects[slot] = null;
        }
    }
}

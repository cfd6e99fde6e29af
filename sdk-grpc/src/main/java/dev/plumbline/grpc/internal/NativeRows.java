package dev.plumbline.grpc.internal;

import dev.plumbline.feature.FeatureRow;
import dev.plumbline.feature.FeatureType;
import dev.plumbline.feature.FeatureView;
import dev.plumbline.feature.ValueState;
import org.jspecify.annotations.Nullable;

/** The cells of rows that are filled column by column. Not thread-safe. */
final class NativeRows {
    private static final byte NAN = ValueState.NAN.code();
    private static final byte NOT_FOUND = ValueState.NOT_FOUND.code();
    private static final byte[] STATES = {
        ValueState.PRESENT.code(), ValueState.NULL.code(), NOT_FOUND, ValueState.ERROR.code()
    };

    private final FeatureView view;
    private final byte[][] states;
    private final long[][] bits;
    private final @Nullable Object @Nullable [][] objects;
    private final boolean[] filled;

    NativeRows(FeatureView view, int count) {
        int size = view.size();
        this.view = view;
        this.states = new byte[count][];
        this.bits = new long[count][];
        this.objects = holdsObjects(view) ? new Object[count][] : null;
        for (int row = 0; row < count; row++) {
            states[row] = new byte[size];
            bits[row] = new long[size];
            if (objects != null) {
                objects[row] = new Object[size];
            }
        }
        this.filled = new boolean[size];
    }

    private static boolean holdsObjects(FeatureView view) {
        for (int slot = 0; slot < view.size(); slot++) {
            FeatureType.Kind kind = view.type(slot).kind();
            if (!view.type(slot).isScalar() || kind == FeatureType.Kind.STRING || kind == FeatureType.Kind.BYTES) {
                return true;
            }
        }
        return false;
    }

    int count() {
        return states.length;
    }

    /** Notes that a column fills a slot; false if another one did. */
    boolean fill(int slot) {
        boolean first = !filled[slot];
        filled[slot] = true;
        return first;
    }

    /** Puts the states of a column's cells. */
    void putStates(int slot, byte[] bytes, int from) {
        for (int row = 0; row < states.length; row++) {
            int state = bytes[from + row] & 0xFF;
            if (state != 0) {
                states[row][slot] = STATES[Math.min(state, STATES.length - 1)];
            }
        }
    }

    boolean isPresent(int row, int slot) {
        return states[row][slot] == 0;
    }

    void refuse(int row, int slot) {
        states[row][slot] = ValueState.ERROR.code();
    }

    void putBits(int row, int slot, long value) {
        bits[row][slot] = value;
    }

    void putNumber(int row, int slot, double value) {
        bits[row][slot] = Double.doubleToRawLongBits(value);
        if (Double.isNaN(value)) {
            states[row][slot] = NAN;
        }
    }

    /** Puts a binary64 into each row. */
    void putFloat64s(int slot, byte[] bytes, int from) {
        for (int row = 0; row < bits.length; row++) {
            long value = WireReader.int64(bytes, from + 8 * row);
            bits[row][slot] = value;
            if (Double.isNaN(Double.longBitsToDouble(value))) {
                states[row][slot] = NAN;
            }
        }
    }

    /** Puts a binary32 into each row. */
    void putFloat32s(int slot, byte[] bytes, int from) {
        for (int row = 0; row < bits.length; row++) {
            putNumber(row, slot, WireReader.float32(bytes, from + 4 * row));
        }
    }

    /** Puts an integer into each row. */
    void putInt64s(int slot, byte[] bytes, int from) {
        for (int row = 0; row < bits.length; row++) {
            bits[row][slot] = WireReader.int64(bytes, from + 8 * row);
        }
    }

    void putObject(int row, int slot, Object value) {
        if (objects == null) {
            throw new IllegalStateException("no feature of the view is an object");
        }
        objects[row][slot] = value;
    }

    /** Marks the cells of features that no column came for. */
    void finish() {
        for (int slot = 0; slot < filled.length; slot++) {
            if (!filled[slot]) {
                for (byte[] row : states) {
                    row[slot] = NOT_FOUND;
                }
            }
        }
    }

    FeatureRow row(int row, long eventTimeMicros, long dataVersion, long receivedMicros) {
        return FeatureRow.ofAnswer(
                view,
                states[row],
                bits[row],
                objects == null ? null : objects[row],
                eventTimeMicros,
                dataVersion,
                receivedMicros);
    }
}

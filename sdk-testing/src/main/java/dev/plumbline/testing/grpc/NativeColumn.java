package dev.plumbline.testing.grpc;

import dev.plumbline.feature.FeatureRow;
import dev.plumbline.feature.FeatureType;
import dev.plumbline.feature.ValueState;
import java.lang.reflect.Array;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes a plumbline.v1.Column: the cells of one slot. Not thread-safe. */
final class NativeColumn {
    private static final int STRINGS = 11;
    private static final int BYTE_STRINGS = 12;

    private final ProtoMessage message = new ProtoMessage();
    private final ProtoMessage packed = new ProtoMessage();
    private final FeatureType.Kind scalar;

    private NativeColumn(FeatureType.Kind scalar) {
        this.scalar = scalar;
    }

    /** Writes the cells of rows that are OK. */
    static ProtoMessage of(int place, FeatureType type, int slot, List<FeatureRow> rows) {
        NativeColumn column =
                new NativeColumn(type.isScalar() ? type.kind() : type.element().kind());
        column.message.number(1, place).number(2, NativeSchema.number(type)).number(3, type.length());
        byte[] states = new byte[rows.size()];
        boolean all = true;
        ProtoMessage lengths = new ProtoMessage();
        for (int i = 0; i < states.length; i++) {
            FeatureRow row = rows.get(i);
            states[i] = state(row.storedState(slot));
            all &= states[i] == 0;
            if (states[i] == 0) {
                int length = column.cell(type, row, slot);
                if (type.kind() == FeatureType.Kind.LIST) {
                    lengths.bareNumber(length);
                }
            }
        }
        if (!all) {
            column.message.octets(4, states);
        }
        if (type.kind() == FeatureType.Kind.LIST) {
            column.message.message(5, lengths);
        }
        if (column.field() < STRINGS) {
            column.message.message(column.field(), column.packed);
        }
        return column.message;
    }

    private static byte state(ValueState state) {
        return switch (state) {
            case PRESENT, NAN, STALE -> 0;
            case NULL -> 1;
            case NOT_FOUND -> 2;
            case ERROR -> 3;
        };
    }

    private int field() {
        return switch (scalar) {
            case BOOL -> 6;
            case INT32 -> 7;
            case INT64, TIMESTAMP -> 8;
            case FLOAT32 -> 9;
            case FLOAT64 -> 10;
            case STRING -> STRINGS;
            default -> BYTE_STRINGS;
        };
    }

    /** Writes a present cell and returns how many elements it has. */
    private int cell(FeatureType type, FeatureRow row, int slot) {
        Object object = row.object(slot);
        if (type.isScalar() && object == null) {
            number(row.bits(slot));
            return 1;
        }
        if (type.isScalar() || object == null) {
            object(object);
            return 1;
        }
        int length = Array.getLength(object);
        for (int i = 0; i < length; i++) {
            element(object, i);
        }
        return length;
    }

    /** Writes a number from its bits in a row. */
    private void number(long bits) {
        switch (scalar) {
            case BOOL -> packed.bareNumber(bits);
            case INT32 -> packed.bareSigned(bits);
            case FLOAT32 -> packed.bareFloat32((float) Double.longBitsToDouble(bits));
            case FLOAT64 -> packed.bareFloat64(Double.longBitsToDouble(bits));
            default -> packed.bareFixed64(bits);
        }
    }

    private void element(Object array, int index) {
        if (array instanceof boolean[] bools) {
            packed.bareNumber(bools[index] ? 1 : 0);
        } else if (array instanceof int[] ints) {
            packed.bareSigned(ints[index]);
        } else if (array instanceof long[] longs) {
            packed.bareFixed64(longs[index]);
        } else if (array instanceof float[] floats) {
            packed.bareFloat32(floats[index]);
        } else if (array instanceof double[] doubles) {
            packed.bareFloat64(doubles[index]);
        } else if (array instanceof Object[] objects) {
            object(objects[index]);
        }
    }

    private void object(@Nullable Object value) {
        if (value instanceof String text) {
            message.text(STRINGS, text);
        } else if (value instanceof byte[] octets) {
            message.octets(BYTE_STRINGS, octets);
        }
    }
}

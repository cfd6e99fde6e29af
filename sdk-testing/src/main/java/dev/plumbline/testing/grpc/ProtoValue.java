package dev.plumbline.testing.grpc;

import dev.plumbline.feature.FeatureRow;
import dev.plumbline.feature.FeatureType;
import dev.plumbline.feature.RowStatus;
import dev.plumbline.feature.ValueState;
import java.util.Base64;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Writes a cell as a google.protobuf.Value: null, number, text, bool or list. */
final class ProtoValue {
    private static final int NULL = 1;
    private static final int NUMBER = 2;
    private static final int TEXT = 3;
    private static final int BOOL = 4;
    private static final int LIST = 6;
    private static final int VALUES = 1;

    private ProtoValue() {}

    /** Writes the cells of a row that are not missing, as a map of names: a google.protobuf.Struct, or what is like one. */
    static ProtoMessage fields(FeatureRow row, Set<String> names) {
        ProtoMessage fields = new ProtoMessage();
        if (row.status() != RowStatus.PRESENT) {
            return fields;
        }
        for (int slot = 0; slot < row.view().size(); slot++) {
            String name = row.view().featureNames().get(slot);
            if (row.storedState(slot) != ValueState.NOT_FOUND && (names.isEmpty() || names.contains(name))) {
                fields.message(1, new ProtoMessage().text(1, name).message(2, of(row, slot)));
            }
        }
        return fields;
    }

    /** Writes a cell that is not missing. */
    static ProtoMessage of(FeatureRow row, int slot) {
        if (row.storedState(slot) == ValueState.NULL) {
            return new ProtoMessage().number(NULL, 0);
        }
        FeatureType type = row.view().type(slot);
        long bits = row.bits(slot);
        return switch (type.kind()) {
            case BOOL -> new ProtoMessage().bool(BOOL, bits != 0);
            case INT32, INT64, TIMESTAMP -> number((double) bits);
            case FLOAT32, FLOAT64 -> number(Double.longBitsToDouble(bits));
            default -> object(row.object(slot));
        };
    }

    private static ProtoMessage number(double value) {
        return new ProtoMessage().float64(NUMBER, value);
    }

    private static ProtoMessage object(@Nullable Object value) {
        if (value instanceof String text) {
            return new ProtoMessage().text(TEXT, text);
        }
        if (value instanceof byte[] octets) {
            return new ProtoMessage().text(TEXT, Base64.getEncoder().encodeToString(octets));
        }
        ProtoMessage list = new ProtoMessage();
        if (value instanceof boolean[] bools) {
            for (boolean bool : bools) {
                list.message(VALUES, new ProtoMessage().bool(BOOL, bool));
            }
        } else if (value instanceof int[] numbers) {
            for (int number : numbers) {
                list.message(VALUES, number(number));
            }
        } else if (value instanceof long[] numbers) {
            for (long number : numbers) {
                list.message(VALUES, number((double) number));
            }
        } else if (value instanceof float[] numbers) {
            for (float number : numbers) {
                list.message(VALUES, number(number));
            }
        } else if (value instanceof double[] numbers) {
            for (double number : numbers) {
                list.message(VALUES, number(number));
            }
        } else if (value instanceof Object[] elements) {
            for (Object element : elements) {
                list.message(VALUES, object(element));
            }
        }
        return new ProtoMessage().message(LIST, list);
    }
}

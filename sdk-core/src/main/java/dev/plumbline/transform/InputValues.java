package dev.plumbline.transform;

import dev.plumbline.feature.FeatureType;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/** Spells an input's value for explanations. */
final class InputValues {
    private static final int SHOWN = 4;

    private InputValues() {}

    static String spell(InputRow row, int input) {
        return switch (row.state(input)) {
            case PRESENT, STALE -> spellValue(row, input);
            case NAN -> "NaN";
            default -> "none";
        };
    }

    private static String spellValue(InputRow row, int input) {
        long bits = row.bits[input];
        return switch (row.layout.kinds[input]) {
            case BOOL -> bits != 0 ? "true" : "false";
            case INT32, INT64 -> Long.toString(bits);
            case FLOAT32 -> Float.toString((float) Double.longBitsToDouble(bits));
            case FLOAT64 -> Double.toString(Double.longBitsToDouble(bits));
            case TIMESTAMP -> Instant.EPOCH.plus(bits, ChronoUnit.MICROS).toString();
            case STRING -> "\"" + row.objects[input] + "\"";
            case BYTES -> "bytes";
            case LIST, VECTOR -> elements(java.util.Objects.requireNonNull(row.objects[input]));
        };
    }

    /** Returns the value as an object. */
    static Object value(InputRow row, int input) {
        long bits = row.bits[input];
        return switch (row.layout.kinds[input]) {
            case BOOL -> bits != 0;
            case INT32, INT64, TIMESTAMP -> bits;
            case FLOAT32, FLOAT64 -> Double.longBitsToDouble(bits);
            case STRING, BYTES, LIST, VECTOR -> Objects.requireNonNull(row.objects[input]);
        };
    }

    /** Sets what {@link #value} returned. */
    static void put(InputRow row, int input, @Nullable Object value) {
        FeatureType.Kind kind = row.layout.kinds[input];
        if (value instanceof Boolean bool) {
            row.setBool(input, bool);
        } else if (value instanceof Long number && kind == FeatureType.Kind.TIMESTAMP) {
            row.setTimestamp(input, number);
        } else if (value instanceof Long number) {
            row.setInt64(input, number);
        } else if (value instanceof Double number) {
            row.setFloat64(input, number);
        } else if (value instanceof String text) {
            row.setString(input, text);
        } else if (value instanceof byte[] octets) {
            row.setBytes(input, octets);
        } else if (value != null && value.getClass().isArray()) {
            row.setElements(input, value);
        } else {
            throw new IllegalArgumentException("input '" + row.layout.name(input) + "' has no value to be set");
        }
    }

    private static String elements(Object array) {
        int length = java.lang.reflect.Array.getLength(array);
        StringJoiner shown = new StringJoiner(", ", "[", length > SHOWN ? ", .. " + length + " in all]" : "]");
        for (int i = 0; i < Math.min(length, SHOWN); i++) {
            Object element = java.lang.reflect.Array.get(array, i);
            shown.add(element instanceof String text ? "\"" + text + "\"" : String.valueOf(element));
        }
        return shown.toString();
    }
}

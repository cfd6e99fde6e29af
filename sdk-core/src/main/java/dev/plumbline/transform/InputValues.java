package dev.plumbline.transform;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.StringJoiner;

/** Spells an input's value for explanations. */
final class InputValues {
    private static final int SHOWN = 4;

    private InputValues() {}

    static String spell(InputRow row, int input) {
        return switch (row.state(input)) {
            case PRESENT, STALE -> value(row, input);
            case NAN -> "NaN";
            default -> "none";
        };
    }

    private static String value(InputRow row, int input) {
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

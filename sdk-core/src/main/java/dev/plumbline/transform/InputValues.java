package dev.plumbline.transform;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Spells an input's value for explanations. */
final class InputValues {
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
            case BYTES, LIST, VECTOR -> "a list";
        };
    }
}

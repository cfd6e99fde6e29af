package dev.plumbline.feature;

import java.time.Instant;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Lists as they are written in code: the feature's type says what the elements have to be. */
final class AnyList {
    private AnyList() {}

    /** Puts a copy of the elements; refuses the cell if one is null or of a class that the type does not take. */
    static void put(FeatureRowBuilder row, FeatureType type, int slot, List<?> values) {
        if (type.isScalar() || !all(values, value -> takes(type.element().kind(), value))) {
            row.refuse(slot);
            return;
        }
        switch (type.element().kind()) {
            case BOOL -> row.putBools(slot, bools(values));
            case INT32, INT64, TIMESTAMP -> row.putInt64s(slot, integers(values));
            case FLOAT32, FLOAT64 ->
                row.putFloat64s(
                        slot,
                        values.stream()
                                .mapToDouble(value -> ((Number) value).doubleValue())
                                .toArray());
            case STRING -> row.putStrings(slot, values.toArray(String[]::new));
            case BYTES ->
                row.putByteStrings(
                        slot,
                        values.stream().map(value -> ((byte[]) value).clone()).toArray(byte[][]::new));
            case LIST, VECTOR -> row.refuse(slot);
        }
    }

    private static boolean all(List<?> values, Predicate<@Nullable Object> test) {
        for (Object value : values) {
            if (!test.test(value)) {
                return false;
            }
        }
        return true;
    }

    private static boolean takes(FeatureType.Kind element, @Nullable Object value) {
        return switch (element) {
            case BOOL -> value instanceof Boolean;
            case INT32, INT64 -> value instanceof Long || value instanceof Integer;
            case TIMESTAMP -> value instanceof Instant || value instanceof Long || value instanceof Integer;
            case FLOAT32, FLOAT64 -> isExactNumber(value);
            case STRING -> value instanceof String;
            case BYTES -> value instanceof byte[];
            case LIST, VECTOR -> false;
        };
    }

    private static boolean isExactNumber(@Nullable Object value) {
        if (value instanceof Long number) {
            return Math.abs(number) <= 1L << 53;
        }
        return value instanceof Integer || value instanceof Float || value instanceof Double;
    }

    private static boolean[] bools(List<?> values) {
        boolean[] copy = new boolean[values.size()];
        for (int i = 0; i < copy.length; i++) {
            copy[i] = (Boolean) values.get(i);
        }
        return copy;
    }

    private static long[] integers(List<?> values) {
        return values.stream()
                .mapToLong(value ->
                        value instanceof Instant instant ? AnyValue.micros(instant) : ((Number) value).longValue())
                .toArray();
    }
}

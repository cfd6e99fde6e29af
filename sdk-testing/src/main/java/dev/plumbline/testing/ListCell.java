package dev.plumbline.testing;

import dev.plumbline.feature.FeatureType;
import java.time.Instant;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Makes cells of lists: the feature's type says what the elements have to be. */
final class ListCell {
    private ListCell() {}

    /** Returns the cell, or null if an element is null or of a class that the type does not take. */
    static @Nullable Cell of(FeatureType type, List<?> values) {
        if (type.isScalar()) {
            return null;
        }
        return switch (type.element().kind()) {
            case BOOL -> bools(values);
            case INT32, INT64 -> integers(values);
            case TIMESTAMP -> moments(values);
            case FLOAT32, FLOAT64 -> numbers(values);
            case STRING -> texts(values);
            case BYTES -> octets(values);
            case LIST, VECTOR -> null;
        };
    }

    private static boolean all(List<?> values, Predicate<@Nullable Object> test) {
        for (Object value : values) {
            if (!test.test(value)) {
                return false;
            }
        }
        return true;
    }

    private static @Nullable Cell bools(List<?> values) {
        if (!all(values, Boolean.class::isInstance)) {
            return null;
        }
        boolean[] copy = new boolean[values.size()];
        for (int i = 0; i < copy.length; i++) {
            copy[i] = (Boolean) values.get(i);
        }
        return (row, slot) -> row.putBools(slot, copy.clone());
    }

    private static boolean isInteger(@Nullable Object value) {
        return value instanceof Long || value instanceof Integer;
    }

    private static @Nullable Cell integers(List<?> values) {
        if (!all(values, ListCell::isInteger)) {
            return null;
        }
        long[] copy =
                values.stream().mapToLong(value -> ((Number) value).longValue()).toArray();
        return (row, slot) -> row.putInt64s(slot, copy.clone());
    }

    private static @Nullable Cell moments(List<?> values) {
        if (!all(values, value -> value instanceof Instant || isInteger(value))) {
            return null;
        }
        long[] copy = values.stream()
                .mapToLong(
                        value -> value instanceof Instant instant ? Cell.micros(instant) : ((Number) value).longValue())
                .toArray();
        return (row, slot) -> row.putInt64s(slot, copy.clone());
    }

    private static boolean isExactNumber(@Nullable Object value) {
        if (value instanceof Long number) {
            return Math.abs(number) <= 1L << 53;
        }
        return value instanceof Integer || value instanceof Float || value instanceof Double;
    }

    private static @Nullable Cell numbers(List<?> values) {
        if (!all(values, ListCell::isExactNumber)) {
            return null;
        }
        double[] copy = values.stream()
                .mapToDouble(value -> ((Number) value).doubleValue())
                .toArray();
        return (row, slot) -> row.putFloat64s(slot, copy.clone());
    }

    private static @Nullable Cell texts(List<?> values) {
        if (!all(values, String.class::isInstance)) {
            return null;
        }
        String[] copy = values.toArray(String[]::new);
        return (row, slot) -> row.putStrings(slot, copy.clone());
    }

    private static @Nullable Cell octets(List<?> values) {
        if (!all(values, byte[].class::isInstance)) {
            return null;
        }
        byte[][] copy = values.stream().map(value -> ((byte[]) value).clone()).toArray(byte[][]::new);
        return (row, slot) -> {
            byte[][] own = new byte[copy.length][];
            for (int i = 0; i < own.length; i++) {
                own[i] = copy[i].clone();
            }
            row.putByteStrings(slot, own);
        };
    }
}

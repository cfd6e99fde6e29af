package dev.plumbline.feature;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Values as they are written in code: which class a declared type takes, and what to say where it does not. */
final class AnyValue {
    private AnyValue() {}

    /** Puts a copy of a value; refuses the cell if the value does not fit the type exactly. */
    static void put(FeatureRowBuilder row, FeatureType type, int slot, @Nullable Object value) {
        if (value == null) {
            row.putState(slot, ValueState.NULL);
        } else if (value instanceof List<?> list) {
            AnyList.put(row, type, slot, list);
        } else if (value instanceof Boolean bool) {
            row.putBool(slot, bool);
        } else if (value instanceof Long || value instanceof Integer) {
            row.putInt64(slot, ((Number) value).longValue());
        } else if (value instanceof Float number) {
            row.putFloat32(slot, number);
        } else if (value instanceof Double number) {
            row.putFloat64(slot, number);
        } else if (value instanceof String text) {
            row.putString(slot, text);
        } else if (value instanceof byte[] octets) {
            row.putBytes(slot, octets.clone());
        } else if (value instanceof Instant instant && type.kind() == FeatureType.Kind.TIMESTAMP) {
            row.putInt64(slot, micros(instant));
        } else if (type.isScalar()) {
            row.refuse(slot);
        } else {
            putArray(row, type, slot, value);
        }
    }

    private static void putArray(FeatureRowBuilder row, FeatureType type, int slot, Object value) {
        if (value instanceof boolean[] bools) {
            row.putBools(slot, bools.clone());
        } else if (value instanceof int[] numbers) {
            row.putInt64s(slot, Arrays.stream(numbers).asLongStream().toArray());
        } else if (value instanceof long[] numbers) {
            row.putInt64s(slot, numbers.clone());
        } else if (value instanceof float[] numbers) {
            row.putFloat32s(slot, numbers.clone());
        } else if (value instanceof double[] numbers) {
            row.putFloat64s(slot, numbers.clone());
        } else if (value instanceof Object[] objects) {
            AnyList.put(row, type, slot, Arrays.asList(objects));
        } else {
            row.refuse(slot);
        }
    }

    static long micros(Instant instant) {
        return Math.addExact(Math.multiplyExact(instant.getEpochSecond(), 1_000_000L), instant.getNano() / 1_000);
    }

    /** Refuses a value that a feature does not take exactly. */
    static void check(FeatureView view, String feature, @Nullable Object value) {
        int slot = view.slot(feature);
        FeatureType type = view.type(slot);
        FeatureRowBuilder trial = FeatureRow.builder(view, 0);
        put(trial, type, slot, value);
        if (trial.build().storedState(slot) == ValueState.ERROR) {
            throw new IllegalArgumentException("view '" + view.name() + "', feature '" + feature + "' is " + type
                    + " and does not take this value of " + described(value) + ": pass " + remedy(type));
        }
    }

    private static String described(@Nullable Object value) {
        if (!(value instanceof List<?> list)) {
            return value == null ? "null" : value.getClass().getTypeName();
        }
        List<String> classes = list.stream()
                .map(element -> element == null ? "null" : element.getClass().getTypeName())
                .distinct()
                .limit(3)
                .toList();
        return "a List of " + (classes.isEmpty() ? "nothing" : String.join(", ", classes));
    }

    private static String remedy(FeatureType type) {
        return switch (type.kind()) {
            case BOOL -> "a Boolean";
            case INT32, INT64 -> "a Long or an Integer in its range";
            case FLOAT32, FLOAT64 -> "a Double or a Float";
            case STRING -> "a String";
            case BYTES -> "a byte[]";
            case TIMESTAMP -> "an Instant";
            case LIST -> "a List or an array, its elements each " + remedy(type.element());
            case VECTOR -> "a List or an array of " + type.length() + " elements, each " + remedy(type.element());
        };
    }
}

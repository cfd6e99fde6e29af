package dev.plumbline.testing;

import dev.plumbline.feature.FeatureRow;
import dev.plumbline.feature.FeatureRowBuilder;
import dev.plumbline.feature.FeatureType;
import dev.plumbline.feature.FeatureView;
import dev.plumbline.feature.ValueState;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One stored value, checked against its feature's type and copied, so that it can be written into any number of rows. */
@FunctionalInterface
interface Cell {
    void writeTo(FeatureRowBuilder row, int slot);

    static Cell of(FeatureView view, String feature, @Nullable Object value) {
        int slot = view.slot(feature);
        if (value == null) {
            return (row, at) -> row.putState(at, ValueState.NULL);
        }
        FeatureType type = view.type(slot);
        Cell cell = value instanceof List<?> list ? ListCell.of(type, list) : scalarOrArray(type, value);
        if (cell != null) {
            FeatureRowBuilder trial = FeatureRow.builder(view, 0);
            cell.writeTo(trial, slot);
            if (trial.build().storedState(slot) != ValueState.ERROR) {
                return cell;
            }
        }
        throw new IllegalArgumentException("view '" + view.name() + "', feature '" + feature + "' is " + type
                + " and does not take " + (cell == null ? "" : "this value of ") + described(value) + ": pass "
                + remedy(type));
    }

    private static @Nullable Cell scalarOrArray(FeatureType type, Object value) {
        if (value instanceof Boolean bool) {
            return (row, slot) -> row.putBool(slot, bool);
        }
        if (value instanceof Long || value instanceof Integer) {
            long number = ((Number) value).longValue();
            return (row, slot) -> row.putInt64(slot, number);
        }
        if (value instanceof Float number) {
            return (row, slot) -> row.putFloat32(slot, number);
        }
        if (value instanceof Double number) {
            return (row, slot) -> row.putFloat64(slot, number);
        }
        if (value instanceof String text) {
            return Unicode.isText(text) ? (row, slot) -> row.putString(slot, text) : new LoneSurrogates(text);
        }
        if (value instanceof byte[] octets) {
            byte[] copy = octets.clone();
            return (row, slot) -> row.putBytes(slot, copy.clone());
        }
        if (value instanceof Instant instant) {
            long micros = micros(instant);
            return type.kind() == FeatureType.Kind.TIMESTAMP ? (row, slot) -> row.putInt64(slot, micros) : null;
        }
        return type.isScalar() ? null : array(type, value);
    }

    private static @Nullable Cell array(FeatureType type, Object value) {
        if (value instanceof boolean[] bools) {
            boolean[] copy = bools.clone();
            return (row, slot) -> row.putBools(slot, copy.clone());
        }
        if (value instanceof int[] numbers) {
            long[] copy = Arrays.stream(numbers).asLongStream().toArray();
            return (row, slot) -> row.putInt64s(slot, copy.clone());
        }
        if (value instanceof long[] numbers) {
            long[] copy = numbers.clone();
            return (row, slot) -> row.putInt64s(slot, copy.clone());
        }
        if (value instanceof float[] numbers) {
            float[] copy = numbers.clone();
            return (row, slot) -> row.putFloat32s(slot, copy.clone());
        }
        if (value instanceof double[] numbers) {
            double[] copy = numbers.clone();
            return (row, slot) -> row.putFloat64s(slot, copy.clone());
        }
        return value instanceof Object[] objects ? ListCell.of(type, Arrays.asList(objects)) : null;
    }

    static long micros(Instant instant) {
        return Math.addExact(Math.multiplyExact(instant.getEpochSecond(), 1_000_000L), instant.getNano() / 1_000);
    }

    private static String described(Object value) {
        if (!(value instanceof List<?> list)) {
            return value.getClass().getTypeName();
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

package dev.plumbline.spark;

import dev.plumbline.feature.FeatureType;
import dev.plumbline.feature.ValueState;
import dev.plumbline.transform.InputRow;
import dev.plumbline.transform.SparseVector;
import dev.plumbline.transform.TransformException;
import dev.plumbline.transform.TransformSpec;
import java.sql.Timestamp;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;

/** What the vectorizer gives for the cells of a row, without Spark: a vector is the bits of each slot. */
final class PlainVectors {
    private PlainVectors() {}

    /** Runs a spec over cells, found by input; null if it refuses them. */
    static long @Nullable [] of(TransformSpec spec, Function<String, @Nullable Object> cells) {
        InputRow inputs = spec.vectorizer().newInputs();
        for (int i = 0; i < spec.inputs().size(); i++) {
            set(
                    inputs,
                    i,
                    spec.inputs().get(i).type(),
                    cells.apply(spec.inputs().get(i).name()));
        }
        try {
            return run(spec, inputs);
        } catch (TransformException e) {
            return null;
        }
    }

    private static void set(InputRow inputs, int input, FeatureType type, @Nullable Object value) {
        if (value == null) {
            inputs.setNull(input);
            return;
        }
        switch (type.kind()) {
            case BOOL -> inputs.setBool(input, (Boolean) value);
            case INT32, INT64 -> inputs.setInt64(input, ((Number) value).longValue());
            case FLOAT32, FLOAT64 -> inputs.setFloat64(input, ((Number) value).doubleValue());
            case STRING -> inputs.setString(input, (String) value);
            case TIMESTAMP -> inputs.setTimestamp(input, ((Timestamp) value).getTime() * 1000);
            case BYTES -> inputs.setBytes(input, (byte[]) value);
            case LIST, VECTOR -> setList(inputs, input, type.element(), (Object[]) value);
        }
    }

    private static void setList(InputRow inputs, int input, FeatureType element, Object[] values) {
        if (Arrays.stream(values).anyMatch(Objects::isNull)) {
            inputs.setState(input, ValueState.ERROR);
            return;
        }
        switch (element.kind()) {
            case INT32 ->
                inputs.setElements(
                        input,
                        Arrays.stream(values).mapToInt(value -> (Integer) value).toArray());
            case INT64 ->
                inputs.setInt64s(
                        input,
                        Arrays.stream(values).mapToLong(value -> (Long) value).toArray());
            case FLOAT64 ->
                inputs.setFloat64s(
                        input,
                        Arrays.stream(values)
                                .mapToDouble(value -> (Double) value)
                                .toArray());
            case FLOAT32 -> {
                float[] floats = new float[values.length];
                for (int i = 0; i < floats.length; i++) {
                    floats[i] = (Float) values[i];
                }
                inputs.setFloat32s(input, floats);
            }
            case STRING -> inputs.setStrings(input, Arrays.copyOf(values, values.length, String[].class));
            case BOOL -> {
                boolean[] bools = new boolean[values.length];
                for (int i = 0; i < bools.length; i++) {
                    bools[i] = (Boolean) values[i];
                }
                inputs.setElements(input, bools);
            }
            default -> throw new IllegalArgumentException("no list of " + element);
        }
    }

    private static long[] run(TransformSpec spec, InputRow inputs) {
        boolean float32 = spec.outputType().equals(FeatureType.FLOAT32);
        if (spec.vectorizer().isSparse()) {
            SparseVector out = spec.vectorizer().newSparse();
            spec.vectorizer().transform(inputs, out);
            return IntStream.range(0, out.size())
                    .mapToLong(i -> float32 ? bits(out.slot(i), (float) out.value(i)) : bits(out.slot(i), out.value(i)))
                    .toArray();
        }
        int width = spec.vectorizer().width();
        if (float32) {
            float[] out = new float[width];
            spec.vectorizer().transform(inputs, out, 0);
            return IntStream.range(0, width).mapToLong(i -> bits(0, out[i])).toArray();
        }
        double[] out = new double[width];
        spec.vectorizer().transform(inputs, out, 0);
        return IntStream.range(0, width).mapToLong(i -> bits(0, out[i])).toArray();
    }

    /** The bits of a column of Spark's: an array, or a struct of slots and values; null if it is. */
    static long @Nullable [] bits(TransformSpec spec, Row row, int column) {
        if (row.isNullAt(column)) {
            return null;
        }
        boolean sparse = spec.vectorizer().isSparse();
        List<Number> values = sparse ? row.getStruct(column).getList(1) : row.getList(column);
        List<Integer> slots = sparse ? row.getStruct(column).getList(0) : List.of();
        return IntStream.range(0, values.size())
                .mapToLong(i -> bits(sparse ? slots.get(i) : 0, values.get(i)))
                .toArray();
    }

    private static long bits(int slot, Number value) {
        return value instanceof Float single
                ? ((long) slot << 32) | (Float.floatToRawIntBits(single) & 0xffffffffL)
                : Double.doubleToRawLongBits(value.doubleValue()) * 31 + slot;
    }
}

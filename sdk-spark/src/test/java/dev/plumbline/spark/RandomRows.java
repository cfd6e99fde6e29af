package dev.plumbline.spark;

import dev.plumbline.feature.ValueState;
import dev.plumbline.transform.InputRow;
import dev.plumbline.transform.SpecInput;
import dev.plumbline.transform.TransformSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/** Rows that a seed stands for: as Spark's, and as inputs of the plain vectorizer. */
final class RandomRows {
    private static final double[] ODD = {
        0.0, -0.0, 1, -1, 0.1, 1e-46, 1e-300, Double.MIN_VALUE, 3, 10, 100, 1e9, Double.NaN, 0x1p53, -1e15
    };
    private static final String[] TEXTS = {"", "a", "b", "c", "DFW", "\u00e4", "e\u0301", "\ud83d\ude00", " a ", "1"};

    private final Random random;

    RandomRows(long seed) {
        this.random = new Random(seed);
    }

    /** A row number, then a column for each input; the columns come in another order than the inputs. */
    static StructType schema(TransformSpec spec) {
        List<StructField> fields = new ArrayList<>();
        fields.add(DataTypes.createStructField("row", DataTypes.IntegerType, false));
        for (int i = spec.inputs().size() - 1; i >= 0; i--) {
            SpecInput input = spec.inputs().get(i);
            fields.add(DataTypes.createStructField(input.name(), type(input), true));
        }
        return DataTypes.createStructType(fields);
    }

    private static DataType type(SpecInput input) {
        return DataType.fromDDL(CellReader.columnType(input.type()));
    }

    List<Row> rows(TransformSpec spec, int count) {
        return IntStream.range(0, count)
                .mapToObj(row -> {
                    int inputs = spec.inputs().size();
                    @Nullable Object[] cells = new Object[inputs + 1];
                    cells[0] = row;
                    for (int i = 0; i < inputs; i++) {
                        cells[inputs - i] = cell(spec.inputs().get(i));
                    }
                    return RowFactory.create(cells);
                })
                .toList();
    }

    private @Nullable Object cell(SpecInput input) {
        if (random.nextInt(8) == 0) {
            return null;
        }
        return switch (input.type().kind()) {
            case BOOL -> random.nextBoolean();
            case INT32 -> random.nextInt(4) == 0 ? random.nextInt() : random.nextInt(130) - 5;
            case INT64 -> random.nextInt(4) == 0 ? random.nextLong() >> 11 : random.nextInt(130) - 5L;
            case FLOAT32 -> (float) number();
            case FLOAT64 -> number();
            case STRING -> TEXTS[random.nextInt(TEXTS.length)];
            case TIMESTAMP -> new java.sql.Timestamp(random.nextInt(2_000_000_000) * 1000L + random.nextInt(1000));
            default -> throw new IllegalArgumentException("no random " + input.type());
        };
    }

    private double number() {
        return random.nextInt(4) == 0 ? ODD[random.nextInt(ODD.length)] : random.nextGaussian() * 40;
    }

    /** Runs the plain vectorizer over a row of Spark's; every slot as the bits of its type. */
    static long[] plain(TransformSpec spec, Row row) {
        InputRow inputs = spec.vectorizer().newInputs();
        for (SpecInput input : spec.inputs()) {
            int number = inputs.input(input.name());
            Object value = row.getAs(input.name());
            if (value == null) {
                inputs.setState(number, ValueState.NULL);
            } else if (value instanceof Boolean bool) {
                inputs.setBool(number, bool);
            } else if (value instanceof String text) {
                inputs.setString(number, text);
            } else if (value instanceof java.sql.Timestamp time) {
                inputs.setTimestamp(number, time.getTime() * 1000L);
            } else if (value instanceof Float || value instanceof Double) {
                inputs.setFloat64(number, ((Number) value).doubleValue());
            } else {
                inputs.setInt64(number, ((Number) value).longValue());
            }
        }
        int width = spec.vectorizer().width();
        if (spec.outputType().equals(dev.plumbline.feature.FeatureType.FLOAT32)) {
            float[] out = new float[width];
            spec.vectorizer().transform(inputs, out, 0);
            return IntStream.range(0, width).mapToLong(i -> Float.floatToRawIntBits(out[i])).toArray();
        }
        double[] out = new double[width];
        spec.vectorizer().transform(inputs, out, 0);
        return IntStream.range(0, width).mapToLong(i -> Double.doubleToRawLongBits(out[i])).toArray();
    }

    /** The bits of a vector that Spark gave. */
    static long[] bits(List<? extends Number> vector) {
        return vector.stream()
                .mapToLong(value -> value instanceof Float single
                        ? Float.floatToRawIntBits(single)
                        : Double.doubleToRawLongBits(value.doubleValue()))
                .toArray();
    }
}

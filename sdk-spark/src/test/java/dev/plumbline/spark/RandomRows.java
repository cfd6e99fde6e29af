package dev.plumbline.spark;

import dev.plumbline.feature.FeatureType;
import dev.plumbline.transform.SpecInput;
import dev.plumbline.transform.TransformSpec;
import java.nio.charset.StandardCharsets;
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

/** Rows of Spark's that a seed stands for. */
final class RandomRows {
    private static final double[] ODD = {
        0.0, -0.0, 1, -1, 0.1, 1e-46, 1e-300, Double.MIN_VALUE, 3, 10, 100, 1e9, Double.NaN, 0x1p53, -1e15
    };
    private static final String[] TEXTS = {"", "a", "b", "c", "DFW", "\u00e4", "e\u0301", "\ud83d\ude00", " a ", "1"};

    private final Random random;

    RandomRows(long seed) {
        this.random = new Random(seed);
    }

    /** A row number, then a column for each input. */
    static StructType schema(TransformSpec spec) {
        List<StructField> fields = new ArrayList<>();
        fields.add(DataTypes.createStructField("row", DataTypes.IntegerType, false));
        fields.addAll(List.of(columns(spec).fields()));
        return DataTypes.createStructType(fields);
    }

    /** A column for each input, in another order than the inputs. */
    static StructType columns(TransformSpec spec) {
        List<StructField> fields = new ArrayList<>();
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
                        cells[inputs - i] = cell(spec.inputs().get(i).type());
                    }
                    return RowFactory.create(cells);
                })
                .toList();
    }

    private @Nullable Object cell(FeatureType type) {
        return random.nextInt(8) == 0 ? null : value(type);
    }

    private Object value(FeatureType type) {
        return switch (type.kind()) {
            case BOOL -> random.nextBoolean();
            case INT32 -> random.nextInt(4) == 0 ? random.nextInt() : random.nextInt(130) - 5;
            case INT64 -> random.nextInt(4) == 0 ? random.nextLong() >> 11 : random.nextInt(130) - 5L;
            case FLOAT32 -> (float) number();
            case FLOAT64 -> number();
            case STRING -> text();
            case TIMESTAMP -> new java.sql.Timestamp(random.nextInt(2_000_000_000) * 1000L + random.nextInt(1000));
            case BYTES -> text().getBytes(StandardCharsets.UTF_8);
            case LIST, VECTOR -> list(type);
        };
    }

    private @Nullable Object[] list(FeatureType type) {
        int length = type.length() > 0 && random.nextInt(20) > 0 ? type.length() : random.nextInt(5);
        @Nullable Object[] elements = new Object[length];
        for (int i = 0; i < length; i++) {
            elements[i] = random.nextInt(100) == 0 ? null : value(type.element());
        }
        return elements;
    }

    private String text() {
        return TEXTS[random.nextInt(TEXTS.length)];
    }

    private double number() {
        return random.nextInt(4) == 0 ? ODD[random.nextInt(ODD.length)] : random.nextGaussian() * 40;
    }
}

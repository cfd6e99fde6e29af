package dev.plumbline.spark;

import dev.plumbline.feature.FeatureType;
import dev.plumbline.transform.InputRow;
import dev.plumbline.transform.SparseVector;
import dev.plumbline.transform.TransformSpec;
import dev.plumbline.transform.Vectorizer;
import java.util.function.Supplier;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.catalyst.expressions.UnsafeArrayData;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.jspecify.annotations.Nullable;

/** What making a row needs, used again for the next: only what goes out is new. Not thread-safe. */
final class Workspace {
    private final InputRow inputs;
    private final int[] numbers;
    private final Supplier<Object> run;

    Workspace(TransformSpec spec, StructColumns columns) {
        Vectorizer vectorizer = spec.vectorizer();
        this.inputs = vectorizer.newInputs();
        this.numbers = columns.numbers(inputs);
        this.run = vectorizer.isSparse()
                ? sparse(vectorizer, inputs, isFloat32(spec))
                : isFloat32(spec) ? floats(vectorizer, inputs) : doubles(vectorizer, inputs);
    }

    /** Returns what the spec's output is in Spark. */
    static DataType resultType(TransformSpec spec) {
        ArrayType values =
                DataTypes.createArrayType(isFloat32(spec) ? DataTypes.FloatType : DataTypes.DoubleType, false);
        if (!spec.vectorizer().isSparse()) {
            return values;
        }
        return DataTypes.createStructType(new StructField[] {
            DataTypes.createStructField("slots", DataTypes.createArrayType(DataTypes.IntegerType, false), false),
            DataTypes.createStructField("values", values, false)
        });
    }

    private static boolean isFloat32(TransformSpec spec) {
        return spec.outputType().equals(FeatureType.FLOAT32);
    }

    private static Supplier<Object> floats(Vectorizer vectorizer, InputRow inputs) {
        float[] vector = new float[vectorizer.width()];
        return () -> {
            vectorizer.transform(inputs, vector, 0);
            return UnsafeArrayData.fromPrimitiveArray(vector);
        };
    }

    private static Supplier<Object> doubles(Vectorizer vectorizer, InputRow inputs) {
        double[] vector = new double[vectorizer.width()];
        return () -> {
            vectorizer.transform(inputs, vector, 0);
            return UnsafeArrayData.fromPrimitiveArray(vector);
        };
    }

    private static Supplier<Object> sparse(Vectorizer vectorizer, InputRow inputs, boolean float32) {
        SparseVector vector = vectorizer.newSparse();
        return () -> {
            vectorizer.transform(inputs, vector);
            return new GenericInternalRow(new Object[] {
                UnsafeArrayData.fromPrimitiveArray(vector.slots()),
                float32
                        ? UnsafeArrayData.fromPrimitiveArray(vector.float32s())
                        : UnsafeArrayData.fromPrimitiveArray(vector.float64s())
            });
        };
    }

    /** Makes a row's vector; null is a row without any input. */
    Object vector(StructColumns columns, @Nullable InternalRow row) {
        if (row == null) {
            inputs.clear();
        } else {
            columns.read(row, inputs, numbers);
        }
        return run.get();
    }
}

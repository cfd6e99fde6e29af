package dev.plumbline.spark;

import dev.plumbline.feature.FeatureType;
import dev.plumbline.transform.InputRow;
import java.io.Serializable;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.jspecify.annotations.Nullable;

/** How the cells of a column become an input's values. Immutable and thread-safe. */
sealed interface CellReader extends Serializable permits ScalarReader, ListReader {
    /**
     * Returns the reader from a column to an input, or null if the column's type neither is the input's nor widens to it
     * exactly.
     */
    static @Nullable CellReader of(DataType column, FeatureType declared) {
        if (declared.isScalar()) {
            ScalarReader scalar = ScalarReader.of(column);
            return scalar != null && scalar.held.widensTo(declared) ? scalar : null;
        }
        if (column instanceof ArrayType array) {
            ScalarReader element = ScalarReader.of(array.elementType());
            return element != null && element.held.widensTo(declared.element())
                    ? new ListReader(element, declared.element().kind())
                    : null;
        }
        return null;
    }

    /** Returns Spark's name for the type that an input is declared with. */
    static String columnType(FeatureType declared) {
        return switch (declared.kind()) {
            case BOOL -> "boolean";
            case INT32 -> "int";
            case INT64 -> "bigint";
            case FLOAT32 -> "float";
            case FLOAT64 -> "double";
            case STRING -> "string";
            case BYTES -> "binary";
            case TIMESTAMP -> "timestamp";
            case LIST, VECTOR -> "array<" + columnType(declared.element()) + ">";
        };
    }

    /** Puts a cell that is not null into an input. */
    void read(InternalRow struct, int ordinal, InputRow inputs, int input);
}

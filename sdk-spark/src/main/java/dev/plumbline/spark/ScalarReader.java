package dev.plumbline.spark;

import dev.plumbline.feature.FeatureType;
import dev.plumbline.transform.InputRow;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.types.BinaryType;
import org.apache.spark.sql.types.BooleanType;
import org.apache.spark.sql.types.ByteType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DoubleType;
import org.apache.spark.sql.types.FloatType;
import org.apache.spark.sql.types.IntegerType;
import org.apache.spark.sql.types.LongType;
import org.apache.spark.sql.types.ShortType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.TimestampType;
import org.jspecify.annotations.Nullable;

/** Reads a cell of one of Spark's scalar types, without boxes. */
enum ScalarReader implements CellReader {
    BOOL(FeatureType.BOOL),
    BYTE(FeatureType.INT32),
    SHORT(FeatureType.INT32),
    INT(FeatureType.INT32),
    LONG(FeatureType.INT64),
    FLOAT(FeatureType.FLOAT32),
    DOUBLE(FeatureType.FLOAT64),
    STRING(FeatureType.STRING),
    TIMESTAMP(FeatureType.TIMESTAMP),
    BINARY(FeatureType.BYTES);

    /** What the column holds. */
    @SuppressWarnings("ImmutableEnumChecker") // a FeatureType is immutable
    final FeatureType held;

    ScalarReader(FeatureType held) {
        this.held = held;
    }

    /** Returns the reader of a column's type, or null if there is none. */
    static @Nullable ScalarReader of(DataType type) {
        if (type instanceof BooleanType) {
            return BOOL;
        } else if (type instanceof ByteType) {
            return BYTE;
        } else if (type instanceof ShortType) {
            return SHORT;
        } else if (type instanceof IntegerType) {
            return INT;
        } else if (type instanceof LongType) {
            return LONG;
        } else if (type instanceof FloatType) {
            return FLOAT;
        } else if (type instanceof DoubleType) {
            return DOUBLE;
        } else if (type instanceof StringType) {
            return STRING;
        } else if (type instanceof TimestampType) {
            return TIMESTAMP;
        } else if (type instanceof BinaryType) {
            return BINARY;
        }
        return null;
    }

    @Override
    public void read(InternalRow struct, int ordinal, InputRow inputs, int input) {
        switch (this) {
            case BOOL -> inputs.setBool(input, struct.getBoolean(ordinal));
            case BYTE -> inputs.setInt64(input, struct.getByte(ordinal));
            case SHORT -> inputs.setInt64(input, struct.getShort(ordinal));
            case INT -> inputs.setInt64(input, struct.getInt(ordinal));
            case LONG -> inputs.setInt64(input, struct.getLong(ordinal));
            case FLOAT -> inputs.setFloat64(input, struct.getFloat(ordinal));
            case DOUBLE -> inputs.setFloat64(input, struct.getDouble(ordinal));
            case STRING -> inputs.setString(input, struct.getUTF8String(ordinal).toString());
            case TIMESTAMP -> inputs.setTimestamp(input, struct.getLong(ordinal));
            case BINARY -> inputs.setBytes(input, struct.getBinary(ordinal));
        }
    }
}

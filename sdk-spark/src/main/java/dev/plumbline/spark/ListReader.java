package dev.plumbline.spark;

import dev.plumbline.feature.FeatureType;
import dev.plumbline.feature.ValueState;
import dev.plumbline.transform.InputRow;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.util.ArrayData;

/**
 * Reads an array. One that has a null among its elements is not what its input declares: the input is in error.
 *
 * @param held how the elements are stored
 * @param declared what the input takes
 */
record ListReader(ScalarReader held, FeatureType.Kind declared) implements CellReader {
    @Override
    public void read(InternalRow struct, int ordinal, InputRow inputs, int input) {
        ArrayData array = struct.getArray(ordinal);
        int length = array.numElements();
        for (int i = 0; i < length; i++) {
            if (array.isNullAt(i)) {
                inputs.setState(input, ValueState.ERROR);
                return;
            }
        }
        inputs.setElements(input, elements(array, length));
    }

    private Object elements(ArrayData array, int length) {
        return switch (declared) {
            case BOOL -> array.toBooleanArray();
            case INT32 -> ints(array, length);
            case INT64, TIMESTAMP -> longs(array, length);
            case FLOAT32 -> array.toFloatArray();
            case FLOAT64 -> doubles(array, length);
            case STRING -> texts(array, length);
            default -> octets(array, length);
        };
    }

    private int[] ints(ArrayData array, int length) {
        if (held == ScalarReader.INT) {
            return array.toIntArray();
        }
        int[] values = new int[length];
        for (int i = 0; i < length; i++) {
            values[i] = held == ScalarReader.BYTE ? array.getByte(i) : array.getShort(i);
        }
        return values;
    }

    private long[] longs(ArrayData array, int length) {
        if (held.held.kind() == declared) {
            return array.toLongArray();
        }
        int[] narrow = ints(array, length);
        long[] values = new long[length];
        for (int i = 0; i < length; i++) {
            values[i] = narrow[i];
        }
        return values;
    }

    private double[] doubles(ArrayData array, int length) {
        if (held == ScalarReader.DOUBLE) {
            return array.toDoubleArray();
        }
        double[] values = new double[length];
        if (held == ScalarReader.FLOAT) {
            for (int i = 0; i < length; i++) {
                values[i] = array.getFloat(i);
            }
            return values;
        }
        int[] narrow = ints(array, length);
        for (int i = 0; i < length; i++) {
            values[i] = narrow[i];
        }
        return values;
    }

    private static String[] texts(ArrayData array, int length) {
        String[] values = new String[length];
        for (int i = 0; i < length; i++) {
            values[i] = array.getUTF8String(i).toString();
        }
        return values;
    }

    private static byte[][] octets(ArrayData array, int length) {
        byte[][] values = new byte[length][];
        for (int i = 0; i < length; i++) {
            values[i] = array.getBinary(i);
        }
        return values;
    }
}

package dev.plumbline.cache.tiered;

import dev.plumbline.feature.FeatureRow;
import dev.plumbline.feature.FeatureType;
import dev.plumbline.feature.FeatureView;
import dev.plumbline.feature.ValueState;

/** Reads from an {@link Envelope} what a row holds as objects: texts, octets, lists and vectors. */
final class ObjectReader {
    /** The length that precedes each text or octet string. */
    private static final int COUNT_OCTETS = 4;

    private ObjectReader() {}

    static boolean isObject(FeatureType type) {
        return switch (type.kind()) {
            case BOOL, INT32, INT64, FLOAT32, FLOAT64, TIMESTAMP -> false;
            case STRING, BYTES, LIST, VECTOR -> true;
        };
    }

    /** Tells whether each present cell that has to hold an object does, and a vector one of its length. */
    static boolean hasAll(FeatureRow row) {
        FeatureView view = row.view();
        for (int slot = 0; slot < view.size(); slot++) {
            FeatureType type = view.type(slot);
            if (isObject(type) && row.storedState(slot) == ValueState.PRESENT) {
                Object object = row.object(slot);
                if (object == null
                        || (type.kind() == FeatureType.Kind.VECTOR
                                && java.lang.reflect.Array.getLength(object) != type.length())) {
                    return false;
                }
            }
        }
        return true;
    }

    static Object read(ByteSource in, FeatureType type) {
        return switch (type.kind()) {
            case STRING -> in.getText();
            case BYTES -> in.getCounted();
            case LIST, VECTOR -> elements(in, type.element().kind());
            case BOOL, INT32, INT64, FLOAT32, FLOAT64, TIMESTAMP ->
                throw new IllegalStateException(type + " is a number");
        };
    }

    private static Object elements(ByteSource in, FeatureType.Kind element) {
        return switch (element) {
            case BOOL -> {
                boolean[] values = new boolean[in.getCount(1)];
                for (int i = 0; i < values.length; i++) {
                    values[i] = in.getByte() != 0;
                }
                yield values;
            }
            case INT32 -> {
                int[] values = new int[in.getCount(Integer.BYTES)];
                for (int i = 0; i < values.length; i++) {
                    values[i] = in.getInt();
                }
                yield values;
            }
            case INT64, TIMESTAMP -> in.getLongs(in.getCount(Long.BYTES));
            case FLOAT32 -> {
                float[] values = new float[in.getCount(Float.BYTES)];
                for (int i = 0; i < values.length; i++) {
                    values[i] = Float.intBitsToFloat(in.getInt());
                }
                yield values;
            }
            case FLOAT64 -> {
                double[] values = new double[in.getCount(Double.BYTES)];
                for (int i = 0; i < values.length; i++) {
                    values[i] = Double.longBitsToDouble(in.getLong());
                }
                yield values;
            }
            case STRING -> {
                String[] values = new String[in.getCount(COUNT_OCTETS)];
                for (int i = 0; i < values.length; i++) {
                    values[i] = in.getText();
                }
                yield values;
            }
            case BYTES -> {
                byte[][] values = new byte[in.getCount(COUNT_OCTETS)][];
                for (int i = 0; i < values.length; i++) {
                    values[i] = in.getCounted();
                }
                yield values;
            }
            case LIST, VECTOR -> throw new IllegalStateException("lists do not nest");
        };
    }
}

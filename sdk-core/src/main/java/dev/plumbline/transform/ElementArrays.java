package dev.plumbline.transform;

import dev.plumbline.feature.FeatureType;

/** The arrays that hold the elements of lists and vectors. */
final class ElementArrays {
    private ElementArrays() {}

    static boolean holds(FeatureType.Kind element, Object array) {
        return switch (element) {
            case BOOL -> array instanceof boolean[];
            case INT32 -> array instanceof int[];
            case INT64, TIMESTAMP -> array instanceof long[];
            case FLOAT32 -> array instanceof float[];
            case FLOAT64 -> array instanceof double[];
            case STRING -> array instanceof String[];
            case BYTES -> array instanceof byte[][];
            default -> false;
        };
    }

    static Object of(FeatureType.Kind element, int length) {
        return switch (element) {
            case BOOL -> new boolean[length];
            case INT32 -> new int[length];
            case INT64, TIMESTAMP -> new long[length];
            case FLOAT32 -> new float[length];
            case FLOAT64 -> new double[length];
            case STRING -> new String[length];
            default -> new byte[length][];
        };
    }

    /** Returns the same elements as another type holds them; what has no other form is returned as it is. */
    static Object widened(Object object, FeatureType type) {
        if (type.isScalar() || holds(type.element().kind(), object)) {
            return object;
        }
        boolean integers = type.element().kind() == FeatureType.Kind.INT64;
        if (object instanceof int[] values) {
            return integers
                    ? java.util.Arrays.stream(values).asLongStream().toArray()
                    : java.util.Arrays.stream(values).asDoubleStream().toArray();
        }
        if (object instanceof float[] values) {
            double[] wide = new double[values.length];
            for (int i = 0; i < values.length; i++) {
                wide[i] = values[i];
            }
            return wide;
        }
        return object;
    }
}

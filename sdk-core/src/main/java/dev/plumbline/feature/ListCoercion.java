package dev.plumbline.feature;

import org.jspecify.annotations.Nullable;

/** The coercion table for the elements of lists: all fit, or the cell is refused. */
final class ListCoercion {
    private ListCoercion() {}

    static void putInt64s(FeatureRowBuilder row, int slot, FeatureType.@Nullable Kind element, long[] values) {
        boolean fits = true;
        if (element == FeatureType.Kind.INT32) {
            int[] narrow = new int[values.length];
            for (int i = 0; i < values.length; i++) {
                narrow[i] = (int) values[i];
                fits &= narrow[i] == values[i];
            }
            row.putListIf(fits, slot, narrow, values.length);
        } else if (element == FeatureType.Kind.FLOAT64) {
            double[] wide = new double[values.length];
            for (int i = 0; i < values.length; i++) {
                wide[i] = (double) values[i];
                fits &= CellCoercion.fitsFloat64(values[i]);
            }
            row.putListIf(fits, slot, wide, values.length);
        } else if (element == FeatureType.Kind.FLOAT32) {
            float[] floats = new float[values.length];
            for (int i = 0; i < values.length; i++) {
                floats[i] = (float) values[i];
                fits &= CellCoercion.fitsFloat32(values[i]);
            }
            row.putListIf(fits, slot, floats, values.length);
        } else {
            row.refuse(slot);
        }
    }

    static void putFloat64s(FeatureRowBuilder row, int slot, FeatureType.@Nullable Kind element, double[] values) {
        boolean fits = true;
        if (element == FeatureType.Kind.FLOAT32) {
            float[] narrow = new float[values.length];
            for (int i = 0; i < values.length; i++) {
                narrow[i] = (float) values[i];
                fits &= CellCoercion.fitsFloat32(values[i]);
            }
            row.putListIf(fits, slot, narrow, values.length);
        } else if (element == FeatureType.Kind.INT64 || element == FeatureType.Kind.TIMESTAMP) {
            long[] integers = new long[values.length];
            for (int i = 0; i < values.length; i++) {
                integers[i] = (long) values[i];
                fits &= CellCoercion.fitsInt64(values[i]);
            }
            row.putListIf(fits, slot, integers, values.length);
        } else if (element == FeatureType.Kind.INT32) {
            int[] integers = new int[values.length];
            for (int i = 0; i < values.length; i++) {
                integers[i] = (int) values[i];
                fits &= CellCoercion.fitsInt32(values[i]);
            }
            row.putListIf(fits, slot, integers, values.length);
        } else {
            row.refuse(slot);
        }
    }

    static void putFloat32s(FeatureRowBuilder row, int slot, FeatureType.@Nullable Kind element, float[] values) {
        boolean fits = true;
        if (element == FeatureType.Kind.FLOAT64) {
            double[] wide = new double[values.length];
            for (int i = 0; i < values.length; i++) {
                wide[i] = values[i];
            }
            row.putListIf(true, slot, wide, values.length);
        } else if (element == FeatureType.Kind.INT64 || element == FeatureType.Kind.TIMESTAMP) {
            long[] integers = new long[values.length];
            for (int i = 0; i < values.length; i++) {
                integers[i] = (long) values[i];
                fits &= CellCoercion.fitsInt64(values[i]);
            }
            row.putListIf(fits, slot, integers, values.length);
        } else if (element == FeatureType.Kind.INT32) {
            int[] integers = new int[values.length];
            for (int i = 0; i < values.length; i++) {
                integers[i] = (int) values[i];
                fits &= CellCoercion.fitsInt64(values[i]);
            }
            row.putListIf(fits, slot, integers, values.length);
        } else {
            row.refuse(slot);
        }
    }
}

package dev.plumbline.cli;

import dev.plumbline.feature.FeatureType;
import dev.plumbline.transform.InputRow;
import dev.plumbline.transform.TransformSpec;
import dev.plumbline.transform.Vectorizer;
import java.util.Arrays;

/** The dense vector of one row, in the type that the spec says, filled again and again. */
final class RowVector {
    private final Vectorizer vectorizer;
    private final boolean float32;
    private final float[] float32s;
    private final double[] float64s;

    RowVector(TransformSpec spec) {
        this.vectorizer = spec.vectorizer();
        this.float32 = spec.outputType().equals(FeatureType.FLOAT32);
        this.float32s = new float[float32 ? vectorizer.width() : 0];
        this.float64s = new double[float32 ? 0 : vectorizer.width()];
    }

    void fill(InputRow row) {
        if (float32) {
            vectorizer.transform(row, float32s, 0);
        } else {
            vectorizer.transform(row, float64s, 0);
        }
    }

    void fillWithNaN() {
        Arrays.fill(float32s, Float.NaN);
        Arrays.fill(float64s, Double.NaN);
    }

    int width() {
        return vectorizer.width();
    }

    boolean isFloat32() {
        return float32;
    }

    /** The value of a slot, exactly. */
    double get(int slot) {
        return float32 ? float32s[slot] : float64s[slot];
    }
}

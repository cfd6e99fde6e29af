package dev.plumbline.transform.reference;

import dev.plumbline.feature.FeatureType;
import dev.plumbline.transform.InputRow;
import dev.plumbline.transform.SparseVector;
import dev.plumbline.transform.TransformException;
import dev.plumbline.transform.TransformSpec;
import dev.plumbline.transform.Vectorizer;
import java.util.HexFormat;
import java.util.Map;

/** What becomes of a row, as a text: the slots that are written with their bits, or a code. */
final class Outcome {
    private Outcome() {}

    /** What the evaluator gives for a row. */
    static String of(Evaluator evaluator, Map<String, Cell> cells) {
        try {
            StringBuilder slots = new StringBuilder();
            for (Evaluator.Slot slot : evaluator.row(cells)) {
                append(slots, slot.index(), slot.value());
            }
            return slots.toString();
        } catch (RowFault e) {
            return e.code();
        }
    }

    /** What the kernel gives for a row. */
    static String of(TransformSpec spec, InputRow row) {
        Vectorizer vectorizer = spec.vectorizer();
        StringBuilder slots = new StringBuilder();
        try {
            if (vectorizer.isSparse()) {
                SparseVector out = vectorizer.newSparse();
                vectorizer.transform(row, out);
                for (int i = 0; i < out.size(); i++) {
                    append(slots, out.slot(i), out.value(i));
                }
            } else {
                double[] out = dense(spec, row);
                for (int i = 0; i < out.length; i++) {
                    append(slots, i, out[i]);
                }
            }
            return slots.toString();
        } catch (TransformException e) {
            return e.code();
        }
    }

    private static double[] dense(TransformSpec spec, InputRow row) {
        Vectorizer vectorizer = spec.vectorizer();
        double[] values = new double[vectorizer.width()];
        if (spec.outputType().equals(FeatureType.FLOAT32)) {
            float[] out = new float[values.length];
            vectorizer.transform(row, out, 0);
            for (int i = 0; i < out.length; i++) {
                values[i] = out[i];
            }
        } else {
            vectorizer.transform(row, values, 0);
        }
        return values;
    }

    private static void append(StringBuilder slots, int index, double value) {
        slots.append(index)
                .append(':')
                .append(HexFormat.of().toHexDigits(Double.doubleToRawLongBits(value)))
                .append(' ');
    }
}

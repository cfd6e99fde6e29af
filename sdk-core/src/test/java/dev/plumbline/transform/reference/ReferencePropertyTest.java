package dev.plumbline.transform.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.plumbline.feature.FeatureType;
import dev.plumbline.transform.InputRow;
import dev.plumbline.transform.SparseVector;
import dev.plumbline.transform.SpecException;
import dev.plumbline.transform.TransformException;
import dev.plumbline.transform.TransformSpec;
import dev.plumbline.transform.Vectorizer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The kernel equals the evaluator: the same bits or the same code, whatever the spec and the row. */
class ReferencePropertyTest {
    private static final int ROWS = Boolean.getBoolean("plumbline.long") ? 1_000_000 : 100_000;
    private static final int ROWS_OF_A_SPEC = 100;
    private static final int SHOWN = 5;

    private final Coverage coverage = new Coverage();
    private final List<String> differences = new ArrayList<>();

    @Test
    void transform_anySpecAnyRow_equalsTheEvaluator() {
        assumeThat(coverage.isComplete())
                .as("every op of the reference is there")
                .isTrue();
        for (long seed = 0; seed < ROWS / ROWS_OF_A_SPEC && differences.size() < SHOWN; seed++) {
            compare(seed);
        }

        assertThat(differences).isEmpty();
        System.out.println(coverage);
        coverage.check();
    }

    private void compare(long seed) {
        RandomSpec random = new RandomSpec(seed, coverage::exists);
        TransformSpec spec;
        try {
            spec = TransformSpec.parse(random.text, "seed-" + seed);
        } catch (SpecException e) {
            differences.add("seed " + seed + " does not load: " + e.getMessage() + "\n" + random.text);
            return;
        }
        coverage.loaded(random);
        Evaluator evaluator = new Evaluator(random.text);
        Vectorizer vectorizer = spec.vectorizer();
        StateRows rows = new StateRows(new RandomRows(spec, seed));
        InputRow row = vectorizer.newInputs();
        for (int i = 0; i < ROWS_OF_A_SPEC; i++) {
            Map<String, Cell> cells = rows.next(row);
            String expected = expected(evaluator, cells);
            String got = got(spec, row);
            coverage.row(random, expected);
            if (!got.equals(expected)) {
                differences.add("seed " + seed + " row " + i + "\nexpected " + expected + "\ngot      " + got + "\nrow "
                        + cells + "\n" + random.text);
                return;
            }
        }
    }

    private static String expected(Evaluator evaluator, Map<String, Cell> cells) {
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

    private static String got(TransformSpec spec, InputRow row) {
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

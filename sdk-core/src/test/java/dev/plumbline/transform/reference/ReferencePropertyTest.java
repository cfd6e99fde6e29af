package dev.plumbline.transform.reference;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.transform.InputRow;
import dev.plumbline.transform.SpecException;
import dev.plumbline.transform.TransformSpec;
import java.util.ArrayList;
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
        for (long seed = 0; seed < ROWS / ROWS_OF_A_SPEC && differences.size() < SHOWN; seed++) {
            compare(seed);
        }

        assertThat(differences).isEmpty();
        System.out.println(coverage);
        coverage.check();
    }

    private void compare(long seed) {
        RandomSpec random = new RandomSpec(seed);
        TransformSpec spec;
        try {
            spec = TransformSpec.parse(random.text, "seed-" + seed);
        } catch (SpecException e) {
            differences.add("seed " + seed + " does not load: " + e.getMessage() + "\n" + random.text);
            return;
        }
        coverage.loaded(random);
        Evaluator evaluator = new Evaluator(random.text);
        StateRows rows = new StateRows(new RandomRows(spec, seed));
        InputRow row = spec.vectorizer().newInputs();
        for (int i = 0; i < ROWS_OF_A_SPEC; i++) {
            Map<String, Cell> cells = rows.next(row);
            String expected = Outcome.of(evaluator, cells);
            String got = Outcome.of(spec, row);
            coverage.row(random, expected);
            if (!got.equals(expected)) {
                differences.add("seed " + seed + " row " + i + "\nexpected " + expected + "\ngot      " + got + "\nrow "
                        + cells + "\n" + random.text);
                return;
            }
        }
    }
}

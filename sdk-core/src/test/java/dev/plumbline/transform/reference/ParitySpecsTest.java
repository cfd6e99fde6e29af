package dev.plumbline.transform.reference;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.transform.InputRow;
import dev.plumbline.transform.TransformSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The specs that other ways of running specs are compared on say something. */
class ParitySpecsTest {
    private static final int ROWS = 500;

    static List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("src/test/resources/dev/plumbline/transform/parity"))) {
            return files.filter(file -> file.toString().endsWith(".yaml"))
                    .sorted()
                    .toList();
        }
    }

    @Test
    void paritySpecs_together_useEveryOp() throws IOException {
        Set<String> used = new TreeSet<>();
        for (Path file : files()) {
            new ReferenceSpec(Files.readString(file))
                    .features.forEach(feature -> feature.steps().forEach(step -> used.add(step.op())));
        }

        assertThat(used).isEqualTo(new TreeSet<>(new Catalogue().ops.keySet()));
    }

    @ParameterizedTest
    @MethodSource("files")
    void paritySpec_randomRows_haveValuesMostlyAndTheEvaluators(Path file) throws IOException {
        TransformSpec spec = TransformSpec.load(file);
        Evaluator evaluator = new Evaluator(Files.readString(file));
        StateRows rows = new StateRows(new RandomRows(spec, 1));
        InputRow row = spec.vectorizer().newInputs();
        int values = 0;
        for (int i = 0; i < ROWS; i++) {
            Map<String, Cell> cells = rows.next(row);
            String expected = Outcome.of(evaluator, cells);
            assertThat(Outcome.of(spec, row)).as("%s", cells).isEqualTo(expected);
            values += expected.startsWith("PLB") ? 0 : 1;
        }

        assertThat(values).isGreaterThan(ROWS / 2);
    }
}

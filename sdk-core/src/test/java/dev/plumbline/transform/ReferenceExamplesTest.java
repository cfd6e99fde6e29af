package dev.plumbline.transform;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Runs the examples of the spec reference: each is made a golden row of a spec of its own. */
class ReferenceExamplesTest {
    /** A row of the table. */
    record Example(String op, String inputs, String steps, String gives) {}

    static List<Example> examples() throws IOException {
        String page = Files.readString(Path.of("../docs/spec-reference.md"));
        int start = page.indexOf("## Examples and comparison");
        String section = page.substring(start, page.indexOf("\n## ", start));
        return section.lines()
                .filter(line -> line.startsWith("| `") || line.startsWith("| (no step)"))
                .map(line -> line.split(" \\| ", -1))
                .map(cells -> new Example(code(cells[0].substring(2)), code(cells[1]), code(cells[2]), code(cells[3])))
                .toList();
    }

    private static String code(String cell) {
        return cell.replace("`", "");
    }

    @ParameterizedTest
    @MethodSource("examples")
    void example_ofTheReference_holdsToTheBit(Example example) {
        String text = spec(example);

        assertThat(Specs.parse(text).warnings()).isNotNull();
    }

    @Test
    void examples_coverEveryOp() throws IOException {
        Set<String> shown = examples().stream().map(Example::op).collect(Collectors.toCollection(HashSet::new));
        shown.remove("(no step)");

        assertThat(new TreeSet<>(shown)).isEqualTo(new TreeSet<>(Ops.names()));
    }

    private static String spec(Example example) {
        String[] inputs = example.inputs().split("; ", -1);
        StringBuilder declared = new StringBuilder();
        StringBuilder names = new StringBuilder();
        StringBuilder row = new StringBuilder();
        for (int i = 0; i < inputs.length; i++) {
            char name = (char) ('a' + i);
            int colon = inputs[i].indexOf(": ");
            declared.append("  ")
                    .append(name)
                    .append(": {type: \"")
                    .append(inputs[i], 0, colon)
                    .append("\", from: request}\n");
            names.append(i == 0 ? "" : ", ").append(name);
            row.append(i == 0 ? "" : ", ").append(name).append(inputs[i].substring(colon));
        }
        String out = Stream.of(example.gives().split(" ", -1))
                .map(word -> Specs.bits(Double.parseDouble(word)))
                .collect(Collectors.joining(" "));
        return """
                plumbline: 1
                name: example
                version: a
                semantics: 1
                output: {type: f64}
                inputs:
                %sfeatures:
                  - {name: f, %s, steps: %s}
                examples:
                  - {in: {%s}, out: "%s"}
                """.formatted(
                declared, inputs.length == 1 ? "input: a" : "inputs: [" + names + "]", example.steps(), row, out);
    }

    @Test
    void example_thatIsWrong_isNoticed() {
        Example wrong = new Example("scale", "f64: 3", "[{scale: {by: 2}}]", "7");

        assertThat(Arrays.asList(spec(wrong).split("\n", -1))).contains("  - {in: {a: 3}, out: \"401c000000000000\"}");
        org.assertj.core.api.Assertions.assertThatThrownBy(() -> Specs.parse(spec(wrong)))
                .isInstanceOf(SpecException.class)
                .hasMessageContaining("PLB-110");
    }
}

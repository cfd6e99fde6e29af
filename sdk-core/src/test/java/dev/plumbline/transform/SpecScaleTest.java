package dev.plumbline.transform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Reading takes time and memory in proportion to the document, however it is filled. */
class SpecScaleTest {
    private static final int LONG = 4_000_000;
    private static final long MOST_SECONDS = 10;
    private static final String HEAD = "plumbline: 1\nname: large\nversion: a\nsemantics: 1\n";
    private static final String INPUT = "inputs:\n  v: {type: string, from: request}\n";
    private static final String FEATURE = "features:\n  - {name: f, input: v, steps: [is_missing]}\n";

    @ParameterizedTest
    @ValueSource(strings = {"%s", "'%s'", "\"%s\"", "|\n  %s", ">\n  %s", "a # %s"})
    void parse_longScalar_isReadInOnePass(String form) throws Exception {
        String text = HEAD + INPUT + FEATURE + "description: " + form.formatted("a".repeat(LONG)) + "\n";

        assertThat(ThreadUse.cpuSeconds(() -> Specs.parse(text))).isLessThan(MOST_SECONDS);
        assertThat(ThreadUse.allocatedBytes(() -> Specs.parse(text))).isLessThan(40L * LONG);
    }

    @Test
    void parse_manyInputsFeaturesAndValues_takesSecondsAtMost() throws Exception {
        int count = 40_000;
        String text = HEAD + "inputs:\n" + lines(count, i -> "  v" + i + ": {type: f64, from: request}") + "features:\n"
                + lines(count, i -> "  - {name: f" + i + ", input: v" + i + "}") + "examples:\n  - in:\n"
                + lines(count, i -> "      v" + i + ": 0") + "    out: \"" + "00000000 ".repeat(count) + "\"\n";

        assertThat(ThreadUse.cpuSeconds(() -> Specs.parse(text))).isLessThan(MOST_SECONDS);
    }

    @Test
    void parse_manyNamesOfOneFeature_takesSecondsAtMost() throws Exception {
        int count = 80_000;
        String text = HEAD + "inputs:\n" + lines(count, i -> " v" + i + ": {type: f64, from: request}")
                + "features:\n  - name: f\n    inputs:\n" + lines(count, i -> "    - v" + i) + "    steps: [dot]\n";

        assertThat(ThreadUse.cpuSeconds(
                        () -> assertThatThrownBy(() -> Specs.parse(text)).hasMessageStartingWith("PLB-103 ")))
                .isLessThan(MOST_SECONDS);
    }

    @Test
    void parse_longUnknownName_takesSecondsAtMost() throws Exception {
        int count = 20_000;
        String text = HEAD + "inputs:\n" + lines(count, i -> "  v" + i + ": {type: f64, from: request}")
                + "features:\n  - {name: f, input: " + "v".repeat(LONG / 2) + "}\n";

        assertThat(ThreadUse.cpuSeconds(() -> assertThatThrownBy(() -> Specs.parse(text))
                        .hasMessageMatching("PLB-101 s.yaml:20007 large: feature 'f' reads the unknown input "
                                + "'vvvv+ \\.\\.\\. v.*known: v0, v1, .*")))
                .isLessThan(MOST_SECONDS);
    }

    @Test
    void parse_longSexagesimal_isNamedAndNotNested() {
        String time = "1" + ":1".repeat(LONG / 2);
        String text = Specs.one("string", "[{vocab: {values: [" + time + "]}}, one_hot]");

        assertThatThrownBy(() -> Specs.parse(text)).hasMessageStartingWith("PLB-104 s.yaml:9 one: ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1,", "[],", "{},", "a: 1,"})
    void parse_moreValuesThanASpecHas_isRefused(String item) {
        String text = HEAD + "tags: [" + item.repeat(LONG / item.length()) + "]\n";

        assertThatThrownBy(() -> Specs.parse(text))
                .hasMessage("PLB-100 s.yaml:5: has more than 1000000 values; "
                        + "keep large vocabularies out of the file or hash them");
    }

    private static String lines(int count, IntFunction<String> line) {
        return IntStream.range(0, count).mapToObj(line).collect(Collectors.joining("\n", "", "\n"));
    }
}

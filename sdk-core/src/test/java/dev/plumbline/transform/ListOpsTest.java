package dev.plumbline.transform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ListOpsTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            [{list_pool: {fn: sum}}]                        | 3 1 2   | 6
            [{list_pool: {fn: mean}}]                       | 3 1 2   | 2
            [{list_pool: {fn: max}}]                        | 3 1 2   | 3
            [{list_pool: {fn: min}}]                        | 3 1 2   | 1
            [{list_pool: {fn: first}}]                      | 3 1 2   | 3
            [{list_pool: {fn: last}}]                       | 3 1 2   | 2
            [{list_pool: {fn: len}}]                        | 3 1 2   | 3
            [{list_pool: {fn: len}}]                        |         | 0
            [{take: {max_len: 2}}, {list_pool: {fn: sum}}]  | 3 1 2   | 4
            [{take: {max_len: 2, from: tail}}, {list_pool: {fn: sum}}] | 3 1 2 | 3
            [{take: {max_len: 5, from: tail}}, {list_pool: {fn: sum}}] | 3 1 2 | 6
            [{pad: {n: 5, value: -1}}]                      | 3 1 2   | 3 1 2 -1 -1
            [{pad: {n: 5, value: -1, side: start}}]         | 3 1 2   | -1 -1 3 1 2
            [{pad: {n: 2, value: 9}}]                       |         | 9 9
            [{vector: {dim: 3}}]                            | 3 1 2   | 3 1 2
            [l1_normalize, {vector: {dim: 2}}]              | -3 1    | -0.75 0.25
            [l2_normalize, {vector: {dim: 2}}]              | 3 -4    | 0.6 -0.8
            [max_normalize, {vector: {dim: 3}}]             | 2 -4 0  | 0.5 -1 0
            [l2_normalize, {vector: {dim: 2}}]              | 0 -0.0  | 0 0
            [{clip: {max: 2}}, {list_pool: {fn: sum}}]      | 3 1 2   | 5
            [log1p, {list_pool: {fn: first}}]               | 0 1     | 0
            """)
    void transform_list_givesItsValue(String steps, String given, String expected) {
        assertThat(run("list<f64>", steps, numbers(given))).containsExactly(numbers(expected));
    }

    @Test
    void transform_vector_passesThroughAndIsChecked() {
        assertThat(run("vector<f64,3>", "[]", 1, -0.0, 3)).containsExactly(1.0, 0.0, 3.0);
        assertThatThrownBy(() -> run("vector<f64,3>", "[]", 1, 2))
                .hasMessage("PLB-304 one/f: input 'v' (present) has length 2, the spec says 3; send as many");
        assertThatThrownBy(() -> run("list<f64>", "[{vector: {dim: 1}}]", 1, 2)).hasMessageContaining("PLB-304");
        assertThatThrownBy(() -> run("list<f64>", "[{pad: {n: 1, value: 0}}]", 1, 2))
                .hasMessageContaining("PLB-304");
    }

    @Test
    void transform_elements_followThePolicies() {
        assertThatThrownBy(() -> run("vector<f64,2>", "[]", 1, Double.NaN)).hasMessageContaining("PLB-301");
        assertThat(run("list<f64>", "[impute_empty, {list_pool: {fn: len}}]", 1, Double.NaN))
                .containsExactly(0);
        assertThat(run("vector<f64,2>", "[is_missing]", 1, Double.NaN)).containsExactly(1);
        assertThat(run("vector<f64,2>", "[is_missing]", 1, 2)).containsExactly(0);
        assertThatThrownBy(() -> run("vector<f64,2>", "[]", 1, Double.POSITIVE_INFINITY))
                .hasMessageContaining("PLB-303");
        assertThatThrownBy(() -> run("vector<f64,2>", "[log1p]", 1, -2)).hasMessageContaining("PLB-305");
        assertThatThrownBy(() -> run("list<f64>", "[{list_pool: {fn: max}}]")).hasMessageContaining("PLB-301");
        assertThatThrownBy(() -> run("list<f64>", "[{l1_normalize: {zero: error}}, {vector: {dim: 1}}]", 0))
                .hasMessageContaining("PLB-305");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            dot                    | 1 2 | 3 4  | 11
            euclidean              | 1 2 | 4 6  | 5
            cosine                 | 3 4 | 3 4  | 1
            {cosine: {zero: -7}}   | 3 4 | 0 0  | -7
            {cosine: {zero: -7}}   | 0 0 | 1e308 1e308 | -7
            {cosine: {zero: -7}}   | 1e-160 0 | 1e-165 0 | -7
            """)
    void transform_twoVectors_giveOneNumber(String step, String a, String b, double expected) {
        assertThat(join(step, a, b)).isEqualTo(expected);
    }

    @Test
    void transform_twoVectors_zeroOrMissing() {
        assertThatThrownBy(() -> join("cosine", "0 0", "1 2")).hasMessageContaining("PLB-305");
        assertThat(join("dot, {impute: {value: 5}}", "1 2", null)).isEqualTo(5);
        assertThatThrownBy(() -> join("dot", "1 2", null))
                .hasMessage("PLB-301 one/f: input 'w' (not_found) is not_found and no impute is declared; "
                        + "add an impute step, or is_missing beside it");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            vector<f32,3> | [{vector: {dim: 2}}]  | PLB-103 s.yaml:9 one: feature 'f' step 0 vector has dim 2 and takes a vector of 3; write dim: 3
            list<string>  | [{list_pool: {fn: sum}}] | PLB-103 s.yaml:9 one: feature 'f' step 0 list_pool has fn sum and takes a list of texts; write fn: len
            list<timestamp> | [{list_pool: {fn: len}}] | PLB-103 s.yaml:9 one: feature 'f' input 'v' gives a list that only is_missing takes; step 0 list_pool takes a vector or a list of numbers or a list of texts or a list of indexes: declare the input as another type
            """)
    void parse_listStepThatDoesNotFit_isRefused(String type, String steps, String message) {
        assertThatThrownBy(() -> Specs.parse(Specs.one(type, steps))).hasMessage(message);
    }

    @Test
    void parse_severalInputs_needAStepThatJoinsThem() {
        String two = Specs.one("vector<f32,3>", "[dot]")
                .replace("features:", "  w: {type: \"vector<f32,2>\", from: request}\nfeatures:");

        assertThatThrownBy(() -> Specs.parse(two.replace("input: v", "inputs: [v, w]")))
                .hasMessage(
                        "PLB-103 s.yaml:10 one: feature 'f' step 0 dot takes vectors of one length and is given 3 and 2;"
                                + " declare them alike");
        assertThatThrownBy(() -> Specs.parse(two))
                .hasMessage(
                        "PLB-103 s.yaml:10 one: feature 'f' has 1 input; step 0 dot takes exactly 2: list that many under"
                                + " 'inputs'");
        assertThatThrownBy(() ->
                        Specs.parse(two.replace("input: v", "inputs: [v, w]").replace("[dot]", "[]")))
                .hasMessage(
                        "PLB-103 s.yaml:10 one: feature 'f' has 2 inputs and no step that joins them; add one, such as sum,"
                                + " ratio, cross or time_diff");
        assertThatThrownBy(() -> Specs.parse(two.replace("input: v", "input: v, inputs: [v, w]")))
                .hasMessage("PLB-101 s.yaml:10 one: feature 'f' has both input and inputs; keep one");
    }

    private static double join(String step, String a, @Nullable String b) {
        Vectorizer vectorizer = Specs.parse(Specs.one("vector<f64,2>", "[" + step + "]")
                        .replace("features:", "  w: {type: \"vector<f64,2>\", from: request}\nfeatures:")
                        .replace("input: v", "inputs: [v, w]")
                        .replace("semantics: 1", "semantics: 1\noutput: {type: f64}"))
                .vectorizer();
        InputRow row = vectorizer.newInputs();
        row.setFloat64s(0, numbers(a));
        if (b != null) {
            row.setFloat64s(1, numbers(b));
        }
        double[] out = new double[1];
        vectorizer.transform(row, out, 0);
        return out[0];
    }

    private static double[] run(String type, String steps, double... values) {
        Vectorizer vectorizer = Specs.parse(
                        Specs.one(type, steps).replace("semantics: 1", "semantics: 1\noutput: {type: f64}"))
                .vectorizer();
        InputRow row = vectorizer.newInputs();
        row.setFloat64s(0, values);
        double[] out = new double[vectorizer.width()];
        vectorizer.transform(row, out, 0);
        return out;
    }

    private static double[] numbers(@Nullable String text) {
        return text == null
                ? new double[0]
                : Arrays.stream(text.split(" ", -1))
                        .mapToDouble(Double::parseDouble)
                        .toArray();
    }
}

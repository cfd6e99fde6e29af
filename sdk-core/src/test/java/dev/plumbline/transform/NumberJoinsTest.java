package dev.plumbline.transform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** One number of several, and the products of several. */
class NumberJoinsTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {ratio: {zero: -7}}      | 1 3           | 0.3333333333333333
            {ratio: {zero: -7}}      | 1 0           | -7
            {ratio: {zero: -7}}      | 0 -0.0        | -7
            {ratio: {zero: missing}} | 6 4           | 1.5
            diff                     | 0.3 0.1       | 0.19999999999999998
            sum                      | 0.1 0.2 0.3   | 0.6000000000000001
            sum                      | 0.3 0.2 0.1   | 0.6
            sum                      | 1e16 1 1      | 1e16
            sum                      | 1 1 1e16      | 10000000000000002
            product                  | 0.1 0.2 0.3   | 0.006000000000000001
            product                  | 0.3 0.2 0.1   | 0.006
            min                      | 3 -2 7        | -2
            max                      | 3 -2 7        | 7
            max                      | -0.0 -0.0     | 0
            min                      | Infinity -Infinity | -Infinity
            """)
    void join_numbers_fromLeftToRight(String step, String given, double expected) {
        assertThat(run(step, "{inf: keep}", numbers(given))).containsExactly(expected);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {ratio: {zero: 1}} | NaN 2 | NaN
            {ratio: {zero: 1}} | NaN 0 | 1
            diff               | 2 NaN | NaN
            sum                | NaN 2 | NaN
            product            | 0 NaN | NaN
            min                | 1 NaN | NaN
            max                | NaN 1 | NaN
            """)
    void join_nan_isKept(String step, String given, double expected) {
        assertThat(run(step, "{nan: keep}", numbers(given))).containsExactly(expected);
    }

    @Test
    void join_missing_passes() {
        for (String step : List.of("{ratio: {zero: 1}}", "diff", "sum", "product", "min", "max", "poly")) {
            double[] out = run(step + ", {impute: {value: 5}}", "{}", 1, Double.NaN);
            assertThat(out).hasSize(step.equals("poly") ? 5 : 1).containsOnly(5);
        }
    }

    @Test
    void ratio_zero_isMissingIfItSaysSo() {
        assertThat(run("{ratio: {zero: missing}}, {impute: {value: 5}}", "{}", 1, 0))
                .containsExactly(5);
        assertThatThrownBy(() -> run("{ratio: {zero: missing}}", "{}", 1, 0))
                .hasMessage("PLB-301 one/f: input 'a' (present) is divided by zero and no impute is declared; add an"
                        + " impute step, or is_missing beside it");
    }

    @Test
    void join_undefined_isAnError() {
        double infinity = Double.POSITIVE_INFINITY;

        assertThatThrownBy(() -> run("{ratio: {zero: missing}}", "{inf: keep}", infinity, infinity))
                .hasMessageContaining("PLB-305");
        assertThatThrownBy(() -> run("diff", "{inf: keep}", infinity, infinity)).hasMessageContaining("PLB-305");
        assertThatThrownBy(() -> run("poly", "{inf: keep}", infinity, 0)).hasMessageContaining("PLB-305");
        assertThatThrownBy(() -> run("product", "{}", 1e200, 1e200)).hasMessageContaining("PLB-307");
    }

    @Test
    void join_integers_nameTheInputThatIsNotExact() {
        TransformSpec spec = Specs.parse(spec("i64", "sum", "{}", 3));
        InputRow row = spec.vectorizer().newInputs();
        row.setInt64(0, 1L << 53);
        row.setInt64(1, -(1L << 53));
        row.setInt64(2, 7);
        double[] out = new double[1];
        spec.vectorizer().transform(row, out, 0);

        assertThat(out).containsExactly(7);
        row.setInt64(1, (1L << 53) + 1);
        assertThatThrownBy(() -> spec.vectorizer().transform(row, out, 0))
                .hasMessage("PLB-306 one/f: input 'b' (present) is 9007199254740993, which is not exactly"
                        + " representable as f64; send it as text");
    }

    /** The orders are those of scikit-learn's PolynomialFeatures and Spark's PolynomialExpansion. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            poly                                       | 2 3   | 2 3 4 6 9      | a b a^2 a*b b^2
            {poly: {order: spark}}                     | 2 3   | 2 4 3 6 9      | a a^2 b a*b b^2
            {poly: {bias: true}}                       | 2 3   | 1 2 3 4 6 9    | 1 a b a^2 a*b b^2
            {poly: {bias: true, order: spark}}         | 2 3   | 1 2 4 3 6 9    | 1 a a^2 b a*b b^2
            {poly: {interaction_only: true}}           | 2 3   | 2 3 6          | a b a*b
            {poly: {degree: 1}}                        | 2 3   | 2 3            | a b
            {poly: {degree: 3}}                        | 2 3   | 2 3 4 6 9 8 12 18 27 | a b a^2 a*b b^2 a^3 a^2*b a*b^2 b^3
            {poly: {degree: 3, order: spark}}          | 2 3   | 2 4 8 3 6 12 9 18 27 | a a^2 a^3 b a*b a^2*b b^2 a*b^2 b^3
            {poly: {degree: 5, interaction_only: true}} | 2 3 5 | 2 3 5 6 10 15 30 | a b c a*b a*c b*c a*b*c
            {poly: {order: spark}}                     | 2 3 5 | 2 4 3 6 9 5 10 15 25 | a a^2 b a*b b^2 c a*c b*c c^2
            {poly: {degree: 3, interaction_only: true, order: spark}} | 2 3 5 | 2 3 6 5 10 15 30 | a b a*b c a*c b*c a*b*c
            """)
    void poly_order_isThatOfThePeer(String step, String given, String expected, String names) {
        double[] numbers = numbers(given);
        TransformSpec spec = Specs.parse(spec("f64", step, "{}", numbers.length));

        assertThat(run(step, "{}", numbers)).containsExactly(numbers(expected));
        assertThat(spec.vectorizer().slotNames())
                .containsExactlyElementsOf(Arrays.stream(names.split(" ", -1))
                        .map(name -> "f[" + name + "]")
                        .toList());
    }

    @Test
    void poly_products_areMadeFromLeftToRight() {
        double[] out = run("{poly: {degree: 3, interaction_only: true}}", "{}", 0.1, 0.2, 0.3);

        assertThat(out[6]).isEqualTo(0.1 * 0.2 * 0.3).isNotEqualTo(0.3 * 0.2 * 0.1);
    }

    @Test
    void poly_oneInput_standsAnywhere() {
        Vectorizer vector = Specs.parse(Specs.one("vector<f64,2>", "[{scale: {by: 2}}, poly]"))
                .vectorizer();
        InputRow row = vector.newInputs();
        row.setFloat64s(0, new double[] {1, 3});
        float[] out = new float[5];
        vector.transform(row, out, 0);
        assertThat(out).containsExactly(2, 6, 4, 12, 36);
        assertThat(vector.slotNames()).containsExactly("f[x0]", "f[x1]", "f[x0^2]", "f[x0*x1]", "f[x1^2]");

        Vectorizer number = Specs.parse(Specs.one("i64", "[{impute: {value: 4}}, {poly: {degree: 3}}]"))
                .vectorizer();
        InputRow missing = number.newInputs();
        float[] powers = new float[3];
        number.transform(missing, powers, 0);
        assertThat(powers).containsExactly(4, 16, 64);
        assertThat(number.slotNames()).containsExactly("f[v]", "f[v^2]", "f[v^3]");

        double[] joined = run("sum, poly", "{}", 2, 3);
        assertThat(joined).containsExactly(5, 25);
    }

    @Test
    void poly_hotVector_isWrittenOut() {
        Vectorizer vectorizer = Specs.parse(
                        Specs.one("f64", "[{bucketize: {bounds: [0]}}, one_hot, {poly: {interaction_only: true}}]"))
                .vectorizer();
        InputRow row = vectorizer.newInputs();
        row.setFloat64(0, 3);
        float[] out = new float[3];
        vectorizer.transform(row, out, 0);

        assertThat(out).containsExactly(0, 1, 0);
    }

    @Test
    void poly_width_isBounded() {
        assertThat(Specs.parse(Specs.one("vector<f64,360>", "[poly]"))
                        .vectorizer()
                        .width())
                .isEqualTo(360 + 360 * 361 / 2);
        assertThatThrownBy(() -> Specs.parse(Specs.one("vector<f64,362>", "[poly]")))
                .hasMessage("PLB-107 s.yaml:9 one: feature 'f' step 0 poly of degree 2 makes more than 65536 numbers of"
                        + " 362; write a lower degree, or take fewer");
        assertThatThrownBy(() -> Specs.parse(Specs.one("vector<f64,65536>", "[{poly: {degree: 5}}]")))
                .hasMessageStartingWith("PLB-107");
        assertThat(Monomials.count(361, 2, false, false, 65_536)).isEqualTo(65_702);
        assertThat(Monomials.count(361, 2, true, true, 65_536)).isEqualTo(65_342);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ratio             | 2 | PLB-106 s.yaml:11 one: feature 'f' step 0 ratio has no zero; write it
            {ratio: {zero: none}} | 2 | PLB-115 s.yaml:11 one: feature 'f' step 0 ratio.zero is none; write a number as JSON has it, without quotes
            diff              | 3 | PLB-103 s.yaml:12 one: feature 'f' has 3 inputs; step 0 diff takes exactly 2: list that many under 'inputs'
            {poly: {degree: 6}} | 2 | PLB-106 s.yaml:11 one: feature 'f' step 0 poly.degree is 6; write 1 to 5
            {poly: {degree: 0}} | 2 | PLB-106 s.yaml:11 one: feature 'f' step 0 poly.degree is 0; write 1 to 5
            {poly: {bias: 1}} | 2 | PLB-115 s.yaml:11 one: feature 'f' step 0 poly.bias is 1; write true or false
            {sum: {}}, max    | 2 | PLB-103 s.yaml:11 one: feature 'f' step 0 sum gives a number; step 1 max joins inputs: make it the first step
            """)
    void parse_joinThatCannotWork_isRefused(String steps, int inputs, String message) {
        assertThatThrownBy(() -> Specs.parse(spec("f64", steps, "{}", inputs))).hasMessage(message);
    }

    @Test
    void parse_severalVectors_areRefused() {
        assertThatThrownBy(() -> Specs.parse(spec("vector<f64,2>", "poly", "{}", 2)))
                .hasMessage("PLB-103 s.yaml:11 one: feature 'f' step 0 poly takes several numbers or one vector; give"
                        + " each vector a feature of its own");
    }

    private static double[] run(String steps, String policy, double... values) {
        Vectorizer vectorizer =
                Specs.parse(spec("f64", steps, policy, values.length)).vectorizer();
        InputRow row = vectorizer.newInputs();
        for (int i = 0; i < values.length; i++) {
            row.setFloat64(i, values[i]);
        }
        double[] out = new double[vectorizer.width()];
        vectorizer.transform(row, out, 0);
        return out;
    }

    /** A spec of one feature over inputs {@code a}, {@code b} and so on. */
    private static String spec(String type, String steps, String policy, int inputs) {
        StringBuilder declared = new StringBuilder();
        StringBuilder names = new StringBuilder();
        for (int i = 0; i < inputs; i++) {
            String name = String.valueOf((char) ('a' + i));
            declared.append(String.format(Locale.ROOT, "  %s: {type: \"%s\", from: request}%n", name, type));
            names.append(i == 0 ? "" : ", ").append(name);
        }
        return Specs.one(type, "[" + steps + "]", policy)
                .replace("  v: {type: \"" + type + "\", from: request}\n", declared)
                .replace("input: v", "inputs: [" + names + "]")
                .replace("semantics: 1", "semantics: 1\noutput: {type: f64}");
    }

    private static double[] numbers(String text) {
        return Arrays.stream(text.split(" ", -1))
                .mapToDouble(Double::parseDouble)
                .toArray();
    }
}

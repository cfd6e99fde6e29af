package dev.plumbline.transform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What stands for a missing value, of each kind. */
class ImputeTest {
    private static final String CYCLIC = "{cyclic: {part: second_of_day, zone: UTC, period: 4}}";

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            f64           | {impute: {value: -2.5}}                              | -2.5
            i64           | {impute: {value: 37}}                                | 37
            i64           | {impute: {value: 2.5}}                               | 2.5
            bool          | {impute: {value: 1}}                                 | 1
            string        | {impute: {value: b}}, {vocab: {values: [a, b]}}, one_hot | 0 1
            string        | {impute: {value: "NO"}}, {vocab: {values: [a, "NO"]}}, as_number | 1
            timestamp     | {impute: {value: 1000000}}, {date_part: {part: second, zone: UTC}} | 1
            timestamp     | {impute: {value: "1970-01-01T00:00:02.5Z"}}, {date_part: {part: second, zone: UTC}} | 2
            vector<f64,3> | {impute: {value: 1.5}}                               | 1.5 1.5 1.5
            vector<f32,2> | {impute: {value: 0}}, {scale: {offset: 1}}           | 1 1
            list<f64>     | {impute: {value: [1, 2.5]}}, {vector: {dim: 2}}      | 1 2.5
            list<i64>     | {impute: {value: [1, 2]}}, {vector: {dim: 2}}        | 1 2
            list<i64>     | {impute: {value: [1, 2.5]}}, {vector: {dim: 2}}      | 1 2.5
            list<bool>    | {impute: {value: []}}, {list_pool: {fn: len}}        | 0
            list<string>  | {impute: {value: [a, b, c]}}, {list_pool: {fn: len}} | 3
            """)
    void impute_missing_becomesTheValue(String type, String steps, String expected) {
        Vectorizer vectorizer = Specs.parse(Specs.one(type, "[" + steps + "]")).vectorizer();
        float[] out = new float[vectorizer.width()];
        vectorizer.transform(vectorizer.newInputs(), out, 0);

        StringBuilder text = new StringBuilder();
        for (float value : out) {
            text.append(text.isEmpty() ? "" : " ").append(Options.number(value));
        }
        assertThat(text).hasToString(expected);
    }

    @Test
    void impute_present_passesUnchanged() {
        Vectorizer texts = Specs.parse(
                        Specs.one("string", "[{impute: {value: b}}, {vocab: {values: [a, b]}}, as_number]"))
                .vectorizer();
        InputRow row = texts.newInputs();
        row.setString(0, "a");
        assertThat(run(texts, row)).containsExactly(0);

        Vectorizer times = Specs.parse(Specs.one("timestamp", "[{impute: {value: 0}}, " + CYCLIC + "]"))
                .vectorizer();
        InputRow time = times.newInputs();
        time.setTimestamp(0, 1_000_000);
        assertThat(run(times, time)[0]).isEqualTo(1);

        Vectorizer lists = Specs.parse(Specs.one("list<i64>", "[{impute: {value: [0.5]}}, {vector: {dim: 2}}]"))
                .vectorizer();
        InputRow list = lists.newInputs();
        list.setInt64s(0, new long[] {4, 1L << 53});
        assertThat(run(lists, list)).containsExactly(4, 0x1p53f);
        list.setInt64s(0, new long[] {4, (1L << 53) + 1});
        assertThatThrownBy(() -> run(lists, list)).hasMessageContaining("PLB-306");
    }

    /** An integer stays one only if what stands for a missing one is one. */
    @Test
    void impute_integer_staysOneOnlyIfTheValueIs() {
        assertThat(out("i64", "37")).isEqualTo(Kind.INTEGER);
        assertThat(out("i64", "37.0")).isEqualTo(Kind.INTEGER);
        assertThat(out("i64", "9007199254740993")).isEqualTo(Kind.INTEGER);
        assertThat(out("i64", "0.5")).isEqualTo(Kind.NUMBER);
        assertThat(out("i64", "1e300")).isEqualTo(Kind.NUMBER);
        assertThat(out("i64", "9223372036854775808")).isEqualTo(Kind.NUMBER);
        assertThat(out("list<i64>", "[37, 9007199254740993]")).isEqualTo(Kind.INTEGERS);
        assertThat(out("list<i64>", "[]")).isEqualTo(Kind.INTEGERS);
        assertThat(out("list<i64>", "[37, 0.5]")).isEqualTo(Kind.NUMBERS);
    }

    @Test
    void impute_value_isTypedInTheCanonicalForm() {
        assertThat(canonical("i64", "37.0")).contains("{\"impute\":{\"value\":\"f:4042800000000000\"}}");
        assertThat(canonical("i64", "9007199254740993")).contains("{\"impute\":{\"value\":9007199254740993}}");
        assertThat(canonical("list<i64>", "[9007199254740993, 1]"))
                .contains("{\"impute\":{\"value\":[9007199254740993,\"f:3ff0000000000000\"]}}");
        assertThat(canonical("string", "a b")).contains("{\"impute\":{\"value\":\"a b\"}}");
        assertThat(canonical("timestamp", "\"1970-01-01T00:00:02.5Z\""))
                .contains("{\"impute\":{\"value\":2500000}}")
                .isEqualTo(canonical("timestamp", "2500000"));
        assertThat(canonical("vector<f64,2>", "2")).contains("{\"impute\":{\"value\":\"f:4000000000000000\"}}");
        assertThat(canonical("list<string>", "[a, b]")).contains("{\"impute\":{\"value\":[\"a\",\"b\"]}}");
        assertThat(canonical("i64", "37, by: median")).isEqualTo(canonical("i64", "37"));
        assertThat(canonical("i64", "37, by: mode")).contains("{\"impute\":{\"by\":\"mode\",\"value\":");
    }

    @Test
    void impute_fitted_isTypedByItsInput() {
        String marked = Specs.one("string", "[{impute: {value: fit, by: mode}}, {vocab: {values: [a, b]}}, one_hot]");
        TransformSpec fitted = Specs.parse(marked + "params: {f/0/impute: {value: b}}\n");

        assertThat(fitted.fingerprint())
                .isEqualTo(Specs.parse(marked.replace("value: fit", "value: b")).fingerprint());
    }

    @Test
    void impute_byPolicy_computesWithTheNumber() {
        Vectorizer vectorizer = Specs.parse(Specs.one("i64", "[{scale: {by: 2}}]", "{missing: {impute: {value: 2.5}}}"))
                .vectorizer();
        InputRow row = vectorizer.newInputs();
        assertThat(run(vectorizer, row)).containsExactly(5);
        row.setInt64(0, 4);
        assertThat(run(vectorizer, row)).containsExactly(8);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            f64       | {value: a}        | PLB-115 s.yaml:9 one: feature 'f' step 0 impute.value is a; write a number as JSON has it, without quotes
            string    | {value: NO}       | PLB-104 s.yaml:9 one: feature 'f' step 0 impute.value has NO without quotes, which YAML 1.1 readers load as something else; write "NO"
            timestamp | {value: 1.5}      | PLB-115 s.yaml:9 one: feature 'f' step 0 impute.value is 1.5; write microseconds since 1970, or a time such as 2026-07-01T00:00:00Z
            vector<f64,2> | {value: [1, 2]} | PLB-115 s.yaml:9 one: feature 'f' step 0 impute.value is a list; write a number as JSON has it, without quotes
            list<f64> | {value: 1}        | PLB-115 s.yaml:9 one: feature 'f' step 0 impute.value is 1; write a list
            list<i64> | {value: [a]}      | PLB-115 s.yaml:9 one: feature 'f' step 0 impute.value is a; write a number as JSON has it, without quotes
            f64       | {value: 1, by: max_likelihood} | PLB-106 s.yaml:9 one: feature 'f' step 0 impute.by is max_likelihood; write mean or median or mode or min or max
            f64       | {}                | PLB-106 s.yaml:9 one: feature 'f' step 0 impute has no value; write it, or fit to have it fitted
            """)
    void parse_valueOfAnotherKind_isRefused(String type, String options, String message) {
        assertThatThrownBy(() -> Specs.parse(Specs.one(type, "[{impute: " + options + "}]")))
                .hasMessage(message);
    }

    private static String canonical(String type, String value) {
        String last = switch (type) {
            case "string" -> ", {vocab: {values: [a]}}, as_number";
            case "timestamp" -> ", " + CYCLIC;
            default -> type.startsWith("list") ? ", {list_pool: {fn: len}}" : "";
        };
        return Specs.parse(Specs.one(type, "[{impute: {value: " + value + "}}" + last + "]"))
                .canonicalForm();
    }

    private static Kind out(String type, String value) {
        String last = type.startsWith("list") ? ", {list_pool: {fn: len}}" : "";
        String text = Specs.one(type, "[{impute: {value: " + value + "}}" + last + "]");
        return DocumentParser.parse(text, "s.yaml")
                .plans()
                .get(0)
                .steps()
                .get(0)
                .out
                .kind();
    }

    private static float[] run(Vectorizer vectorizer, InputRow row) {
        float[] out = new float[vectorizer.width()];
        vectorizer.transform(row, out, 0);
        return out;
    }
}

package dev.plumbline.transform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is refused, warned of, or the same, among the ops over categories and texts. */
class CategorySpecTest {
    private static final String STEP = "PLB-%s s.yaml:9 one: feature 'f' step %s";

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            i64    | [{vocab: {values: ["1", "01"]}}, one_hot]    | 117 | 0 vocab has "01" in values, and its input is an integer; write the digits of one of 64 bits, such as "-12"
            i64    | [{vocab: {values: ["-0"]}}, one_hot]         | 117 | 0 vocab has "-0" in values, and its input is an integer; write the digits of one of 64 bits, such as "-12"
            i64    | [{vocab: {values: ["9223372036854775808"]}}, one_hot] | 117 | 0 vocab has "9223372036854775808" in values, and its input is an integer; write the digits of one of 64 bits, such as "-12"
            i64    | [{value_map: {map: {"+1": 2}}}]              | 117 | 0 value_map has "+1" in map, and its input is an integer; write the digits of one of 64 bits, such as "-12"
            i64    | [{vocab: {values: ["1", "1"]}}, one_hot]     | 113 | 0 vocab has "1" twice (values 0 and 1); remove one
            string | [{vocab: {values: [1]}}, one_hot]            | 104 | 0 vocab.values has 1 without quotes, which YAML 1.1 readers load as something else; write "1"
            string | [{value_map: {map: {NO: 1}}}]                | 104 | 0 value_map.map has NO without quotes, which YAML 1.1 readers load as something else; write "NO"
            string | [{value_map: {map: {1e3: 1}}}]               | 104 | 0 value_map.map has 1e3 without quotes, which YAML 1.1 readers load as something else; write "1e3"
            string | [{value_map: {map: {null: 1}}}]              | 104 | 0 value_map.map has null without quotes, which YAML 1.1 readers load as something else; write "null"
            string | [{value_map: {map: {}}}]                     | 106 | 0 value_map has no map; list at least one
            string | [{value_map: {map: {a: x}}}]                 | 115 | 0 value_map.map.a is x; write a number as JSON has it, without quotes
            string | [{count_encode: {}}]                         | 106 | 0 count_encode has no map; write it, or fit to have it fitted
            string | [{bool: {true: [a], false: [b, a]}}]         | 113 | 0 bool has "a" in both true and false; keep one
            string | [{bool: {true: [a], false: []}}]             | 106 | 0 bool has no false; list at least one
            string | [{vocab: {values: [a], missing_as: oov}}, one_hot] | 106 | 0 vocab has missing_as: oov and no slot for that; add oov: 1
            string | [{vocab: {values: [a], preset: spark, missing: 1}}, one_hot] | 106 | 0 vocab has missing_as: oov, which leaves the slot of missing: 1 empty; drop one
            string | [{vocab: {values: [a], oov: 65537}}, one_hot] | 106 | 0 vocab.oov is 65537; write 0 to 65536
            string | [{hash: {size: 0}}, one_hot]                 | 106 | 0 hash.size is 0; write 1 to 16777216
            string | [{hash: {size: 2, seed: 4294967296}}, one_hot] | 106 | 0 hash.seed is 4294967296; write 0 to 4294967295
            string | [{hash: {size: 2, fn: md5}}, one_hot]        | 106 | 0 hash.fn is md5; write murmur3_32
            i64    | [one_hot]                                    | 106 | 0 one_hot has no size and takes an integer; write how many integers there are
            string | [{hash: {size: 5}}, {one_hot: {size: 6}}]    | 106 | 1 one_hot has size 6 and takes an index (0..4); write 5, or no size
            string | [{hash: {size: 5}}, {one_hot: {base: 1}}]    | 106 | 1 one_hot has a base and takes an index (0..4); write one for integers only
            string | [{hash: {size: 1}}, {one_hot: {drop: last}}] | 106 | 1 one_hot drops the only category; write drop: none
            string | [{target_encode: {map: {a: 1}, prior: 0}}]   | 106 | 0 target_encode has no training; write it
            string | [{target_encode: {map: {a: 1}, prior: 0, training: in_fold, smoothing: -1}}] | 107 | 0 target_encode has smoothing -1; write 0 or more
            string | [{target_encode: {map: {a: 1}, prior: 0, training: in_fold, target: w}}] | 101 | 0 target_encode has target: w, which is no input; did you mean 'v'?
            """)
    void parse_badOption_isNamed(String type, String steps, String code, String message) {
        assertThatThrownBy(() -> Specs.parse(Specs.one(type, steps))).hasMessage(withDot(code, message));
    }

    /** Faults of an option name it after a dot; those of a step after a space. */
    private static String withDot(String code, String message) {
        return STEP.formatted(code, message);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {string: {case: upper}}                    | DE, De  | has "DE" twice after string normalisation (values 0, and "De"); remove one
            {string: {case: upper}}                    | US, De  | has "De" in values, which the string step before it makes "DE"; write that
            "{string: {trim: true, empty: missing}}"   | a, "\u00A0" | has "\u00A0" in values, which the string step before it makes missing; remove it
            {string: {normalize: nfkc}}                | "ﬁ"     | has "ﬁ" in values, which the string step before it makes "fi"; write that
            {string: {remove: "[-]"}}                  | a-b     | has "a-b" in values, which the string step before it makes "ab"; write that
            """)
    void parse_valueThatStringChanges_isRefused(String string, String values, String message) {
        String steps = "[" + string.replaceAll("^\"|\"$", "") + ", {vocab: {values: [" + values + "]}}, ";

        assertThatThrownBy(() -> Specs.parse(Specs.one("string", steps + "one_hot]")))
                .hasMessage(STEP.formatted("113", "1 vocab " + message));
        assertThatThrownBy(() -> Specs.parse(Specs.one("list<string>", steps + "multi_hot]")))
                .hasMessage(STEP.formatted("113", "1 vocab " + message));
    }

    @Test
    void parse_keyThatStringChanges_isRefused() {
        String lower = "[{string: {case: lower}}, %s]";
        for (String step : List.of(
                "{value_map: {map: {A: 1}}}",
                "{count_encode: {map: {A: 1}}}",
                "{freq_encode: {map: {A: 1}}}",
                "{target_encode: {map: {A: 1}, prior: 0, training: in_fold}}",
                "{bool: {true: [\"t\"], false: [A]}}",
                "{bool: {true: [A], false: [\"f\"]}}")) {
            assertThatThrownBy(() -> Specs.parse(Specs.one("string", lower.formatted(step))))
                    .hasMessageStartingWith("PLB-113 s.yaml:9 one: feature 'f' step 1 ")
                    .hasMessageEndingWith("which the string step before it makes \"a\"; write that");
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            string       | [{vocab: {values: [a]}}, one_hot]            | oov   | step 0 vocab has no slot for unknown values and the policy is unknown: oov; add oov: 1
            string       | [{vocab: {values: [a]}}, as_number]          | zeros | has the policy unknown: zeros, which only one_hot can write; add one_hot or set unknown: oov
            string       | [{bool: {true: [a], false: [b]}}]            | oov   | step 0 bool has no value for other texts and the policy is unknown: oov; set unknown: error for the feature
            string       | [{bool: {true: [a], false: [b]}}]            | zeros | step 0 bool has no value for other texts and the policy is unknown: zeros; set unknown: error for the feature
            string       | [{value_map: {map: {a: 1}}}]                 | oov   | step 0 value_map has no default and the policy is unknown: oov; add default, or set unknown: error for the feature
            string       | [{freq_encode: {map: {a: 1}}}]               | zeros | step 0 freq_encode has no default and the policy is unknown: zeros; add default, or set unknown: error for the feature
            """)
    void parse_policyThatStepsCannotKeep_isRefused(String type, String steps, String unknown, String message) {
        assertThatThrownBy(() -> Specs.parse(Specs.one(type, steps, "{unknown: " + unknown + "}")))
                .hasMessageStartingWith("PLB-118 s.yaml:9 one: feature 'f' ")
                .hasMessageEndingWith(message);
    }

    @Test
    void warnings_slotForUnknownThatStaysEmpty_isNamed() {
        String never =
                "PLB-119 s.yaml:9 one: feature 'f' has a slot for unknown values that the policy unknown: %s never"
                        + " fills; set unknown: oov";
        String hot = "[{vocab: {values: [a], oov: 1, missing: 1%s}}, one_hot]";

        assertThat(Specs.parse(Specs.one("string", hot.formatted(""))).warnings())
                .containsExactly(never.formatted("error"));
        assertThat(Specs.parse(Specs.one("string", hot.formatted(""), "{unknown: zeros}"))
                        .warnings())
                .containsExactly(never.formatted("zeros"));
        assertThat(Specs.parse(Specs.one("string", hot.formatted(""), "{unknown: oov}"))
                        .warnings())
                .isEmpty();
        assertThat(Specs.parse(Specs.one("string", "[{vocab: {values: [a], preset: spark}}, one_hot]"))
                        .warnings())
                .as("missing values fill it")
                .isEmpty();
        assertThat(Specs.parse(Specs.one("list<string>", "[{vocab: {values: [a], oov: 1}}, multi_hot]"))
                        .warnings())
                .contains(never.formatted("error"));
    }

    @Test
    void warnings_inputThatIsATarget_isUsed() {
        String spec = Specs.one(
                        "string",
                        "[{target_encode: {map: {a: 1}, prior: 0, missing: 0, training: out_of_fold, target: label}}]")
                .replace("inputs:\n", "inputs:\n  label: {type: bool, from: request}\n");

        assertThat(Specs.parse(spec).warnings()).isEmpty();
        assertThat(Specs.parse(spec).inputs()).extracting(SpecInput::name).containsExactly("v");
        assertThat(Specs.parse(spec.replace(", target: label", "")).warnings())
                .containsExactly("PLB-114 s.yaml:7 one: input 'label' is used by no feature; remove it");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            vocab   | values: [a]  | spark   | oov: 1, missing_as: oov, order: asc
            vocab   | values: [a]  | sklearn | order: asc
            vocab   | values: [a]  | keras   | layout: values_last, missing: 1, oov: 1, order: desc
            hash    | size: 8      | spark   | seed: 42, mod: floor
            hash    | size: 8      | sklearn | seed: 0, mod: abs
            """)
    void preset_index_isItsOptionsWrittenOut(String op, String own, String preset, String options) {
        String steps = "[{" + op + ": {" + own + ", %s}}, one_hot]";
        assertSame(
                Specs.one("string", steps.formatted("preset: " + preset), "{unknown: error}"),
                Specs.one("string", steps.formatted(options), "{unknown: error}"));
    }

    @Test
    void preset_vectors_areTheirOptionsWrittenOut() {
        String hot = "[{hash: {size: 8}}, {one_hot: {%s}}]";
        assertSame(
                Specs.one("string", hot.formatted("preset: spark")), Specs.one("string", hot.formatted("drop: last")));
        for (String preset : List.of("sklearn", "keras")) {
            assertSame(
                    Specs.one("string", hot.formatted("preset: " + preset)),
                    Specs.one("string", hot.formatted("drop: none")));
        }
        String vector = "[{hash_vector: {size: 8, %s}}]";
        assertSame(
                Rows.several(vector.formatted("preset: spark"), "{}", "string", "f64"),
                Rows.several(
                        vector.formatted("seed: 42, mod: floor, sign: none, missing: skip"), "{}", "string", "f64"));
        assertSame(
                Rows.several(vector.formatted("preset: sklearn"), "{}", "string", "f64"),
                Rows.several(
                        vector.formatted("seed: 0, mod: abs, sign: alternate, missing: skip"), "{}", "string", "f64"));
        assertSame(
                Rows.several(vector.formatted("preset: sklearn, sign: none"), "{}", "string", "f64"),
                Rows.several(vector.formatted("seed: 0, mod: abs, missing: skip"), "{}", "string", "f64"));
    }

    @Test
    void canonicalForm_keysOfMaps_areInCodePointOrder() {
        String map = "[{value_map: {map: {\"😀\": 1, \"\\uFFFF\": 2, b: 3, a: 4}}}]";

        assertThat(Specs.parse(Specs.one("string", map)).canonicalForm())
                .contains("{\"a\":\"f:4010000000000000\",\"b\":\"f:4008000000000000\","
                        + "\"\uFFFF\":\"f:4000000000000000\",\"😀\":\"f:3ff0000000000000\"}");
        assertSame(
                Specs.one("string", map),
                Specs.one("string", "[{value_map: {map: {a: 4, b: 3, \"\\uFFFF\": 2, \"😀\": 1}}}]"));
        assertThat(Rows.one("string", map, "😀")).containsExactly(1);
        assertThat(Rows.one("string", map, "\uFFFF")).containsExactly(2);
    }

    @Test
    void parse_fittedOptions_comeFromParams() {
        String spec = Specs.one("string", "[{target_encode: {map: fit, prior: fit, missing: fit, training: in_fold}}]")
                + "params: {f/0/target_encode: {map: {a: 0.5}, prior: 0.25, missing: 0.125}}\n";

        assertThat(Rows.run(Specs.parse(spec.replace("semantics: 1", "semantics: 1\noutput: {type: f64}")), "a"))
                .containsExactly(0.5);
        assertThatThrownBy(() -> Specs.parse(spec.replace("{a: 0.5}", "{off: 0.5}")))
                .hasMessageContaining("PLB-104")
                .hasMessageContaining("write \"off\"");
    }

    private static void assertSame(String spec, String other) {
        assertThat(spec).isNotEqualTo(other);
        assertThat(Specs.parse(spec).fingerprint()).isEqualTo(Specs.parse(other).fingerprint());
    }
}

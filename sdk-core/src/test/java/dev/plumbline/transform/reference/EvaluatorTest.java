package dev.plumbline.transform.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The evaluator gives what Spark, scikit-learn, numpy and the calendar were seen to give. */
class EvaluatorTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "zscore: {mean: 3.75, std: 3.0956959368344519};               0.1; bff2dd6a351fead3",
                "zscore: {mean: 3.75, std: 3.0956959368344519, form: div};    0.1; bff2dd6a351fead2",
                "zscore: {preset: sklearn, mean: 3.75, std: 2.680951323690902}; 0.1; bff5c88727ff130f",
                "zscore: {preset: spark, mean: 7, std: 0};                    9; 0000000000000000",
                "zscore: {preset: sklearn, mean: 7, std: 0};                  9; 4000000000000000",
                "zscore: {preset: keras, mean: 0, std: 0};                    1e-7; 3ff0000000000000",
                "minmax: {preset: spark, min: 1, max: 4};                     10; 4008000000000000",
                "minmax: {preset: sklearn, min: 1, max: 4};                   10; 4007ffffffffffff",
                "minmax: {preset: spark, min: 7, max: 7};                     9; 3fe0000000000000",
                "minmax: {preset: sklearn, min: 7, max: 7};                   9; 4000000000000000",
                "round: {preset: spark};                                      2.5; 4008000000000000",
                "round: {preset: spark};                                      -2.5; c008000000000000",
                "round: {preset: sklearn};                                    2.5; 4000000000000000",
                "round: {preset: sklearn};                                    -2.5; c000000000000000",
                "binarize: {threshold: 0.5};                                  0.5; 0000000000000000",
                "log: {base: 2};                                              8; 4008000000000000",
                "log: {base: 10};                                             1000; 4008000000000000",
                "scale: {by: 3};                                              0.1; 3fd3333333333334",
                "maxabs: {max: 0};                                            5; 4014000000000000",
                "power: {method: yeo_johnson, lambda: 2};                     -1; bfe62e42fefa39ef",
            })
    void step_ofOneNumber_givesTheKnownBits(String step, double x, String bits) {
        assertThat(bits(run("f64", "[" + step + "]", "{}", Cell.present(x)))).isEqualTo(bits);
    }

    @Test
    void bucketize_twoEnds_areThoseOfDigitize() {
        for (double[] each : new double[][] {{-5, 0}, {-0.0, 1}, {0, 1}, {9.99, 1}, {10, 2}, {11, 2}}) {
            assertThat(run("f64", "[{bucketize: {bounds: [0, 10]}}, as_number]", "{}", Cell.present(each[0])))
                    .containsExactly(each[1]);
        }
    }

    @Test
    void hash_ofTexts_isThatOfSparkAndScikitLearn() {
        assertThat(hashed("hello", "{size: 262144}")).isEqualTo(250593);
        assertThat(hashed("3", "{size: 262144}")).isEqualTo(168590);
        assertThat(hashed("dog", "{seed: 0, size: 10}")).isEqualTo(7);
        assertThat(hashed("dog", "{preset: sklearn, size: 10}")).isEqualTo(3);
        assertThat(run("i64", "[{hash: {size: 262144}}, as_number]", "{}", Cell.present(3L)))
                .containsExactly(168590.0);
    }

    @Test
    void poly_ofTwoAndThree_hasTheOrderOfEach() {
        assertThat(joined("f64", "[{poly: {preset: spark}}]", 2.0, 3.0)).containsExactly(2.0, 4.0, 3.0, 6.0, 9.0);
        assertThat(joined("f64", "[{poly: {preset: sklearn}}]", 2.0, 3.0))
                .containsExactly(1.0, 2.0, 3.0, 4.0, 6.0, 9.0);
        assertThat(joined("f64", "[{poly: {interaction_only: true}}]", 2.0, 3.0))
                .containsExactly(2.0, 3.0, 6.0);
    }

    @Test
    void vocab_presets_haveTheWidthsOfTheLibraries() {
        String values = "values: [a, b, c]}}, {one_hot: {drop: ";
        assertThat(run("string", "[{vocab: {preset: spark, " + values + "last}}]", "{unknown: oov}", Cell.present("z")))
                .containsExactly(0.0, 0.0, 0.0);
        assertThat(run("string", "[{vocab: {preset: spark, " + values + "none}}]", "{unknown: oov}", Cell.of("null")))
                .containsExactly(0.0, 0.0, 0.0, 1.0);
        assertThat(run("string", "[{vocab: {preset: keras, " + values + "none}}]", "{}", Cell.present("a")))
                .containsExactly(0.0, 0.0, 1.0, 0.0, 0.0);
    }

    @ParameterizedTest
    @CsvSource({
        "iso_week, UTC, 1609632000000000, 53",
        "iso_day_of_week, UTC, 1609632000000000, 7",
        "day_of_year, UTC, 1609459200000000, 1",
        "hour, Europe/Paris, 1751328000000000, 2",
        "year, '-01:00', 0, 1969",
    })
    void datePart_ofKnownDays_isIso(String part, String zone, long micros, double value) {
        String base = part.equals("iso_day_of_week") ? ", base: 1" : "";
        String step = "[date_part: {part: " + part + ", zone: \"" + zone + "\"" + base + "}]";
        assertThat(run("timestamp", step, "{}", Cell.present(micros))).containsExactly(value);
    }

    @Test
    void string_steps_areUnicodeAndWithoutLocale() {
        assertThat(pooled("\u00a0I\u2003", "{trim: true, case: lower}", "i")).isEqualTo(1.0);
        assertThat(pooled("\ufb01", "{normalize: nfkc, case: upper}", "FI")).isEqualTo(1.0);
        assertThat(pooled("e\u0301", "{normalize: nfc}", "\u00e9")).isEqualTo(1.0);
        assertThat(pooled("a b-c", "{remove: \"[^A-Za-z0-9]\"}", "abc")).isEqualTo(1.0);
    }

    @Test
    void output_roundedOnce_refusesWhatF32CannotHold() {
        String spec = spec("f64", "[]", "{}").replace("type: f64}\npolicy", "type: f32}\npolicy");
        Evaluator evaluator = new Evaluator(spec);

        assertThat(evaluator.row(Map.of("v", Cell.present(0.1))).get(0).value()).isEqualTo(0.10000000149011612);
        assertThat(evaluator.row(Map.of("v", Cell.present(1e-46))).get(0).value())
                .isZero();
        assertThat(evaluator.row(Map.of("v", Cell.present(1735689601.0))).get(0).value())
                .isEqualTo(1735689600.0);
        assertThatThrownBy(() -> evaluator.row(Map.of("v", Cell.present(3.5e38))))
                .hasMessage("PLB-307");
    }

    @Test
    void integers_beyondExactness_areTextsOnly() {
        Cell big = Cell.present((1L << 53) + 1);

        assertThatThrownBy(() -> run("i64", "[]", "{}", big)).hasMessage("PLB-306");
        assertThat(run("i64", "[{value_map: {map: {\"9007199254740993\": 5}}}]", "{}", big))
                .containsExactly(5.0);
    }

    @Test
    void lists_ofEveryOp_areLeftToRight() {
        Cell list = Cell.present(List.of(3.0, 4.0));

        assertThat(run("list<f64>", "[{list_pool: {fn: mean}}]", "{}", list)).containsExactly(3.5);
        assertThat(run("list<f64>", "[{pad: {n: 3, value: 9, side: start}}]", "{}", list))
                .containsExactly(9.0, 3.0, 4.0);
        assertThat(run("vector<f64,2>", "[l2_normalize]", "{}", list)).containsExactly(0.6, 0.8);
        assertThat(run("list<f64>", "[{take: {max_len: 1, from: tail}}, {vector: {dim: 1}}]", "{}", list))
                .containsExactly(4.0);
        assertThatThrownBy(() -> run("list<f64>", "[{vector: {dim: 3}}]", "{}", list))
                .hasMessage("PLB-304");
        assertThatThrownBy(() -> run("list<f64>", "[{list_pool: {fn: max}}]", "{}", Cell.present(List.of())))
                .hasMessage("PLB-301");
    }

    @Test
    void policies_ofEveryEntry_holdWhereTheyAreNearest() {
        assertThatThrownBy(() -> run("f64", "[]", "{}", Cell.of("not_found"))).hasMessage("PLB-301");
        assertThatThrownBy(() -> run("f64", "[]", "{nan: error}", Cell.of("nan")))
                .hasMessage("PLB-302");
        assertThatThrownBy(() -> run("f64", "[]", "{}", Cell.present(Double.POSITIVE_INFINITY)))
                .hasMessage("PLB-303");
        assertThatThrownBy(() -> run("f64", "[log1p]", "{}", Cell.present(-1.0)))
                .hasMessage("PLB-305");
        assertThatThrownBy(() -> run("f64", "[]", "{}", new Cell("stale", 3.0))).hasMessage("PLB-309");
        assertThatThrownBy(() -> run("f64", "[]", "{}", Cell.of("error"))).hasMessage("PLB-310");
        assertThat(run("f64", "[is_missing]", "{inf: missing}", Cell.present(Double.NEGATIVE_INFINITY)))
                .containsExactly(1.0);
        assertThat(run("f64", "[]", "{missing: {impute: {value: 7}}}", Cell.of("null")))
                .containsExactly(7.0);
        assertThat(bits(run("f64", "[]", "{nan: keep}", Cell.of("nan")))).isEqualTo("7ff8000000000000");
    }

    private static int hashed(String text, String options) {
        return run("string", "[{hash: " + options + "}, as_number]", "{}", Cell.present(text))
                .get(0)
                .intValue();
    }

    /** 1 if the steps of {@code string} make the one text of the other. */
    private static double pooled(String text, String options, String other) {
        String steps = "[{string: " + options + "}, {value_map: {map: {\"" + other + "\": 1}, default: 0}}]";
        return run("string", steps, "{}", Cell.present(text)).get(0);
    }

    private static List<Double> run(String type, String steps, String policy, Cell cell) {
        return new Evaluator(spec(type, steps, policy))
                .row(Map.of("v", cell)).stream().map(Evaluator.Slot::value).toList();
    }

    private static List<Double> joined(String type, String steps, Object a, Object b) {
        String spec = spec(type, steps, "{}")
                .replace("features:", "  w: {type: " + type + ", from: request}\nfeatures:")
                .replace("input: v", "inputs: [v, w]");
        return new Evaluator(spec)
                .row(Map.of("v", Cell.present(a), "w", Cell.present(b))).stream()
                        .map(Evaluator.Slot::value)
                        .toList();
    }

    private static String spec(String type, String steps, String policy) {
        return """
                output: {type: f64}
                policy: %s
                inputs:
                  v: {type: "%s", from: request}
                features:
                  - {name: f, input: v, steps: %s}
                """.formatted(policy, type, steps);
    }

    private static String bits(List<Double> values) {
        return values.stream()
                .map(value -> HexFormat.of().toHexDigits(Double.doubleToRawLongBits(value)))
                .collect(Collectors.joining(" "));
    }
}

package dev.plumbline.transform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The functions of one number, to the bit, for a number, a vector and a list alike. */
class NumberOpsTest {
    private static final String LIMITS = "{nan: keep, inf: keep}";

    /** The bits are those of the value rounded once, computed with 60 digits; but StrictMath has e as 2.7182818284590455. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            log                 | 0.1     | c0026bb1bbb55515
            log                 | 10      | 40026bb1bbb55516
            log                 | 1       | 0000000000000000
            log                 | 1e-300  | c085963447f87fb5
            log                 | 4.9e-324 | c0874385446d71c3
            log                 | 1.7976931348623157e308 | 40862e42fefa39ef
            {log: {base: 2}}    | 2       | 3ff0000000000000
            {log: {base: 2}}    | 10      | 400a934f0979a372
            {log: {base: 2}}    | 4.9e-324 | c090c80000000000
            {log: {base: 10}}   | 0.1     | bff0000000000000
            {log: {base: 10}}   | 1e-300  | c072c00000000000
            {log: {base: 10}}   | 3.7     | 3fe22eb561ccc100
            log1p               | 0.1     | 3fb8663f793c46c7
            log1p               | -0.0    | 0000000000000000
            log1p               | 4.9e-324 | 0000000000000001
            signed_log1p        | 0.1     | 3fb8663f793c46c7
            signed_log1p        | -0.5    | bfd9f323ecbf984c
            signed_log1p        | -3.7    | bff8c2d0e7b73742
            signed_log1p        | -1e300  | c085963447f87fb5
            signed_log1p        | -0.0    | 0000000000000000
            signed_log1p        | -4.9e-324 | 8000000000000001
            sqrt                | 2       | 3ff6a09e667f3bcd
            sqrt                | -0.0    | 0000000000000000
            sqrt                | 4.9e-324 | 1e60000000000000
            exp                 | 0.1     | 3ff1aec7b35a00d4
            exp                 | 1       | 4005bf0a8b14576a
            exp                 | 700     | 7f0d945df4f8ec8e
            exp                 | -745    | 0000000000000001
            exp                 | -1e300  | 0000000000000000
            expm1               | 0.1     | 3fbaec7b35a00d3a
            expm1               | -3.7    | bfef357701cbc77e
            expm1               | -1e-10  | bddb7cdfd9d1d693
            expm1               | 4.9e-324 | 0000000000000001
            abs                 | -3.7    | 400d99999999999a
            abs                 | -0.0    | 0000000000000000
            sign                | -3.7    | bff0000000000000
            sign                | 4.9e-324 | 3ff0000000000000
            sign                | -0.0    | 0000000000000000
            {pow: {exponent: 0.5}}  | 2   | 3ff6a09e667f3bcd
            {pow: {exponent: 3}}    | -2  | c020000000000000
            {pow: {exponent: 0.3}}  | 10  | 3fffec982d5bb8af
            {pow: {exponent: -2}}   | 0.1 | 4058ffffffffffff
            {pow: {exponent: 0}}    | 0   | 3ff0000000000000
            {power: {method: yeo_johnson, lambda: 0.5}}  | 3.7  | 4002afea98edae5e
            {power: {method: yeo_johnson, lambda: 0}}    | 3.7  | 3ff8c2d0e7b73742
            {power: {method: yeo_johnson, lambda: -1.3}} | 3.7  | 3fe552bf9ae89165
            {power: {method: yeo_johnson, lambda: 0.5}}  | -3.7 | c01881449164d9a8
            {power: {method: yeo_johnson, lambda: 2}}    | -3.7 | bff8c2d0e7b73742
            {power: {method: yeo_johnson, lambda: 3.5}}  | -3.7 | bfe33d5968121a54
            {power: {method: yeo_johnson, lambda: 0.5}}  | 0    | 0000000000000000
            {power: {method: box_cox, lambda: 0.5}}      | 3.7  | 3ffd8da06a62cf52
            {power: {method: box_cox, lambda: 0}}        | 3.7  | 3ff4eeee650ae550
            {power: {method: box_cox, lambda: -1.3}}     | 0.2  | c015db338caf6aa3
            {reciprocal: {zero: -7}} | 3       | 3fd5555555555555
            {reciprocal: {zero: -7}} | -0.0    | c01c000000000000
            {reciprocal: {zero: missing}} | 4  | 3fd0000000000000
            {scale: {by: 0.1, offset: 0.2}} | 3  | 3fe0000000000000
            {scale: {by: 0.1}}      | 3       | 3fd3333333333334
            {scale: {offset: 0.1}}  | 0.2     | 3fd3333333333334
            {scale: {by: -1}}       | -0.0    | 0000000000000000
            {maxabs: {max: 3}}      | 5       | 3ffaaaaaaaaaaaaa
            {maxabs: {max: 3, form: div}} | 5 | 3ffaaaaaaaaaaaab
            {maxabs: {max: 0}}      | 5       | 4014000000000000
            {maxabs: {max: 0, form: div}} | 5 | 4014000000000000
            {winsorize: {min: -1, max: 2}} | 5 | 4000000000000000
            {winsorize: {min: -1, max: 2}} | -5 | bff0000000000000
            {binarize: {threshold: 0.5}}  | 0.5 | 0000000000000000
            {binarize: {threshold: 0.5}}  | 0.5000000000000001 | 3ff0000000000000
            {binarize: {threshold: 0.5, compare: ge}} | 0.5 | 3ff0000000000000
            {binarize: {threshold: 0}}    | -0.0 | 0000000000000000
            {binarize: {threshold: 0, compare: ge}} | -0.0 | 3ff0000000000000
            """)
    void apply_function_isExact(String step, double x, String bits) {
        assertThat(everyShape(step, "{}", x)).isEqualTo(bits);
    }

    /** The bits of the z-scores and ranges are those of Spark 3.5 and scikit-learn 1.9 on 1, 2, 4, 8 and on 1, 4. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {zscore: {preset: spark, mean: 3.75, std: 3.0956959368344519}}   | 0.1 | bff2dd6a351fead3
            {zscore: {preset: sklearn, mean: 3.75, std: 3.0956959368344519}} | 0.1 | bff2dd6a351fead2
            {zscore: {preset: sklearn, mean: 3.75, std: 2.680951323690902}}  | 0.1 | bff5c88727ff130f
            {zscore: {preset: spark, mean: 7, std: 0}}                       | 9   | 0000000000000000
            {zscore: {preset: sklearn, mean: 7, std: 0}}                     | 9   | 4000000000000000
            {zscore: {preset: keras, mean: 7, std: 0}}                       | 9   | 417312d000000000
            {zscore: {preset: keras, mean: 7, std: 1e-8}}                    | 9   | 417312d000000000
            {zscore: {preset: keras, mean: 7, std: 2}}                       | 9   | 3ff0000000000000
            {zscore: {form: mul, zero_std: epsilon, mean: 7, std: 1e-320}}   | 10  | 417c9c3800000000
            {center_scale: {center: 2, scale: 3}}                            | 7   | 3ffaaaaaaaaaaaaa
            {center_scale: {center: 2, scale: 3, form: div}}                 | 7   | 3ffaaaaaaaaaaaab
            {center_scale: {preset: spark, center: 2, scale: 0}}             | 7   | 0000000000000000
            {center_scale: {preset: sklearn, center: 2, scale: 0}}           | 7   | 4014000000000000
            {minmax: {preset: spark, min: 1, max: 4}}                        | 10  | 4008000000000000
            {minmax: {preset: sklearn, min: 1, max: 4}}                      | 10  | 4007ffffffffffff
            {minmax: {preset: spark, min: 7, max: 7}}                        | 9   | 3fe0000000000000
            {minmax: {preset: sklearn, min: 7, max: 7}}                      | 9   | 4000000000000000
            {minmax: {min: 7, max: 7, to: [-1, 4], zero_range: middle}}      | 9   | 3ff8000000000000
            {minmax: {min: 7, max: 7, to: [-1, 4], zero_range: center}}      | 9   | 3ff0000000000000
            """)
    void apply_fittedStep_equalsThePeer(String step, double x, String bits) {
        assertThat(everyShape(step, "{}", x)).isEqualTo(bits);
    }

    @ParameterizedTest
    @CsvSource({
        "half_even, 0, 2.5, 2",
        "half_even, 0, -2.5, -2",
        "half_even, 0, 3.5, 4",
        "half_even, 0, -0.3, -0.0",
        "half_up, 0, 2.5, 3",
        "half_up, 0, -2.5, -3",
        "half_up, 0, 0.49999999999999994, 0",
        "half_up, 0, -0.3, -0.0",
        "half_up, 0, 4503599627370497, 4503599627370497",
        "half_up, 0, 1e300, 1e300",
        "floor, 0, -0.3, -1",
        "floor, 0, 2.7, 2",
        "ceil, 0, -0.3, -0.0",
        "ceil, 0, 2.1, 3",
        "trunc, 0, -2.7, -2",
        "trunc, 0, 2.7, 2",
        "trunc, 0, -0.3, -0.0",
        "half_even, 2, 2.675, 2.68",
        "half_up, 2, 0.125, 0.13",
        "half_even, 2, 0.125, 0.12",
        "half_even, 9, 1e-10, 0",
        "floor, 1, -0.01, -0.1",
        "trunc, 3, 1234.56789, 1234.567",
    })
    void round_mode_decides(String mode, int digits, double x, double expected) {
        String step = "{round: {mode: " + mode + ", digits: " + digits + "}}";

        assertThat(everyShape(step, "{}", x)).isEqualTo(Specs.bits(expected));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            log                          | 0      | -4.9e-324
            {log: {base: 2}}             | 0      | -1
            {log: {base: 10}}            | 0      | -1
            log1p                        | -1     | -1e300
            sqrt                         | -4.9e-324 | -1
            {pow: {exponent: 0.5}}       | -1     | -0.1
            {pow: {exponent: -1}}        | 0      | 4.9e-324
            {pow: {exponent: 2}}         | 1e200  | -1e200
            {power: {method: box_cox, lambda: 1}} | 0 | -1
            """)
    void apply_outsideTheDomain_isAnErrorOrMissing(String step, double first, double second) {
        String op = step.replaceAll("[^a-z0-9_]+.*$", "").isEmpty() ? step.substring(1, step.indexOf(':')) : step;
        String domain =
                step.startsWith("{") ? step.replace("}}", ", domain: missing}}") : "{" + step + ": {domain: missing}}";
        for (double x : new double[] {first, second}) {
            assertThatThrownBy(() -> everyShape(step, "{}", x))
                    .hasMessage(
                            "PLB-305 one/f: input 'v' (present) is outside the domain of " + op + "; clip it before");
            assertThatThrownBy(() -> everyShape(domain, "{}", x))
                    .hasMessage("PLB-301 one/f: input 'v' (present) is outside the domain of a step and no impute is"
                            + " declared; add an impute step, or is_missing beside it");
            assertThat(number(domain + ", {impute: {value: 5}}", "{}", x)).isEqualTo(Specs.bits(5.0));
            assertThat(vector(domain + ", {impute: {value: 5}}", "{}", 1, x)).isEqualTo(words(5, 5));
        }
    }

    @Test
    void reciprocal_zero_isMissingIfItSaysSo() {
        String steps = "{reciprocal: {zero: missing}}, {impute: {value: 5}}";

        assertThat(number(steps, "{}", 0)).isEqualTo(Specs.bits(5.0));
        assertThat(vector(steps, LIMITS, Double.NaN, 0)).isEqualTo(words(5, 5));
        assertThat(vector(steps, LIMITS, Double.NaN, 2)).isEqualTo("7ff8000000000000 3fe0000000000000");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            log                     | Infinity  | Infinity
            {log: {base: 2}}        | Infinity  | Infinity
            {log: {base: 10}}       | Infinity  | Infinity
            log1p                   | Infinity  | Infinity
            signed_log1p            | -Infinity | -Infinity
            sqrt                    | Infinity  | Infinity
            exp                     | -Infinity | 0
            exp                     | Infinity  | Infinity
            expm1                   | -Infinity | -1
            abs                     | -Infinity | Infinity
            sign                    | -Infinity | -1
            {pow: {exponent: 2}}    | -Infinity | Infinity
            {pow: {exponent: -1}}   | Infinity  | 0
            {power: {method: yeo_johnson, lambda: 0.5}} | -Infinity | -Infinity
            {power: {method: box_cox, lambda: -2}}      | Infinity  | 0.5
            {reciprocal: {zero: 0}} | Infinity  | 0
            {scale: {by: -2}}       | Infinity  | -Infinity
            {maxabs: {max: 2}}      | -Infinity | -Infinity
            {winsorize: {min: -1, max: 2}} | Infinity | 2
            {binarize: {threshold: 1}} | Infinity | 1
            {round: {digits: 2, mode: half_up}} | -Infinity | -Infinity
            {zscore: {mean: 1, std: 0, zero_std: zeros}} | Infinity | 0
            {zscore: {mean: 1, std: 0, zero_std: epsilon}} | Infinity | Infinity
            {minmax: {min: 1, max: 1, zero_range: middle}} | -Infinity | 0.5
            {minmax: {min: 1, max: 1, zero_range: center}} | -Infinity | -Infinity
            """)
    void apply_infinity_isKept(String step, double x, double expected) {
        assertThat(everyShape(step, LIMITS, x)).isEqualTo(Specs.bits(expected));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            log
            {log: {base: 2}}
            {log: {base: 10}}
            log1p
            signed_log1p
            sqrt
            exp
            expm1
            abs
            sign
            {pow: {exponent: 0}}
            {power: {method: yeo_johnson, lambda: 0}}
            {power: {method: box_cox, lambda: 0}}
            {reciprocal: {zero: 0}}
            {scale: {by: 0}}
            {maxabs: {max: 0}}
            {winsorize: {min: -1, max: 2}}
            {round: {digits: 2, mode: half_up}}
            {round: {mode: trunc}}
            {zscore: {mean: 1, std: 0, zero_std: zeros}}
            {center_scale: {center: 1, scale: 0, zero_scale: center}}
            {minmax: {min: 1, max: 1, zero_range: middle}}
            """)
    void apply_nan_isKept(String step) {
        assertThat(everyShape(step, LIMITS, Double.NaN)).isEqualTo("7ff8000000000000");
        assertThat(everyShape(step, LIMITS, Double.longBitsToDouble(0xfff8000000000123L)))
                .isEqualTo("7ff8000000000000");
    }

    @Test
    void apply_nanFromAValueThatWasNone_isAnErrorBesideAKeptOne() {
        assertThat(vector("log", LIMITS, Double.NaN, 1)).isEqualTo("7ff8000000000000 0000000000000000");
        assertThatThrownBy(() -> vector("log", LIMITS, Double.NaN, -1)).hasMessageContaining("PLB-305");
        assertThatThrownBy(() -> number("{scale: {by: 0}}", LIMITS, Double.POSITIVE_INFINITY))
                .hasMessageContaining("PLB-305");
    }

    @Test
    void binarize_nan_isRefused() {
        assertThatThrownBy(() -> everyShape("{binarize: {threshold: 1}}", LIMITS, Double.NaN))
                .hasMessage("PLB-302 one/f: input 'v' (nan) is nan, which no threshold compares with; set nan: missing"
                        + " and impute it");
        assertThatThrownBy(() -> vector("{binarize: {threshold: 1}}", LIMITS, 1, Double.NaN))
                .hasMessageStartingWith("PLB-302 one/f: input 'v' (present)");
    }

    @Test
    void exp_beyondBinary64_isAnErrorOnlyWhereItGoesOut() {
        assertThatThrownBy(() -> everyShape("exp", "{}", 710))
                .hasMessage("PLB-307 one/f: input 'v' (present) gives Infinity, beyond f64; clip it before");
        assertThat(number("exp, {scale: {offset: 1}}, {reciprocal: {zero: 0}}", "{}", 710))
                .isEqualTo(Specs.bits(0.0));
    }

    @Test
    void apply_missing_passes() {
        for (String step : new String[] {
            "log", "abs", "{pow: {exponent: 0}}", "{round: {}}", "{binarize: {threshold: 0}}", "{reciprocal: {zero: 1}}"
        }) {
            assertThat(number(step + ", {impute: {value: -8}}", "{}", Double.NaN))
                    .isEqualTo(Specs.bits(-8.0));
            assertThat(vector(step + ", {impute: {value: -8}}", "{}", Double.NaN, 1))
                    .isEqualTo(words(-8, -8));
        }
    }

    @Test
    void apply_integers_areTakenExactlyOrNotAtAll() {
        assertThat(integers("i64", "abs", -(1L << 53))).isEqualTo(words(0x1p53));
        assertThat(integers("list<i64>", "abs, {vector: {dim: 2}}", -3, 1L << 53))
                .isEqualTo(words(3, 0x1p53));
        assertThatThrownBy(() -> integers("i64", "abs", (1L << 53) + 1)).hasMessageContaining("PLB-306");
        assertThatThrownBy(() -> integers("list<i64>", "abs, {vector: {dim: 2}}", 1, -(1L << 53) - 1))
                .hasMessageContaining("PLB-306");
    }

    @Test
    void math_fast_isThatOfMath() {
        for (double x = 0.1; x < 30; x += 0.37) {
            assertThat(fast("log", x)).isEqualTo(Specs.bits(Math.log(x)));
            assertThat(fast("{log: {base: 10}}", x)).isEqualTo(Specs.bits(Math.log10(x)));
            assertThat(fast("exp", x)).isEqualTo(Specs.bits(Math.exp(x)));
            assertThat(fast("{pow: {exponent: 1.7}}", x)).isEqualTo(Specs.bits(Math.pow(x, 1.7)));
            assertThat(number("exp", "{}", x)).isEqualTo(Specs.bits(StrictMath.exp(x)));
            assertThat(number("{log: {base: 2}}", "{}", x))
                    .isEqualTo(Specs.bits(StrictMath.log(x) / StrictMath.log(2)));
        }
    }

    private static String fast(String step, double x) {
        return number(step, "{math: fast}", x);
    }

    /** Returns the bits of a step's value, which are the same for a number, in a vector and in a list. */
    private static String everyShape(String step, String policy, double x) {
        String bits = number(step, policy, x);
        assertThat(vector(step, policy, x, x)).isEqualTo(bits + " " + bits);
        assertThat(run("list<f64>", step + ", {vector: {dim: 1}}", policy, new double[] {x}, null))
                .isEqualTo(bits);
        return bits;
    }

    private static String number(String steps, String policy, double x) {
        return run("f64", steps, policy, new double[] {x}, null);
    }

    private static String vector(String steps, String policy, double... x) {
        return run("vector<f64,2>", steps, policy, x, null);
    }

    private static String integers(String type, String steps, long... x) {
        return run(type, steps, "{}", null, x);
    }

    private static String run(
            String type, String steps, String policy, double @Nullable [] numbers, long @Nullable [] integers) {
        Vectorizer vectorizer = Specs.parse(Specs.one(type, "[" + steps + "]", policy)
                        .replace("semantics: 1", "semantics: 1\noutput: {type: f64}"))
                .vectorizer();
        InputRow row = vectorizer.newInputs();
        boolean scalar = !type.contains("<");
        if (numbers != null && scalar) {
            row.setFloat64(0, numbers[0]);
        } else if (numbers != null) {
            row.setFloat64s(0, numbers);
        } else if (integers != null && scalar) {
            row.setInt64(0, integers[0]);
        } else if (integers != null) {
            row.setInt64s(0, integers);
        }
        double[] out = new double[vectorizer.width()];
        vectorizer.transform(row, out, 0);
        return words(out);
    }

    private static String words(double... values) {
        return Arrays.stream(values).mapToObj(Specs::bits).collect(Collectors.joining(" "));
    }
}

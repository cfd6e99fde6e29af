package dev.plumbline.transform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The values of single ops, to the bit; the parameters and bits of the z-scores are Spark's and scikit-learn's. */
class OpsTest {
    @ParameterizedTest
    @CsvSource({
        "mul, 0.1, bff2dd6a351fead3",
        "div, 0.1, bff2dd6a351fead2",
    })
    void zscore_sampleDeviation_equalsThePeer(String form, double x, String bits) {
        String step = "[zscore: {mean: 3.75, std: 3.0956959368344519, form: " + form + "}]";

        assertThat(Specs.bits(f64("f64", step, x)[0])).isEqualTo(bits);
    }

    @Test
    void zscore_populationDeviation_equalsThePeer() {
        assertThat(Specs.bits(f64("f64", "[zscore: {mean: 3.75, std: 2.680951323690902, form: div, ddof: 0}]", 0.1)[0]))
                .isEqualTo("bff5c88727ff130f");
    }

    @Test
    void zscore_zeroDeviation_byChoice() {
        assertThat(f64("f64", "[zscore: {mean: 7, std: 0, zero_std: zeros}]", 9))
                .containsExactly(0);
        assertThat(f64("f64", "[zscore: {mean: 7, std: 0, zero_std: center}]", 9))
                .containsExactly(2);
    }

    @Test
    void minmax_forms_differInTheLastBit() {
        assertThat(f64("f64", "[minmax: {min: 1, max: 4}]", 10)).containsExactly(3.0);
        assertThat(f64("f64", "[minmax: {min: 1, max: 4, form: affine}]", 10)).containsExactly(2.9999999999999996);
        assertThat(f64("f64", "[minmax: {min: 0, max: 4, to: [-1, 1]}]", 1)).containsExactly(-0.5);
    }

    @ParameterizedTest
    @CsvSource({
        "left, 10, 2",
        "left, 9.99, 1",
        "left, -5, 0",
        "left, 11, 2",
        "left, 0, 1",
        "left, -0.0, 1",
        "right, 10, 1",
        "right, 10.01, 2",
        "right, 0, 0",
        "right, -0.0, 0"
    })
    void bucketize_ends_areExact(String closed, double x, double bucket) {
        assertThat(f64("f64", "[{bucketize: {bounds: [0, 10], closed: " + closed + "}}, as_number]", x))
                .containsExactly(bucket);
    }

    @Test
    void bucketize_manyBounds_areHalved() {
        StringBuilder bounds = new StringBuilder("0");
        for (int i = 1; i < 100; i++) {
            bounds.append(',').append(i);
        }
        for (String closed : new String[] {"left", "right"}) {
            String steps = "[{bucketize: {bounds: [" + bounds + "], closed: " + closed + "}}, as_number]";
            for (double x = -1.5; x < 101; x += 0.5) {
                double bound = x;
                long expected = java.util.stream.IntStream.range(0, 100)
                        .filter(i -> closed.equals("left") ? i <= bound : i < bound)
                        .count();
                assertThat(f64("f64", steps, x)).containsExactly((double) expected);
            }
        }
    }

    @Test
    void log1p_outsideItsDomain_throws() {
        assertThat(f64("f64", "[log1p]", 1)).containsExactly(StrictMath.log1p(1));
        assertThatThrownBy(() -> f64("f64", "[log1p, {clip: {min: 0, max: 1}}]", -1))
                .hasMessage("PLB-305 one/f: input 'v' (present) is outside the domain of log1p; clip it before");
    }

    @Test
    void integers_beyondExactness_throw() {
        assertThat(f64("i64", "[]", 1L << 53)).containsExactly(0x1p53);
        assertThatThrownBy(() -> f64("i64", "[]", (1L << 53) + 1))
                .hasMessage("PLB-306 one/f: input 'v' (present) is 9007199254740993, which is not exactly representable"
                        + " as f64; send it as text");
        assertThat(f64("i64", "[is_missing]", (1L << 53) + 1)).containsExactly(0);
    }

    @Test
    void f32_roundingToInfinity_throws() {
        TransformSpec spec = Specs.parse(Specs.one("f64", "[]"));
        InputRow row = spec.vectorizer().newInputs();
        row.setFloat64(0, 3.5e38);

        assertThatThrownBy(() -> Specs.run(spec, row))
                .hasMessage("PLB-307 one/f: input 'v' (present) gives 3.5E38, beyond f32; clip it before");
        row.setFloat64(0, 1e-46);
        assertThat(Specs.run(spec, row)).containsExactly(0);
        row.setFloat64(0, -0.0);
        assertThat(Specs.bits(Specs.run(spec, row)[0])).isEqualTo("00000000");
    }

    @Test
    void bool_passesAsZeroOrOne() {
        TransformSpec spec = Specs.parse(Specs.one("bool", "[]"));
        InputRow row = spec.vectorizer().newInputs();
        row.setBool(0, true);

        assertThat(Specs.run(spec, row)).containsExactly(1);
    }

    @Test
    void f32_input_isWidenedExactly() {
        TransformSpec spec = Specs.parse(f64Spec("f32", "[]"));
        InputRow row = spec.vectorizer().newInputs();
        row.setFloat64(0, 0.1);
        double[] out = new double[1];
        spec.vectorizer().transform(row, out, 0);

        assertThat(out).containsExactly(0.10000000149011612);
    }

    @ParameterizedTest
    @CsvSource({
        "second_of_day, UTC, 0, 0",
        "second_of_day, UTC, 1500000, 1.5",
        "second_of_day, UTC, -1000000, 86399",
        "second_of_day, '+01:00', 0, 3600",
        "second_of_day, '-01:00', 0, 82800",
        "second_of_week, UTC, 0, 259200",
        "second_of_week, UTC, 345600000000, 0",
        "second_of_day, UTC, -9223372036854775808, 71945.224192"
    })
    void cyclic_part_isExact(String part, String zone, long micros, double seconds) {
        String step = "[cyclic: {part: " + part + ", period: 86400, zone: \"" + zone + "\"}]";
        double angle = 2 * Math.PI * seconds / 86400;

        assertThat(f64("timestamp", step, micros)).containsExactly(StrictMath.sin(angle), StrictMath.cos(angle));
    }

    @Test
    void cyclic_number_inEitherOrder() {
        double angle = 2 * Math.PI * 7 / 24;

        assertThat(f64("i32", "[cyclic: {period: 24}]", 7L))
                .containsExactly(StrictMath.sin(angle), StrictMath.cos(angle));
        assertThat(f64("i32", "[cyclic: {period: 24, order: cos_sin}]", 7L))
                .containsExactly(StrictMath.cos(angle), StrictMath.sin(angle));
    }

    @Test
    void cyclic_beforeOtherSteps_isNotTheEnd() {
        double angle = 2 * Math.PI * 7 / 24;

        assertThat(f64("f64", "[{cyclic: {period: 24}}, {clip: {min: 0}}]", 7.0))
                .containsExactly(StrictMath.sin(angle), 0);
        assertThat(f64("f64", "[{cyclic: {period: 24}}, {list_pool: {fn: first}}]", 7.0))
                .containsExactly(StrictMath.sin(angle));
    }

    private static String f64Spec(String type, String steps) {
        return Specs.one(type, steps).replace("semantics: 1", "semantics: 1\noutput: {type: f64}");
    }

    private static double[] f64(String type, String steps, double value) {
        Vectorizer vectorizer = Specs.parse(f64Spec(type, steps)).vectorizer();
        InputRow row = vectorizer.newInputs();
        row.setFloat64(0, value);
        return run(vectorizer, row);
    }

    private static double[] f64(String type, String steps, long value) {
        Vectorizer vectorizer = Specs.parse(f64Spec(type, steps)).vectorizer();
        InputRow row = vectorizer.newInputs();
        if (type.equals("timestamp")) {
            row.setTimestamp(0, value);
        } else if (type.equals("f64")) {
            row.setFloat64(0, (double) value);
        } else {
            row.setInt64(0, value);
        }
        return run(vectorizer, row);
    }

    private static double[] run(Vectorizer vectorizer, InputRow row) {
        double[] out = new double[vectorizer.width()];
        vectorizer.transform(row, out, 0);
        return out;
    }
}

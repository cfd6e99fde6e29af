package dev.plumbline.transform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plumbline.feature.ValueState;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** What becomes of values that are not plain numbers. */
class PolicyTest {
    private static final String IMPUTE = "[{impute: {value: 5}}]";

    @Test
    void missing_withoutImpute_throwsAndNamesIt() {
        assertThatThrownBy(() -> run("f64", "[]", "{}", row -> {}))
                .isInstanceOfSatisfying(TransformException.class, e -> {
                    assertThat(e.code()).isEqualTo("PLB-301");
                    assertThat(e.spec()).isEqualTo("one");
                    assertThat(e.feature()).isEqualTo("f");
                    assertThat(e.input()).isEqualTo("v");
                    assertThat(e.state()).isEqualTo(ValueState.NOT_FOUND);
                })
                .hasMessage("PLB-301 one/f: input 'v' (not_found) is not_found and no impute is declared; add an impute"
                        + " step, or is_missing beside it");
    }

    @Test
    void missing_nullNanNotFound_areImputed() {
        assertThat(run("f64", IMPUTE, "{}", row -> {})).containsExactly(5);
        assertThat(run("f64", IMPUTE, "{}", row -> row.setNull(0))).containsExactly(5);
        assertThat(run("f64", IMPUTE, "{}", row -> row.setFloat64(0, Double.NaN)))
                .containsExactly(5);
        assertThat(run("i64", "[]", "{missing: {impute: {value: 7}}}", row -> {}))
                .containsExactly(7);
    }

    @Test
    void missing_passesStepsUntilImpute() {
        assertThat(run("f64", "[{clip: {max: 1}}, {impute: {value: 5}}]", "{}", row -> {}))
                .containsExactly(5);
        assertThat(run("f64", "[{impute: {value: 5}}, {clip: {max: 1}}]", "{}", row -> {}))
                .containsExactly(1);
    }

    @Test
    void nan_byPolicy() {
        assertFault("PLB-302", "f64", IMPUTE, "{nan: error}", row -> row.setFloat64(0, Double.NaN));
        float[] kept = run("f64", "[{clip: {min: 0, max: 1}}]", "{nan: keep}", row -> row.setFloat64(0, -Double.NaN));
        assertThat(Specs.bits(kept[0])).isEqualTo("7fc00000");
        assertFault(
                "PLB-302",
                "f64",
                "[{bucketize: {bounds: [1]}}, one_hot]",
                "{nan: keep}",
                row -> row.setFloat64(0, Double.NaN));
    }

    @Test
    void inf_byPolicy() {
        Consumer<InputRow> infinite = row -> row.setFloat64(0, Double.NEGATIVE_INFINITY);

        assertFault("PLB-303", "f64", "[]", "{}", infinite);
        assertFault("PLB-303", "f64", "[{clip: {min: 0}}]", "{}", infinite);
        assertFault("PLB-301", "f64", "[]", "{inf: missing}", infinite);
        assertThat(run("f64", IMPUTE, "{inf: missing}", infinite)).containsExactly(5);
        assertThat(run("f64", "[{clip: {min: -3, max: 3}}]", "{inf: clip}", infinite))
                .containsExactly(-3);
        assertThat(run("f64", "[{zscore: {mean: 1, std: 2}}]", "{inf: keep}", infinite))
                .containsExactly(Float.NEGATIVE_INFINITY);
        assertFault("PLB-305", "f64", "[log1p]", "{inf: keep}", infinite);
    }

    @Test
    void stale_byPolicy() {
        Consumer<InputRow> stale = row -> {
            row.setFloat64(0, 3);
            row.setState(0, ValueState.STALE);
        };

        assertFault("PLB-309", "f64", IMPUTE, "{}", stale);
        assertThat(run("f64", IMPUTE, "{stale: missing}", stale)).containsExactly(5);
        assertThat(run("f64", IMPUTE, "{stale: use}", stale)).containsExactly(3);
        assertThat(run("f64", "[is_missing]", "{stale: missing}", stale)).containsExactly(1);
        assertThat(run("f64", "[is_missing]", "{stale: use}", stale)).containsExactly(0);
        assertThat(run("f64", "[is_missing: {states: [stale]}]", "{}", stale)).containsExactly(1);
    }

    @Test
    void stale_infiniteAndUsed_countsAsMissing() {
        Consumer<InputRow> stale = row -> {
            row.setFloat64(0, Double.POSITIVE_INFINITY);
            row.setState(0, ValueState.STALE);
        };

        assertThat(run("f64", "[is_missing]", "{stale: use, inf: missing}", stale))
                .containsExactly(1);
        assertThat(run("f64", IMPUTE, "{stale: use, inf: missing}", stale)).containsExactly(5);
    }

    @Test
    void error_byPolicy() {
        Consumer<InputRow> error = row -> row.setState(0, ValueState.ERROR);

        assertFault("PLB-310", "f64", IMPUTE, "{}", error);
        assertFault("PLB-310", "f64", "[is_missing]", "{}", error);
        assertThat(run("f64", IMPUTE, "{error: missing}", error)).containsExactly(5);
        assertThat(run("f64", "[is_missing: {states: [error]}]", "{}", error)).containsExactly(1);
    }

    @Test
    void unknown_byPolicy() {
        Consumer<InputRow> unknown = row -> row.setString(0, "zz");
        String vocab = "[{vocab: {values: [a, b], oov: 1, missing: 1, offset: 1}}, one_hot]";

        assertFault("PLB-308", "string", vocab, "{}", unknown);
        assertThat(run("string", vocab, "{unknown: oov}", unknown)).containsExactly(0, 0, 0, 1, 0);
        assertThat(run("string", vocab, "{unknown: zeros}", unknown)).containsExactly(0, 0, 0, 0, 0);
        assertThat(run("string", vocab, "{}", row -> row.setNull(0))).containsExactly(0, 0, 0, 0, 1);
        assertThat(run("string", vocab, "{}", row -> row.setString(0, "b"))).containsExactly(0, 0, 1, 0, 0);
        assertThat(run(
                        "string",
                        "[{vocab: {values: [a, b], offset: 2}}, as_number]",
                        "{}",
                        row -> row.setString(0, "b")))
                .containsExactly(3);
    }

    @Test
    void feature_policyOverridesInputOverridesSpec() {
        String spec = """
                plumbline: 1
                name: one
                version: a
                semantics: 1
                policy: {stale: error, inf: missing}
                inputs:
                  v: {type: f64, from: request, policy: {stale: missing}}
                features:
                  - {name: a, input: v, policy: {stale: use}}
                  - {name: b, input: v, steps: [{impute: {value: 9}}]}
                """;
        TransformSpec parsed = Specs.parse(spec);
        InputRow row = parsed.vectorizer().newInputs();
        row.setFloat64(0, 2);
        row.setState(0, ValueState.STALE);

        assertThat(Specs.run(parsed, row)).containsExactly(2, 9);
    }

    @Test
    void transform_twoFeaturesFail_theFirstInTheSpecIsNamed() {
        String spec = """
                plumbline: 1
                name: one
                version: a
                semantics: 1
                inputs:
                  v: {type: f64, from: request}
                features:
                  - {name: late, input: v, steps: [{zscore: {mean: 0, std: 1, form: div}}]}
                  - {name: early, input: v}
                """;
        TransformSpec parsed = Specs.parse(spec);

        assertThatThrownBy(() -> Specs.run(parsed, parsed.vectorizer().newInputs()))
                .hasMessageStartingWith("PLB-301 one/late:");
    }

    private static float[] run(String type, String steps, String policy, Consumer<InputRow> fill) {
        TransformSpec spec = Specs.parse(Specs.one(type, steps, policy));
        InputRow row = spec.vectorizer().newInputs();
        fill.accept(row);
        return Specs.run(spec, row);
    }

    private static void assertFault(String code, String type, String steps, String policy, Consumer<InputRow> fill) {
        assertThatThrownBy(() -> run(type, steps, policy, fill))
                .isInstanceOfSatisfying(
                        TransformException.class, e -> assertThat(e.code()).isEqualTo(code));
    }
}

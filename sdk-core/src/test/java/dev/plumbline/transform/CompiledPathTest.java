package dev.plumbline.transform;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The compiled path equals the step-by-step path: the same bits or the same exception. */
class CompiledPathTest {
    private static final int ROWS = 40;

    @Property(tries = 1500)
    void transform_f32_equalsStepByStep(@ForAll long seed) {
        RandomSpecs random = new RandomSpecs(seed);
        String text = random.spec("f32");
        Vectorizer vectorizer = Specs.parse(text).vectorizer();
        InputRow row = vectorizer.newInputs();
        float[] out = new float[vectorizer.width()];
        for (int i = 0; i < ROWS; i++) {
            random.fill(row);
            double[] expected = null;
            String failure = null;
            try {
                expected = vectorizer.stepByStep(row);
            } catch (TransformException e) {
                failure = e.getMessage();
            }
            assertThat(transform(vectorizer, row, out)).as(text).isEqualTo(failure);
            for (int slot = 0; expected != null && slot < out.length; slot++) {
                assertThat(Specs.bits(out[slot])).as("%s%nslot %d", text, slot).isEqualTo(Specs.bits((float)
                        expected[slot]));
            }
        }
    }

    @Property(tries = 800)
    void transform_f64_equalsStepByStep(@ForAll long seed) {
        RandomSpecs random = new RandomSpecs(seed);
        String text = random.spec("f64");
        Vectorizer vectorizer = Specs.parse(text).vectorizer();
        InputRow row = vectorizer.newInputs();
        double[] out = new double[vectorizer.width()];
        for (int i = 0; i < ROWS; i++) {
            random.fill(row);
            double[] expected = null;
            String failure = null;
            try {
                expected = vectorizer.stepByStep(row);
            } catch (TransformException e) {
                failure = e.getMessage();
            }
            String got = null;
            try {
                vectorizer.transform(row, out, 0);
            } catch (TransformException e) {
                got = e.getMessage();
            }
            assertThat(got).as(text).isEqualTo(failure);
            for (int slot = 0; expected != null && slot < out.length; slot++) {
                assertThat(Specs.bits(out[slot])).as("%s%nslot %d", text, slot).isEqualTo(Specs.bits(expected[slot]));
            }
        }
    }

    @Property(tries = 100)
    void explain_everySlot_equalsTransform(@ForAll long seed) {
        RandomSpecs random = new RandomSpecs(seed);
        Vectorizer vectorizer = Specs.parse(random.spec("f32")).vectorizer();
        InputRow row = vectorizer.newInputs();
        float[] out = new float[vectorizer.width()];
        for (int i = 0; i < ROWS; i++) {
            random.fill(row);
            if (transform(vectorizer, row, out) == null) {
                for (int slot = 0; slot < out.length; slot++) {
                    assertThat(Specs.bits((float) vectorizer.explain(row, slot).value()))
                            .isEqualTo(Specs.bits(out[slot]));
                }
            }
        }
    }

    @Test
    void of_chains_areFusedOnlyWhereTheLoopsAreTheSame() {
        assertThat(fused("f64", "[]")).isEqualTo(Fused.COPY);
        assertThat(fused("f64", "[{impute: {value: 1}}, {zscore: {mean: 1, std: 2}}]"))
                .isEqualTo(Fused.ZSCORE);
        assertThat(fused("f64", "[zscore: {mean: 1, std: 2, form: div}]")).isEqualTo(Fused.SINGLE);
        assertThat(fused("f64", "[zscore: {mean: 1, std: 0, zero_std: zeros}]")).isEqualTo(Fused.SINGLE);
        assertThat(fused("f64", "[zscore: {mean: 1, std: 0, zero_std: epsilon}]"))
                .isEqualTo(Fused.ZSCORE);
        assertThat(fused("f64", "[center_scale: {center: 1, scale: 2}]")).isEqualTo(Fused.ZSCORE);
        assertThat(fused("f64", "[center_scale: {center: 1, scale: 2, form: div}]"))
                .isEqualTo(Fused.SINGLE);
        assertThat(fused("i64", "[{log1p: {domain: missing}}, {zscore: {mean: 1, std: 2}}]"))
                .isEqualTo(Fused.SINGLE);
        assertThat(fused("f32", "[{minmax: {min: 2, max: 2, zero_range: center}}, {clip: {max: 9}}]"))
                .isEqualTo(Fused.SINGLE);
        assertThat(fused("f32", "[{winsorize: {min: 1, max: 2}}, {minmax: {min: 1, max: 2}}]"))
                .isEqualTo(Fused.CLIP_MINMAX);
        assertThat(fused("i64", "[log1p, {zscore: {mean: 1, std: 2}}]")).isEqualTo(Fused.LOG1P_ZSCORE);
        assertThat(fused("i64", "[{clip: {max: 9}}, log1p, {zscore: {mean: 1, std: 2}}]"))
                .isEqualTo(Fused.CLIP_LOG1P_ZSCORE);
        assertThat(fused("f32", "[{minmax: {min: 1, max: 2}}, {clip: {max: 9}}]"))
                .isEqualTo(Fused.MINMAX_CLIP);
        assertThat(fused("f32", "[{bucketize: {bounds: [1]}}, one_hot]")).isEqualTo(Fused.BUCKET_HOT);
        assertThat(fused("f32", "[{bucketize: {bounds: [1], closed: right}}, one_hot]"))
                .isEqualTo(Fused.SINGLE);
        assertThat(fused("string", "[{vocab: {values: [a]}}, one_hot]")).isEqualTo(Fused.VOCAB_HOT);
        assertThat(fused("timestamp", "[is_missing]")).isEqualTo(Fused.FLAG);
    }

    private static Fused fused(String type, String steps) {
        ParsedSpec spec = DocumentParser.parse(Specs.one(type, steps), "s.yaml");
        InputRow row = new InputRow(
                new InputRow.InputLayout(List.of(spec.plans().get(0).first().input()), 1));
        return Fused.of(FeatureCompiler.compile(spec.plans().get(0), new StepByStep("one", true), row));
    }

    private static @Nullable String transform(Vectorizer vectorizer, InputRow row, float[] out) {
        java.util.Arrays.fill(out, 777f);
        try {
            vectorizer.transform(row, out, 0);
            return null;
        } catch (TransformException e) {
            return e.getMessage();
        }
    }
}

package dev.plumbline.transform;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.jspecify.annotations.Nullable;

/** The compiled path equals the step-by-step path: the same bits or the same exception. */
class CompiledPathTest {
    private static final int ROWS = 40;

    @Property(tries = 400)
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

    @Property(tries = 200)
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

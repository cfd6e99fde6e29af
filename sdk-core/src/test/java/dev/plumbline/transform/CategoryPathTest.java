package dev.plumbline.transform;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/** Every path over categories and texts gives the same bits or the same exception. */
class CategoryPathTest {
    private static final int ROWS = 20;

    @Property(tries = 200)
    void transform_everyLayout_equalsStepByStep(@ForAll long seed) {
        String text = new RandomCategories(seed).spec("{type: f32}");
        RandomCategories random = new RandomCategories(seed);
        Vectorizer singles = Specs.parse(random.spec("{type: f32}")).vectorizer();
        Vectorizer doubles = Specs.parse(text.replace("f32", "f64")).vectorizer();
        Vectorizer sparse = Specs.parse(text.replace("type: f32", "type: f64, layout: sparse"))
                .vectorizer();
        InputRow[] rows = {singles.newInputs(), doubles.newInputs(), sparse.newInputs()};
        float[] floats = new float[singles.width()];
        double[] numbers = new double[doubles.width()];
        SparseVector entries = sparse.newSparse();
        for (int i = 0; i < ROWS; i++) {
            random.fill(rows[0]);
            copy(rows[0], rows[1]);
            copy(rows[0], rows[2]);
            double[] expected = null;
            String failure = null;
            try {
                expected = doubles.stepByStep(rows[1]);
            } catch (TransformException e) {
                failure = e.getMessage();
            }
            Arrays.fill(floats, 777f);
            Arrays.fill(numbers, 777);
            assertThat(failure(() -> singles.transform(rows[0], floats, 0)))
                    .as(text)
                    .isEqualTo(failure);
            assertThat(failure(() -> doubles.transform(rows[1], numbers, 0)))
                    .as(text)
                    .isEqualTo(failure);
            assertThat(failure(() -> sparse.transform(rows[2], entries)))
                    .as(text)
                    .isEqualTo(failure);
            if (expected != null) {
                assertThat(bits(numbers)).as(text).isEqualTo(bits(expected));
                assertThat(entries.slots()).as(text).isSorted();
                double[] spread = new double[numbers.length];
                for (int entry = 0; entry < entries.size(); entry++) {
                    spread[entries.slot(entry)] = entries.value(entry);
                }
                assertThat(bits(spread)).as(text).isEqualTo(bits(expected));
                double[] rounded =
                        Arrays.stream(expected).map(value -> (float) value).toArray();
                double[] got = new double[floats.length];
                Arrays.setAll(got, slot -> floats[slot]);
                assertThat(bits(got)).as(text).isEqualTo(bits(rounded));
                if (i < 2) {
                    Arrays.setAll(got, slot -> singles.explain(rows[0], slot).value());
                    assertThat(bits(got)).as(text).isEqualTo(bits(rounded));
                }
            }
        }
    }

    @Test
    void of_chains_areFusedOnlyWhereTheTableTellsTheSlot() {
        assertThat(fused("string", "[{vocab: {values: [a]}}, one_hot]", "error"))
                .isEqualTo(Fused.VOCAB_HOT);
        assertThat(fused("string", "[{vocab: {values: [a], oov: 1}}, one_hot]", "oov"))
                .isEqualTo(Fused.VOCAB_HOT);
        assertThat(fused("string", "[{vocab: {values: [a], preset: keras}}, {one_hot: {drop: none}}]", "oov"))
                .isEqualTo(Fused.VOCAB_HOT);
        assertThat(fused("string", "[{vocab: {values: [a], oov: 2}}, one_hot]", "oov"))
                .isEqualTo(Fused.SINGLE);
        assertThat(fused("string", "[{vocab: {values: [a, b]}}, {one_hot: {drop: last}}]", "error"))
                .isEqualTo(Fused.SINGLE);
        assertThat(fused("i64", "[{vocab: {values: [\"1\"]}}, one_hot]", "error"))
                .isEqualTo(Fused.SINGLE);
        assertThat(fused("f64", "[{bucketize: {bounds: [1]}}, {one_hot: {drop: first}}]", "error"))
                .isEqualTo(Fused.SINGLE);
        assertThat(fused("i64", "[{one_hot: {size: 2}}]", "error")).isEqualTo(Fused.SINGLE);
    }

    private static Fused fused(String type, String steps, String unknown) {
        TransformSpec spec = Specs.parse(Specs.one(type, steps, "{unknown: " + unknown + "}"));
        FeaturePlan plan = DocumentParser.parse(Specs.one(type, steps, "{unknown: " + unknown + "}"), "s.yaml")
                .plans()
                .get(0);
        return Fused.of(FeatureCompiler.compile(
                plan, new StepByStep("one", true), spec.vectorizer().newInputs()));
    }

    private static long[] bits(double[] values) {
        return Arrays.stream(values).mapToLong(Double::doubleToRawLongBits).toArray();
    }

    private static void copy(InputRow from, InputRow to) {
        System.arraycopy(from.states, 0, to.states, 0, from.states.length);
        System.arraycopy(from.bits, 0, to.bits, 0, from.bits.length);
        System.arraycopy(from.objects, 0, to.objects, 0, from.objects.length);
    }

    private static @org.jspecify.annotations.Nullable String failure(Runnable run) {
        try {
            run.run();
            return null;
        } catch (TransformException e) {
            return e.getMessage();
        }
    }
}

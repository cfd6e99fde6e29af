package dev.plumbline.transform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CategoryFitsTest {
    private static final String TARGETED = """
            plumbline: 1
            name: targeted
            version: a
            semantics: 1
            inputs:
              late: {type: bool, from: request}
              delay: {type: f64, from: request}
              origin: {type: string, from: request}
            features:
              - name: late
                input: origin
                steps: [{target_encode: {map: fit, prior: fit, missing: fit, target: late, smoothing: 2, training: in_fold}}]
              - name: delay
                input: origin
                steps: [{target_encode: {map: fit, prior: fit, missing: fit, target: delay, training: in_fold}}]
            """;

    /** A row of {@link #TARGETED}. */
    private record Row(@Nullable String origin, boolean late, double delay) {
        void into(InputRow row) {
            if (origin != null) {
                row.setString(row.input("origin"), origin);
            }
            row.setBool(row.input("late"), late);
            row.setFloat64(row.input("delay"), delay);
        }
    }

    @Test
    void vocab_ofEqualCounts_isInTheOrderAskedFor() {
        String[] texts = {"b", "a", "Z", "é", "b", "\uFFFD", "😀"};

        assertThat(values(Fits.texts("[{vocab: {values: fit}}, one_hot]", "{}", texts)))
                .containsExactly("b", "Z", "a", "é", "\uFFFD", "😀");
        assertThat(values(Fits.texts("[{vocab: {values: fit, order: desc}}, one_hot]", "{}", texts)))
                .containsExactly("b", "😀", "\uFFFD", "é", "a", "Z");
    }

    @Test
    void vocab_ofIntegersAndLists_countsDigitsAndElements() {
        assertThat(values(Fits.integers("[{vocab: {values: fit}}, one_hot]", 10L, 9L, -3L, 9L, null)))
                .containsExactly("9", "-3", "10");
        SpecFit fit = Fits.of("list<i64>", "[{vocab: {values: fit}}, multi_hot]");
        assertThat(values(Fits.run(
                        fit,
                        List.of(new long[] {5, 6}, new long[] {}, new long[] {6}),
                        (x, row) -> row.setInt64s(0, x))))
                .containsExactly("6", "5");
    }

    @Test
    void vocab_behindAStringStep_hasTheCleanTexts() {
        String fitted = Fits.texts(
                "[{string: {trim: true, case: upper, remove: \"[0-9]\"}}, {vocab: {values: fit}}, one_hot]",
                "{}",
                " a1",
                "A",
                "b ",
                "2B2",
                "a");

        assertThat(Documents.texts(fitted, "params", "f/1/vocab", "values")).containsExactly("A", "B");
    }

    @Test
    void vocab_beyondItsSize_needsAPlaceForTheOthers() {
        String[] texts = {"a", "b", "b", "c", "c", "c"};

        assertThat(values(Fits.texts("[{vocab: {values: fit, max_size: 2, oov: 1}}, one_hot]", "{}", texts)))
                .containsExactly("c", "b");
        assertThat(values(Fits.texts("[{vocab: {values: fit, max_size: 2}}, one_hot]", "{unknown: zeros}", texts)))
                .containsExactly("c", "b");
        assertThat(values(Fits.texts("[{vocab: {values: fit, min_count: 3}}, one_hot]", "{}", texts)))
                .containsExactly("c");
        assertThatThrownBy(() -> Fits.texts("[{vocab: {values: fit, max_size: 2}}, one_hot]", "{}", texts))
                .hasMessage("PLB-204 s.yaml:9 one: feature 'f' step 0 vocab has values: fit and 3 values, more than"
                        + " max_size: 2; add oov: 1 for those that are left out, or raise max_size or min_count");
        assertThatThrownBy(() -> Fits.texts("[{vocab: {values: fit, min_count: 4}}, one_hot]", "{}", texts))
                .hasMessage(
                        "PLB-202 s.yaml:9 one: feature 'f' step 0 vocab has values: fit and no value occurs 4 times;"
                                + " lower min_count");
    }

    @Test
    void countsAndShares_areThoseOfThePresentRows() {
        assertThat(Fits.texts("[{count_encode: {map: fit}}]", "{}", "b", "a", "b"))
                .contains("f/0/count_encode:\n    map: {a: 1, b: 2}\n");
        assertThat(Fits.integers("[{freq_encode: {map: fit, default: 0}}, {impute: {value: 0}}]", 7L, 7L, -1L, null))
                .contains("f/0/freq_encode:\n    map: {\"-1\": 0.3333333333333333, \"7\": 0.6666666666666666}\n");
    }

    @Test
    void target_encode_isTheShrunkMeanOfItsTarget() {
        List<Row> rows = List.of(
                new Row("DFW", true, 10),
                new Row("DFW", true, 20),
                new Row("DFW", false, Double.NaN),
                new Row("ORD", false, 1),
                new Row(null, true, -4));
        String fitted = run(rows);

        assertThat(Fits.param(fitted, "late/0/target_encode", "prior")).isEqualTo(0.6);
        assertThat(target(fitted, "late", "DFW")).isEqualTo(0.64);
        assertThat(target(fitted, "late", "ORD")).isEqualTo(0.4);
        assertThat(Fits.param(fitted, "late/0/target_encode", "missing")).isEqualTo(11.0 / 15);
        assertThat(Fits.param(fitted, "delay/0/target_encode", "prior")).isEqualTo(27.0 / 4);
        assertThat(target(fitted, "delay", "DFW")).isEqualTo(15);
        assertThat(Fits.param(fitted, "delay/0/target_encode", "missing")).isEqualTo(-4);
    }

    @Test
    void target_encode_inAnyOrder_isTheSameToTheBit() {
        Random random = new Random(30);
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < 3_000; i++) {
            rows.add(new Row(
                    random.nextInt(9) == 0 ? null : "o" + random.nextInt(50),
                    random.nextBoolean(),
                    Math.scalb(random.nextGaussian(), random.nextInt(200) - 100)));
        }
        String expected = run(rows);
        Collections.shuffle(rows, random);

        SpecFit fit = SpecFit.of(TARGETED, "t.yaml");
        assertThat(fit.inputs()).extracting(SpecInput::name).containsExactly("origin", "late", "delay");
        FitPart merged = fit.newPart();
        for (int from = 0; from < 3_000; from += 500) {
            FitPart part = fit.newPart();
            InputRow row = fit.newInputs();
            rows.subList(from, from + 500).forEach(held -> {
                row.clear();
                held.into(row);
                part.add(row);
            });
            merged.merge(from % 1_000 == 0 ? part : fit.partOf(part.toBytes()));
        }

        assertThat(fit.next(merged).write(Provenance.none())).isEqualTo(expected);
    }

    @Test
    void target_encode_withoutAnUsableTarget_isRefused() {
        String text = TARGETED.replace("target: delay, ", "");
        assertThatThrownBy(() -> SpecFit.of(text, "t.yaml"))
                .hasMessage("PLB-106 t.yaml:15 targeted: feature 'delay' step 0 target_encode has map: fit, prior: fit,"
                        + " missing: fit and no target; name the input that holds the label");
        assertThatThrownBy(() -> SpecFit.of(TARGETED.replace("target: delay", "target: origin"), "t.yaml"))
                .hasMessage("PLB-103 t.yaml:15 targeted: feature 'delay' step 0 target_encode has input 'origin' as"
                        + " target, which is a text; name a number");
        assertThatThrownBy(() -> run(List.of(new Row("a", true, Double.POSITIVE_INFINITY), new Row("a", true, 1))))
                .hasMessageStartingWith("PLB-205 t.yaml:15 targeted: feature 'delay'")
                .hasMessageContaining("input 'origin' or its target gives 1 infinite values");
    }

    @Test
    void value_map_isNotFitted() {
        assertThatThrownBy(() -> Fits.of("string", "[{value_map: {map: fit}}]"))
                .hasMessage(
                        "PLB-106 s.yaml:9 one: feature 'f' step 0 value_map has map: fit and no rule computes it from"
                                + " rows; write its value");
    }

    private static String run(List<Row> rows) {
        return SpecFit.of(TARGETED, "t.yaml")
                .withMinRows(1)
                .run(rows, Row::into)
                .write(Provenance.none());
    }

    private static double target(String fitted, String feature, String category) {
        return Documents.number(fitted, "params", feature + "/0/target_encode", "map", category);
    }

    private static List<String> values(String fitted) {
        return Documents.texts(fitted, "params", "f/0/vocab", "values");
    }
}

package dev.plumbline.transform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plumbline.feature.ValueState;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class SpecFitTest {
    private static final String ZSCORE = "[{zscore: {mean: fit, std: fit}}]";

    @Test
    void zscore_ofSmallNumbers_isThatOfNumpyAndSklearn() {
        String sample = Fits.numbers(ZSCORE, 1, 2, 4, 8);
        String population = Fits.numbers("[{zscore: {mean: fit, std: fit, ddof: 0}}]", 1, 2, 4, 8);

        assertThat(Fits.param(sample, "f/0/zscore", "mean")).isEqualTo(3.75);
        assertThat(Fits.param(sample, "f/0/zscore", "std")).isEqualTo(3.095695936834452);
        assertThat(Fits.param(population, "f/0/zscore", "std")).isEqualTo(2.680951323690902);
    }

    @Test
    void zscore_withOneMark_keepsTheOtherAsWritten() {
        String fitted = Fits.numbers("[{zscore: {mean: fit, std: 2}}]", 1, 1, 1);

        assertThat(fitted).contains("params:\n  f/0/zscore: {mean: 1}\n");
        assertThat(Specs.parse(fitted).fingerprint())
                .isEqualTo(Specs.parse(Specs.one("f64", "[{zscore: {mean: 1, std: 2}}]"))
                        .fingerprint());
    }

    @Test
    void zscore_ofConstantsWithARule_isFitted() {
        String fitted = Fits.numbers("[{zscore: {mean: fit, std: fit, zero_std: zeros}}]", 3, 3);

        assertThat(Fits.param(fitted, "f/0/zscore", "std")).isZero();
    }

    @Test
    void rangesAndVocabulary_areThoseOfTheData() {
        assertThat(Fits.numbers("[{minmax: {min: fit, max: fit}}]", 4, -2, 0.5))
                .contains("f/0/minmax: {min: -2, max: 4}");
        assertThat(Fits.numbers("[{clip: {min: fit, max: 3}}]", 4, -2, 0.5)).contains("f/0/clip: {min: -2}");
        assertThat(Fits.texts("[{vocab: {values: fit}}, one_hot]", "{}", "b", "a", "c", "b", "NO", "a"))
                .contains("f/0/vocab: {values: [\"a\", \"b\", \"NO\", \"c\"]}");
    }

    @Test
    void impute_ofIntegers_isTheExactLowerMedianOfThosePresent() {
        assertThat(Fits.integers("[{impute: {value: fit}}]", 9L, null, 1L, 5L, 2L, null))
                .contains("f/0/impute: {value: 2}");
        assertThat(Fits.integers("[{impute: {value: fit}}]", 7L)).contains("f/0/impute: {value: 7}");
    }

    /** The later steps of a feature see what the earlier ones give: an imputed value counts as any other. */
    @Test
    void chainOfFits_seesTheValuesBeforeEachStep() {
        String fitted = Fits.integers(
                "[{impute: {value: fit}}, {clip: {max: fit}}, log1p, {zscore: {mean: fit, std: fit, ddof: 0}}]",
                0L,
                null,
                1L,
                7L);
        double[] seen = {0, Math.log(2), Math.log(2), Math.log(8)};
        double mean = Arrays.stream(seen).sum() / 4;

        assertThat(fitted).contains("f/0/impute: {value: 1}").contains("f/1/clip: {max: 7}");
        assertThat(Fits.param(fitted, "f/3/zscore", "mean")).isCloseTo(mean, Offset.offset(1e-15));
    }

    @Test
    void policyStep_goesBeforeWhatIsFitted() {
        SpecFit fit = Fits.of("f64", ZSCORE, "{missing: {impute: {value: 10}}}");
        String fitted = Fits.run(fit, List.of(1.0, Double.NaN), (x, row) -> row.setFloat64(0, x));

        assertThat(Fits.param(fitted, "f/0/zscore", "mean")).isEqualTo(5.5);
    }

    @Test
    void valuesThatAreNotThere_areCountedAndNotFitted() {
        SpecFit fit = Fits.of("f64", ZSCORE, "{stale: error, error: error, inf: missing}");
        List<ValueState> states = List.of(ValueState.NULL, ValueState.NOT_FOUND, ValueState.ERROR, ValueState.STALE);
        String fitted = Fits.run(fit, IntStream.range(0, 8).boxed().toList(), (i, row) -> {
            row.setFloat64(0, i < 4 ? i : i == 4 ? Double.POSITIVE_INFINITY : i == 5 ? Double.NaN : 100);
            if (i >= 6) {
                row.setState(0, states.get(i - 4));
            }
        });

        assertThat(Fits.param(fitted, "f/0/zscore", "mean")).isEqualTo(1.5);
        assertThat(fitted).contains("""
                    v:
                      present: 4
                      missing: 0
                      nan: 1
                      inf: 1
                      stale: 1
                      error: 1
                      min: 0
                      max: 3
                """.indent(0));
    }

    @Test
    void write_ofASpecWithValuesWrittenByHand_hasItsFingerprint() {
        String fitted = Fits.numbers("[{impute: {value: fit}}, {zscore: {mean: fit, std: fit}}]", 1, 2, 4, 8);
        String byHand = Specs.one("f64", "[{impute: {value: 2}}, {zscore: {mean: 3.75, std: 3.095695936834452}}]");

        assertThat(Specs.parse(fitted).fingerprint())
                .isEqualTo(Specs.parse(byHand).fingerprint());
    }

    @Test
    void write_afterARefit_replacesParamsAndProvenanceAlone() {
        String head =
                "# by hand\n" + Specs.one("f64", ZSCORE).replace("features:", "# what goes in\nfeatures:   # all");
        String text =
                head + "params:\n  f/0/zscore: {mean: 1, std: 1}\n\n# middle\nprovenance: {rows: 3}\nowner: me # end\n";
        SpecFit fit = SpecFit.of(text, "s.yaml").withMinRows(1);
        String once =
                fit.run(List.of(1.0, 2.0), (x, row) -> row.setFloat64(0, x)).write(Provenance.none());
        String twice = SpecFit.of(once, "s.yaml")
                .withMinRows(1)
                .run(List.of(1.0, 3.0), (x, row) -> row.setFloat64(0, x))
                .write(Provenance.none());

        assertThat(once).startsWith(head + "params:\n  f/0/zscore: {mean: 1.5, std: 0.7071067811865476}\n\n# middle\n");
        assertThat(twice).startsWith(head + "params:\n  f/0/zscore: {mean: 2, std: 1.4142135623730951}\n\n# middle\n");
        assertThat(once).contains("\nprovenance: {rows: 2, semantics: 1, ").endsWith("}\nowner: me # end\n");
        assertThat(twice).endsWith("}\nowner: me # end\n");
    }

    @Test
    void write_intoJson_staysJson() {
        String json = """
                {"plumbline": 1, "name": "j", "version": "1", "semantics": 1,
                 "inputs": {"v": {"type": "f64", "from": "request"}},
                 "features": [{"name": "f", "input": "v", "steps": [{"zscore": {"mean": fit, "std": fit}}]}]}
                """;
        String fitted = SpecFit.of(json, "s.json")
                .withMinRows(1)
                .run(List.of(1e300, 3e300), (x, row) -> row.setFloat64(0, x))
                .write(Provenance.of("a \"table\""));

        assertThat(fitted)
                .startsWith(json.substring(0, json.length() - 2))
                .contains("\"params\": {\"f/0/zscore\": {\"mean\": 2.0e+300, \"std\": 1.4142135623730952e+300}}")
                .contains("\"provenance\": {\"dataset\": \"a \\\"table\\\"\", \"rows\": 2")
                .endsWith("}}}}\n");
    }

    @Test
    void write_ofASpecWithoutMarks_addsProvenanceAndDropsOldParams() {
        String text = Specs.one("f64", "[]");
        List<Double> rows = List.of(1.0, 2.0);

        assertThat(SpecFit.of(text, "s.yaml")
                        .withMinRows(1)
                        .run(rows, (x, row) -> row.setFloat64(0, x))
                        .write(Provenance.none()))
                .startsWith(text + "provenance:\n  rows: 2\n");
        assertThat(SpecFit.of(text + "params: {f/0/zscore: {mean: 1}}\n", "s.yaml")
                        .withMinRows(1)
                        .run(rows, (x, row) -> row.setFloat64(0, x))
                        .write(Provenance.none()))
                .startsWith(text + "params: {}\nprovenance:\n  rows: 2\n");
    }

    @Test
    void write_whoseGoldenRowDoesNotHold_isRefused() {
        String text = Specs.one("f64", ZSCORE) + "examples: [{in: {v: 1}, out: \"00000000\"}]\n";
        SpecFit fit =
                SpecFit.of(text, "s.yaml").withMinRows(1).run(List.of(1.0, 2.0), (x, row) -> row.setFloat64(0, x));

        assertThatThrownBy(() -> fit.write(Provenance.none()))
                .isInstanceOf(SpecException.class)
                .hasMessageStartingWith("PLB-110");
    }

    @Test
    void writeWithExamples_renewsTheOutputsAlone() {
        String text = Specs.one("f64", "[{clip: {max: fit}}]") + """
                # rows
                examples:
                  - in: {v: 1}   # low
                    out: "00000000"
                  - {in: {v: 9}, out: 00000000} # high
                  - in: {v: 0}
                    out: >-
                      00000000
                # end
                """;
        SpecFit fit =
                SpecFit.of(text, "s.yaml").withMinRows(1).run(List.of(1.0, 2.0), (x, row) -> row.setFloat64(0, x));

        assertThat(fit.writeWithExamples(Provenance.none())).contains("""
                        # rows
                        examples:
                          - in: {v: 1}   # low
                            out: "3f800000"
                          - {in: {v: 9}, out: "40000000"} # high
                          - in: {v: 0}
                            out: "00000000"
                        # end
                        params:
                          f/0/clip: {max: 2}
                        """);
    }

    @Test
    void write_beforeTheLastPass_isRefused() {
        assertThatThrownBy(() -> Fits.of("f64", ZSCORE).write(Provenance.none()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("the fit of 'one' after 0 passes is not done: feed it another pass");
    }

    @Test
    void partsOfAnotherPassOrFit_areRefused() {
        SpecFit fit = Fits.of("f64", ZSCORE);
        SpecFit other = Fits.of("f64", "[{clip: {max: fit}}]");
        FitPart part = other.newPart();

        assertThatThrownBy(() -> fit.newPart().merge(part))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the part is of another spec or pass than the fit of 'one' after 0 passes: make parts by"
                        + " newPart() of the fit that they go to");
        assertThatThrownBy(() -> fit.partOf(part.toBytes())).hasMessageStartingWith("the part is of another spec");
        assertThatThrownBy(() -> fit.partOf(new byte[3])).isInstanceOf(IllegalArgumentException.class);
        byte[] bytes = fit.newPart().toBytes();
        assertThatThrownBy(() -> fit.partOf(Arrays.copyOf(bytes, bytes.length - 1)))
                .hasMessageStartingWith("the bytes are no part of the fit of 'one'");
        assertThatThrownBy(() -> fit.partOf(Arrays.copyOf(bytes, bytes.length + 1)))
                .hasMessageStartingWith("the bytes are no part of the fit of 'one'");
        assertThatThrownBy(() -> SpecFit.ofBytes(new byte[9])).hasMessageStartingWith("the bytes are no fit");
        assertThatThrownBy(() -> fit.newPart().add(other.newInputs()))
                .hasMessage("the inputs were not made by this fit of 'one': use its newInputs()");
    }

    @Test
    void ofBytes_atAnyPass_goesOnToTheSameDocument() {
        SpecFit fit = Fits.of("i64", "[{impute: {value: fit}}, {zscore: {mean: fit, std: fit}}]");
        SpecFit copy = SpecFit.ofBytes(fit.toBytes());
        List<Integer> rows = List.of(1, 2, 4, 8);
        while (!fit.isDone()) {
            fit = fit.next(part(fit, rows));
            copy = SpecFit.ofBytes(copy.next(part(copy, rows)).toBytes());
        }

        assertThat(copy.isDone()).isTrue();
        assertThat(copy.write(Provenance.none())).isEqualTo(fit.write(Provenance.none()));
    }

    /** Random doubles do not fit into the counters, so that the median takes several passes. */
    @Test
    void quantiles_ofManyDistinctValues_areExactInAnyOrder() {
        double[] values = new Random(20).doubles(120_000).toArray();
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        List<Double> rows =
                new java.util.ArrayList<>(Arrays.stream(values).boxed().toList());
        String first = Fits.run(Fits.of("f64", "[{impute: {value: fit}}]"), rows, (x, row) -> row.setFloat64(0, x));
        Collections.shuffle(rows, new Random(21));
        String second = Fits.run(Fits.of("f64", "[{impute: {value: fit}}]"), rows, (x, row) -> row.setFloat64(0, x));

        assertThat(Fits.param(first, "f/0/impute", "value")).isEqualTo(sorted[59_999]);
        assertThat(second).isEqualTo(first);
    }

    private static FitPart part(SpecFit fit, List<Integer> rows) {
        FitPart part = fit.newPart();
        InputRow row = fit.newInputs();
        rows.forEach(x -> {
            row.setInt64(0, x);
            part.add(row);
        });
        return part;
    }
}

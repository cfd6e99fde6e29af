package dev.plumbline.transform;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a fit refuses, in the words that it uses. */
class FitRefusalsTest {
    private static final String ZSCORE = "[{zscore: {mean: fit, std: fit}}]";

    @Test
    void tooFewRows() {
        SpecFit fit = SpecFit.of(Specs.one("f64", ZSCORE), "s.yaml");

        assertThatThrownBy(() -> fit.run(Collections.nCopies(999, 1.0), (x, row) -> row.setFloat64(0, x)))
                .isInstanceOf(SpecException.class)
                .hasMessage("PLB-201 s.yaml:1 one: the fit saw 999 rows, fewer than 1000; feed more rows, or lower the"
                        + " bound if so few stand for all");
    }

    @Test
    void noPresentValue() {
        assertThatThrownBy(() -> Fits.numbers(ZSCORE, Double.NaN, Double.NaN))
                .hasMessage(
                        "PLB-202 s.yaml:9 one: feature 'f' step 0 zscore has mean: fit, std: fit and no present value"
                                + " in 2 rows of input 'v'; look at the data, or write the value");
    }

    @Test
    void oneValueForADeviation() {
        assertThatThrownBy(() -> Fits.numbers(ZSCORE, 1, Double.NaN))
                .hasMessage(
                        "PLB-202 s.yaml:9 one: feature 'f' step 0 zscore has mean: fit, std: fit and 1 present value,"
                                + " and a deviation of ddof: 1 needs two; feed more rows");
    }

    @Test
    void constantsWithoutARule() {
        assertThatThrownBy(() -> Fits.numbers(ZSCORE, 3, 3, 3))
                .hasMessage(
                        "PLB-203 s.yaml:9 one: feature 'f' step 0 zscore has mean: fit, std: fit and all 3 values are"
                                + " 3; add zero_std: zeros or zero_std: center, or remove the feature");
        assertThatThrownBy(() -> Fits.numbers("[{minmax: {min: fit, max: fit}}]", 0.5))
                .hasMessage(
                        "PLB-203 s.yaml:9 one: feature 'f' step 0 minmax has min: fit, max: fit and all 1 values are"
                                + " 0.5; add zero_range: middle or zero_range: center, or remove the feature");
    }

    @Test
    void infinities() {
        assertThatThrownBy(() -> Fits.numbers(ZSCORE, 1, Double.POSITIVE_INFINITY, 2, Double.NEGATIVE_INFINITY))
                .hasMessage(
                        "PLB-205 s.yaml:9 one: feature 'f' step 0 zscore has mean: fit, std: fit and input 'v' gives 2"
                                + " infinite values in 4 rows; remove them, or set inf: missing or inf: clip");
        SpecFit keeping = Fits.of("f64", ZSCORE, "{inf: keep}");
        assertThatThrownBy(() ->
                        Fits.run(keeping, List.of(1.0, Double.POSITIVE_INFINITY), (x, row) -> row.setFloat64(0, x)))
                .hasMessageStartingWith("PLB-205");
    }

    @Test
    void tooManyDistinctValues() {
        SpecFit fit = Fits.of("string", "[{vocab: {values: fit}}, one_hot]").withMaxDistinct(2);

        assertThatThrownBy(() -> Fits.run(fit, List.of("a", "b", "c"), (x, row) -> row.setString(0, x)))
                .hasMessage(
                        "PLB-206 s.yaml:9 one: feature 'f' step 0 vocab has values: fit and more distinct values than"
                                + " fitting counts; put hash in its place, or raise the limit");
    }

    @Test
    void rowsThatTheStepsBeforeRefuse() {
        assertThatThrownBy(() -> Fits.numbers("[log1p, {zscore: {mean: fit, std: fit}}]", 1, -1, -2, 3))
                .hasMessage(
                        "PLB-207 s.yaml:9 one: feature 'f' step 1 zscore has mean: fit, std: fit and the steps before"
                                + " it refuse 2 of 4 rows, as input 'v' is outside the domain of log1p; clip it before");
        assertThatThrownBy(() -> Fits.integers(ZSCORE, 1L, (1L << 53) + 1))
                .hasMessageStartingWith("PLB-207")
                .hasMessageContaining("is 9007199254740993, which is not exactly representable as f64");
    }

    @Test
    void otherRowsInALaterPass() {
        SpecFit fit = Fits.of("f64", "[{impute: {value: fit}}, {zscore: {mean: fit, std: fit}}]");
        SpecFit second = fit.next(part(fit, 3));

        assertThatThrownBy(() -> second.next(part(second, 2)))
                .hasMessage("PLB-208 s.yaml:1 one: pass 2 went over other rows than the one before: it had 2 rows, that"
                        + " before 3; feed the same rows to each pass, from a snapshot or a cache");
    }

    @Test
    void valuesThatDoNotGoWithThoseBeside() {
        assertThatThrownBy(() -> Fits.numbers("[{clip: {min: 5, max: fit}}]", 1, 2))
                .isInstanceOf(SpecException.class)
                .hasMessageStartingWith("PLB-107 s.yaml:9 one: feature 'f' step 0 clip has min 5 above max 2");
    }

    @Test
    void whatNoRuleFits() {
        assertThatThrownBy(() -> Fits.of("f64", "[{cyclic: {period: fit}}]"))
                .hasMessageStartingWith(
                        "PLB-106 s.yaml:9 one: feature 'f' step 0 cyclic has period: fit, which is not");
    }

    @Test
    void faultsBehindAMark_areFoundBeforeTheFirstRow() {
        assertThatThrownBy(() -> Fits.of("f64", "[{zscore: {mean: fit, std: fit}}, {clop: {min: 1}}]"))
                .hasMessageStartingWith("PLB-101 s.yaml:9 one: feature 'f' step 1 has the unknown op 'clop'");
        assertThatThrownBy(() -> Fits.of("string", "[{vocab: {values: fit}}, log1p]"))
                .hasMessageStartingWith("PLB-103 s.yaml:9 one: feature 'f' step 0 vocab gives an index");
    }

    private static FitPart part(SpecFit fit, int rows) {
        FitPart part = fit.newPart();
        InputRow row = fit.newInputs();
        for (int i = 0; i < rows; i++) {
            row.setFloat64(0, i);
            part.add(row);
        }
        return part;
    }
}

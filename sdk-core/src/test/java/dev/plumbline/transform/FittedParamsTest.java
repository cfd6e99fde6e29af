package dev.plumbline.transform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class FittedParamsTest {
    private static final String MARKED = Specs.one("f64", "[{impute: {value: 0}}, {zscore: {mean: fit, std: fit}}]");

    @Test
    void parse_marked_takesTheValuesAndMeansTheSame() {
        TransformSpec fitted = Specs.parse(MARKED + "params: {f/1/zscore: {mean: 1, std: 2}}\n");
        TransformSpec written = Specs.parse(MARKED.replace("mean: fit, std: fit", "mean: 1, std: 2"));

        assertThat(fitted.fingerprint()).isEqualTo(written.fingerprint());
    }

    @Test
    void parse_entryWithoutMark_isRefused() {
        String text = MARKED.replace("std: fit", "std: 2") + "params:\n  f/1/zscore: {mean: 1, std: 2}\n";

        assertThatThrownBy(() -> Specs.parse(text))
                .hasMessage("PLB-116 s.yaml:11 one: params entry 'f/1/zscore.std' is used by no parameter marked fit;"
                        + " remove it, or mark the parameter; known: f/1/zscore");
    }

    @Test
    void parse_entryOfNoStep_isRefused() {
        String text = Specs.one("f64", "[]") + "params:\n  g/1/zscore: {}\n";

        assertThatThrownBy(() -> Specs.parse(text))
                .hasMessage("PLB-116 s.yaml:11 one: params entry 'g/1/zscore' is empty; remove it, or mark the"
                        + " parameter; nothing is marked");
    }

    @Test
    void parse_quotedFit_isAText() {
        assertThatThrownBy(() -> Specs.parse(MARKED.replace("mean: fit", "mean: \"fit\"")))
                .hasMessage("PLB-115 s.yaml:9 one: feature 'f' step 1 zscore.mean is the text \"fit\"; write a number"
                        + " as JSON has it, without quotes");
    }

    @Test
    void parse_fittedValues_areChecked() {
        assertThatThrownBy(() -> Specs.parse(MARKED + "params: {f/1/zscore: {mean: 1, std: 0}}\n"))
                .hasMessageStartingWith("PLB-107 s.yaml:9 one: feature 'f' step 1 zscore has std 0");
    }
}

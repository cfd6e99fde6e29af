package dev.plumbline.transform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Options that cannot work are refused, and a preset is what it stands for. */
class NumberOptionsTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {zscore: {mean: 1, std: 0}}                      | PLB-107 | zscore has std 0; add zero_std: zeros or zero_std: center
            {zscore: {mean: 1, std: -1, zero_std: epsilon}}  | PLB-107 | zscore has std -1.0; write a positive one whose inverse is finite
            {zscore: {mean: 1, std: 0, zero_std: small}}     | PLB-106 | zscore.zero_std is small; write zeros or center or epsilon
            {zscore: {preset: torch, mean: 1, std: 1}}       | PLB-106 | zscore.preset is torch; write keras or sklearn or spark
            {center_scale: {center: 1, scale: 0}}            | PLB-107 | center_scale has scale 0; add zero_scale: zeros or zero_scale: center
            {center_scale: {center: 1, scale: 1e-320}}       | PLB-107 | center_scale has scale 1.0E-320; write a positive one whose inverse is finite
            {center_scale: {center: 1}}                      | PLB-106 | center_scale has no scale; write it, or fit to have it fitted
            {minmax: {min: 3, max: 3}}                       | PLB-107 | minmax has min 3 and max 3; min has to be less than max, or add zero_range: middle or zero_range: center
            {minmax: {min: 4, max: 3, zero_range: middle}}   | PLB-107 | minmax has min 4 and max 3; min has to be less than max
            {minmax: {min: 1, max: 2, to: [1, 1]}}           | PLB-106 | minmax needs 'to' with a low and a high end; write to: [0, 1]
            {minmax: {min: 1, max: 1, to: [1e308, 1.1e308], zero_range: middle}} | PLB-107 | minmax has ends of 'to' whose sum is beyond binary64; write smaller ones
            {maxabs: {max: -1}}                              | PLB-107 | maxabs has max -1.0; write 0, or a positive one whose inverse is finite
            {maxabs: {max: 1e-320}}                          | PLB-107 | maxabs has max 1.0E-320; write 0, or a positive one whose inverse is finite
            {winsorize: {min: 2, max: 1}}                    | PLB-107 | winsorize has min 2 above max 1; swap them
            {winsorize: {min: 2}}                            | PLB-106 | winsorize has no max; write it, or fit to have it fitted
            {winsorize: {min: 1, max: 2, lower: 0.5, upper: 0.5}} | PLB-107 | winsorize has lower 0.5 and upper 0.5; write two quantiles from 0 to 1, the lower one first
            {winsorize: {min: 1, max: 2, upper: 1.5}}        | PLB-107 | winsorize has lower 0.01 and upper 1.5; write two quantiles from 0 to 1, the lower one first
            {log: {base: 3}}                                 | PLB-106 | log.base is 3; write e or 2 or 10
            {log: {domain: zero}}                            | PLB-106 | log.domain is zero; write error or missing
            {pow: {}}                                        | PLB-106 | pow has no exponent; write it
            {pow: {exponent: 1e999}}                         | PLB-107 | pow.exponent is 1e999, beyond binary64; write a finite number
            {power: {method: box_cox, lambda: 1e999}}        | PLB-107 | power.lambda is 1e999, beyond binary64; write a finite number
            {power: {lambda: 1}}                             | PLB-106 | power has no method; write it
            reciprocal                                       | PLB-106 | reciprocal has no zero; write it
            {round: {digits: 10}}                            | PLB-106 | round.digits is 10; write 0 to 9
            {round: {digits: -1}}                            | PLB-106 | round.digits is -1; write 0 to 9
            {round: {mode: up}}                              | PLB-106 | round.mode is up; write half_even or half_up or floor or ceil or trunc
            binarize                                         | PLB-106 | binarize has no threshold; write it
            {binarize: {threshold: fit}}                     | PLB-106 | binarize has threshold: fit, which is not fitted; write its value
            {bucketize: {bounds: [1], quantiles: 1}}, as_number | PLB-106 | bucketize.quantiles is 1; write 2 to 65535
            {bucketize: {bounds: [1], method: nearest}}, as_number | PLB-106 | bucketize.method is nearest; write inverted_cdf or linear or averaged_inverted_cdf
            """)
    void parse_optionThatCannotWork_isRefused(String steps, String code, String message) {
        assertThatThrownBy(() -> Specs.parse(Specs.one("f64", "[" + steps + "]")))
                .hasMessage(code + " s.yaml:9 one: feature 'f' step 0 " + message);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            zscore       | mean: 1, std: 2      | spark   | form: mul, ddof: 1, zero_std: zeros
            zscore       | mean: 1, std: 2      | sklearn | form: div, ddof: 0, zero_std: center
            zscore       | mean: 1, std: 2      | keras   | form: div, ddof: 0, zero_std: epsilon
            center_scale | center: 1, scale: 2  | spark   | form: mul, method: inverted_cdf, zero_scale: zeros
            center_scale | center: 1, scale: 2  | sklearn | form: div, method: linear, zero_scale: center
            minmax       | min: 1, max: 2       | spark   | form: shift, zero_range: middle
            minmax       | min: 1, max: 2       | sklearn | form: affine, zero_range: center
            maxabs       | max: 2               | spark   | form: mul
            maxabs       | max: 2               | sklearn | form: div
            round        | digits: 2            | spark   | mode: half_up
            round        | digits: 2            | sklearn | mode: half_even
            round        | digits: 2            | keras   | mode: half_even
            poly         | degree: 3            | spark   | order: spark, bias: false
            poly         | degree: 3            | sklearn | order: graded, bias: true
            bucketize    | bounds: [1]          | spark   | closed: left, method: inverted_cdf
            bucketize    | bounds: [1]          | sklearn | closed: left, method: averaged_inverted_cdf
            bucketize    | bounds: [1]          | keras   | closed: left
            """)
    void preset_fingerprint_isThatOfItsOptions(String op, String own, String preset, String options) {
        String expanded = fingerprint(op, own + ", " + options);

        assertThat(fingerprint(op, "preset: " + preset + ", " + own)).isEqualTo(expanded);
        assertThat(fingerprint(op, own + ", preset: " + preset)).isEqualTo(expanded);
    }

    @Test
    void preset_optionBesideIt_holds() {
        assertThat(fingerprint("zscore", "preset: sklearn, ddof: 1, mean: 1, std: 2"))
                .isEqualTo(fingerprint("zscore", "form: div, ddof: 1, zero_std: center, mean: 1, std: 2"));
    }

    @Test
    void fingerprint_optionsThatCameLater_doNotCountAtTheirDefault() {
        assertThat(fingerprint("bucketize", "bounds: [1], method: inverted_cdf"))
                .isEqualTo(fingerprint("bucketize", "bounds: [1]"));
        assertThat(fingerprint("bucketize", "bounds: [1], method: linear"))
                .isNotEqualTo(fingerprint("bucketize", "bounds: [1]"));
        assertThat(fingerprint("log1p", "domain: error")).isEqualTo(fingerprint("log1p", ""));
        assertThat(fingerprint("log1p", "domain: missing")).isNotEqualTo(fingerprint("log1p", ""));
    }

    private static String fingerprint(String op, String options) {
        String last = op.equals("bucketize") ? ", one_hot" : "";
        return Specs.parse(Specs.one("f64", "[{" + op + ": {" + options + "}}" + last + "]"))
                .fingerprint();
    }
}

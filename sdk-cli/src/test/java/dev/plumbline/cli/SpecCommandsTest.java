package dev.plumbline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.transform.TransformSpec;
import org.junit.jupiter.api.Test;

final class SpecCommandsTest {
    @Test
    void nothing_printsTheHelp() {
        Run run = Run.spec();

        assertThat(run.code()).isZero();
        assertThat(run.out())
                .startsWith("Usage: spec ")
                .contains("check", "diff", "explain", "fingerprint", "fit", "vectorize");
        assertThat(run.err()).isEmpty();
    }

    @Test
    void aWrongCommand_isRefusedWithTheHelp() {
        Run run = Run.spec("chekc", Flights.SPEC);

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains("chekc");
    }

    @Test
    void aMissingArgument_isRefusedWithTheCommandsHelp() {
        Run run = Run.spec("explain", Flights.SPEC);

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains("ROW.json").contains("Usage: spec explain");
    }

    @Test
    void fingerprint_printsTheThreeHashes() {
        TransformSpec spec = TransformSpec.load(Flights.SPEC);

        assertThat(Run.spec("fingerprint", Flights.SPEC))
                .isEqualTo(new Run(
                        0, String.join("\n", spec.fingerprint(), spec.bindingHash(), spec.layoutHash(), ""), ""));
        assertThat(Run.spec("fingerprint", "--short", Flights.SPEC).out().lines())
                .containsExactly(
                        spec.fingerprint().substring(0, 17),
                        spec.bindingHash().substring(0, 18),
                        spec.layoutHash().substring(0, 18));
    }

    @Test
    void fingerprint_ofAnAbsentFile_fails() {
        Run run = Run.spec("fingerprint", "none.yaml");

        assertThat(run.code()).isEqualTo(1);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).startsWith("PLB-100 none.yaml:1");
    }
}

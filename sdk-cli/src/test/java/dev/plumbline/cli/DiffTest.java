package dev.plumbline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.transform.SpecDiff;
import dev.plumbline.transform.TransformSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DiffTest {
    @TempDir
    Path folder;

    private Path changed(String from, String to) throws IOException {
        String text = Files.readString(Flights.SPEC);
        assertThat(text).contains(from);
        return Files.writeString(folder.resolve("changed.yaml"), text.replace(from, to));
    }

    @Test
    void diff_ofAnotherParameter_isThree_andNamesIt() throws Exception {
        Path after = changed("std: 0.786541", "std: 0.786542");

        Run run = Run.spec("diff", Flights.SPEC, after);

        assertThat(run.code()).isEqualTo(3);
        assertThat(run.err()).isEmpty();
        assertThat(run.out())
                .isEqualTo(SpecDiff.between(TransformSpec.load(Flights.SPEC), TransformSpec.load(after)) + "\n")
                .contains("zscore.std 0.786541 -> 0.786542");
    }

    @Test
    void diff_ofAnotherBinding_isThree() throws Exception {
        assertThat(Run.spec(
                                "diff",
                                Flights.SPEC,
                                changed(
                                        "origin: {type: string, from: request}",
                                        "origin: {type: string, from: \"request:start\"}"))
                        .code())
                .isEqualTo(3);
    }

    @Test
    void diff_ofDocumentation_isZero() throws Exception {
        Run run = Run.spec("diff", Flights.SPEC, changed("description: distance", "description: length"));

        assertThat(run.code()).isZero();
        assertThat(run.out()).contains("all 16 slots keep their place");
    }

    @Test
    void diff_withAFileThatIsNoSpec_isOne() {
        Run run = Run.spec("diff", Flights.SPEC, "none.yaml");

        assertThat(run.code()).isEqualTo(1);
        assertThat(run.err()).startsWith("PLB-100 none.yaml");
        assertThat(Run.spec("diff", Flights.SPEC).code()).isEqualTo(2);
    }
}

package dev.plumbline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.transform.TransformSpec;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CheckTest {
    @TempDir
    Path folder;

    @Test
    void check_ofASoundSpec_saysWhatItIs() {
        TransformSpec spec = TransformSpec.load(Flights.SPEC);

        Run run = Run.spec("check", Flights.SPEC);

        assertThat(run.code()).isZero();
        assertThat(run.err()).isEmpty();
        assertThat(run.out().lines())
                .contains(
                        Flights.SPEC + ": ok",
                        "  name        flight_row",
                        "  version     1.0.0",
                        "  output      x: 16 slots of float32",
                        "  fingerprint " + spec.fingerprint(),
                        "  binding     " + spec.bindingHash(),
                        "  layout      " + spec.layoutHash(),
                        "  input       distance: int64 from request:distance")
                .anyMatch(line -> line.startsWith("  warning     PLB-109 ") && line.contains("distance"));
    }

    @Test
    void check_ofSeveral_goesOnBehindABadOne() throws Exception {
        Path bad = Files.writeString(folder.resolve("bad.yaml"), "plumbline: 1\nname: bad\nfeaturs: []\n");

        Run run = Run.spec("check", bad, Flights.SPEC, folder.resolve("none.yaml"));

        assertThat(run.code()).isEqualTo(1);
        assertThat(run.err().lines())
                .hasSize(2)
                .anyMatch(
                        line -> line.startsWith("PLB-101 " + bad + ":3 ") && line.contains("did you mean 'features'?"))
                .anyMatch(line -> line.startsWith("PLB-100 ") && line.contains("none.yaml"));
        assertThat(run.out()).startsWith(Flights.SPEC + ": ok");
    }

    @Test
    void check_ofAnUnfitSpec_namesTheOpenParameter() throws Exception {
        Path unfit = Files.writeString(
                folder.resolve("unfit.yaml"),
                Files.readString(Flights.SPEC).replace("{mean: 6.296113, std: 0.786541}", "{mean: fit, std: 0.5}"));

        Run run = Run.spec("check", unfit);

        assertThat(run.code()).isEqualTo(1);
        assertThat(run.err())
                .startsWith("PLB-111 " + unfit)
                .contains("distance")
                .contains("mean");
    }
}

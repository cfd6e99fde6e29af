package dev.plumbline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.transform.Provenance;
import dev.plumbline.transform.SpecFit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FitTest {
    private static final Path UNFIT = Flights.ROOT.resolve("examples/data/flight_fit.yaml");

    @TempDir
    Path folder;

    private Path spec = UNFIT;

    @BeforeEach
    void copySpec() throws IOException {
        spec = Files.copy(UNFIT, folder.resolve("spec.yaml"));
    }

    private Run fit(Path file, String... more) {
        Stream<Object> args = Stream.concat(
                Stream.of("fit", file, Flights.DATA, "--columns", "departure=date", "--zone", "UTC"), Stream.of(more));
        return Run.spec(args.toArray());
    }

    private List<String> left() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    /** What the library writes for the same rows. */
    private String expected() throws IOException {
        List<String> lines = Flights.lines();
        return SpecFit.load(UNFIT)
                .run(lines.subList(1, lines.size()), (line, row) -> {
                    String[] cells = line.split(",", -1);
                    row.setTimestamp(
                            row.input("departure"),
                            LocalDateTime.parse(cells[0]).toEpochSecond(ZoneOffset.UTC) * 1_000_000);
                    row.setInt64(row.input("distance"), Long.parseLong(cells[2]));
                    row.setString(row.input("origin"), cells[3]);
                })
                .write(Provenance.of("flights-20k.csv.gz"));
    }

    @Test
    void fit_writesTheParametersBehindWhatWasWrittenByHand() throws Exception {
        Run run = fit(spec);

        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.out()).startsWith(spec + ": fitted to 20000 rows, flight_row 1.1.0 plb1:");
        assertThat(Files.readString(spec))
                .isEqualTo(expected())
                .startsWith(Files.readString(UNFIT))
                .contains("mean: 6.2961127578442", "dataset: \"flights-20k.csv.gz\"");
        assertThat(Run.spec("check", spec).code()).isZero();
        assertThat(left()).containsExactly("spec.yaml");
    }

    @Test
    void fit_again_givesTheSameBytes() throws Exception {
        fit(spec);
        String once = Files.readString(spec);

        assertThat(fit(spec).code()).isZero();

        assertThat(Files.readString(spec)).isEqualTo(once);
    }

    @Test
    void fit_toAnotherFile_leavesTheFirst() throws Exception {
        Path target = folder.resolve("fitted.yaml");

        Run run = fit(spec, "--out", target.toString(), "--dataset", "flights@7");

        assertThat(run.out()).startsWith(target + ": fitted to 20000 rows");
        assertThat(Files.readString(spec)).isEqualTo(Files.readString(UNFIT));
        assertThat(Files.readString(target)).contains("dataset: \"flights@7\"");
    }

    @Test
    void fit_inPlace_keepsLinkAndPermissions() throws Exception {
        Files.setPosixFilePermissions(spec, PosixFilePermissions.fromString("rw-r-x---"));
        Path link = Files.createSymbolicLink(folder.resolve("link.yaml"), Path.of("spec.yaml"));

        assertThat(fit(link).code()).isZero();

        assertThat(link).isSymbolicLink();
        assertThat(Files.readString(spec)).contains("params:");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(spec)))
                .isEqualTo("rw-r-x---");
    }

    @Test
    void fit_readsInputsThatOnlyFittingNeeds() throws Exception {
        Path encoded = Files.writeString(folder.resolve("encoded.yaml"), """
                plumbline: 1
                name: encoded
                version: "1"
                semantics: 1
                inputs:
                  origin: {type: string, from: request}
                  late: {type: i64, from: request}
                features:
                  - name: origin
                    input: origin
                    steps: [{target_encode: {map: fit, prior: fit, target: late, smoothing: 10, training: in_fold}}]
                """);

        assertThat(Run.spec("fit", encoded, Flights.DATA).err())
                .startsWith("PLB-602 " + Flights.DATA + ":1 encoded: there is no column 'late' for the input 'late'");
        assertThat(Run.spec("fit", encoded, Flights.DATA, "--columns", "late=delay"))
                .matches(run -> run.code() == 0, "is done");
        // The mean of column delay: awk -F, 'NR > 1 { s += $2 } END { print s / (NR - 1) }'
        assertThat(Files.readString(encoded)).contains("prior: 7.7039");
    }

    @Test
    void fit_thatIsRefused_leavesTheFile() throws Exception {
        String before = Files.readString(spec);
        Path bad = Files.writeString(folder.resolve("bad.csv"), "date,distance,origin\n2001-01-01T00:47,far,DTW\n");

        assertThat(fit(spec, "--min-rows", "20001").err())
                .startsWith("PLB-201 " + spec)
                .contains("20000 rows, fewer than 20001");
        assertThat(fit(spec, "--min-rows", "0").err()).startsWith("PLB-603 --min-rows: 0 is no number of rows");
        assertThat(Run.spec("fit", spec, bad, "--columns", "departure=date", "--zone", "UTC")
                        .err())
                .startsWith("PLB-603 " + bad + ":2 flight_row: column 'distance': 'far' is no int64");
        assertThat(Run.spec("fit", spec, Flights.DATA).code()).isEqualTo(1);
        assertThat(Run.spec("fit", folder.resolve("none.yaml"), Flights.DATA).err())
                .startsWith("PLB-100 ");
        assertThat(fit(spec, "--out", bad.resolveSibling("none/fitted.yaml").toString())
                        .err())
                .startsWith("PLB-605 " + folder.resolve("none/fitted.yaml") + ": cannot be written");

        assertThat(Files.readString(spec)).isEqualTo(before);
        assertThat(left()).containsExactly("bad.csv", "spec.yaml");
    }
}

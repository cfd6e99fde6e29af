package dev.plumbline.transform;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.transform.Flights.Flight;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The guide's code, run. */
class FittingGuideTest {
    private static final List<Flight> FLIGHTS = Flights.read();

    @TempDir
    Path directory;

    @Test
    void guide_rowsInMemoryAndInPartitions_giveTheSame() throws IOException {
        Path file = directory.resolve("flights.yaml");
        Files.writeString(file, Flights.SPEC);
        String inMemory = inMemory(file, FLIGHTS);
        Files.writeString(file, Flights.SPEC);

        assertThat(inPartitions(file, List.of(FLIGHTS.subList(9_000, 20_000), FLIGHTS.subList(0, 9_000))))
                .isEqualTo(inMemory);
        assertThat(TransformSpec.load(file).name()).isEqualTo("flights");
    }

    private static String inMemory(Path file, List<Flight> flights) throws IOException {
        // tag::run[]
        SpecFit fit = SpecFit.load(file).run(flights, (flight, row) -> {
            row.setTimestamp(row.input("departure"), flight.departure());
            row.setFloat64(row.input("distance"), flight.distance());
            row.setString(row.input("origin"), flight.origin());
            row.setString(row.input("destination"), flight.destination());
            if (flight.knowsDelay()) {
                row.setInt64(row.input("delay"), flight.delay());
            }
        });
        Files.writeString(file, fit.write(Provenance.of("examples/data/flights-20k.csv.gz")));
        // end::run[]
        return Files.readString(file);
    }

    private static String inPartitions(Path file, List<List<Flight>> partitions) throws IOException {
        // tag::parts[]
        SpecFit fit = SpecFit.load(file);
        while (!fit.isDone()) {
            byte[] pass = fit.toBytes();
            FitPart all = fit.newPart();
            for (List<Flight> partition : partitions) {
                all.merge(fit.partOf(gather(pass, partition))); // in other processes, say
            }
            fit = fit.next(all);
        }
        Files.writeString(file, fit.write(Provenance.of("examples/data/flights-20k.csv.gz")));
        // end::parts[]
        return Files.readString(file);
    }

    // tag::gather[]
    static byte[] gather(byte[] pass, List<Flight> partition) {
        SpecFit fit = SpecFit.ofBytes(pass);
        FitPart part = fit.newPart();
        InputRow row = fit.newInputs();
        for (Flight flight : partition) {
            row.clear();
            flight.into(row);
            part.add(row);
        }
        return part.toBytes();
    }
    // end::gather[]

    @ParameterizedTest
    @ValueSource(strings = {"run", "parts", "gather"})
    void guide_quotesThisCode(String tag) throws IOException {
        assertThat(Files.readString(Path.of("../docs/fitting.md"))).contains(quoted(tag));
    }

    @Test
    void reference_listsEveryRuleAndCode() throws IOException {
        String reference = Files.readString(Path.of("../docs/spec-reference.md"));
        String rules = reference.substring(reference.indexOf("## Fitting"), reference.indexOf("## Policies"));

        assertThat(FitRules.ops()).allSatisfy(op -> assertThat(rules).contains("`" + op + "`"));
        assertThat(Stream.of(201, 202, 203, 204, 205, 206, 207, 208))
                .allSatisfy(code -> assertThat(reference).contains("| PLB-" + code + " |"));
    }

    private static String quoted(String tag) throws IOException {
        String code = Files.readString(Path.of("src/test/java/dev/plumbline/transform/FittingGuideTest.java"));
        int from = code.indexOf('\n', code.indexOf("// tag::" + tag + "[]")) + 1;
        int to = code.lastIndexOf('\n', code.indexOf("// end::" + tag + "[]"));
        return code.substring(from, to).stripIndent().strip();
    }
}

package dev.plumbline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.transform.ModelStamp;
import dev.plumbline.transform.TransformSpec;
import dev.plumbline.transform.model.SideFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Everything that the guide says one may type, in the order in which it stands there. */
final class GuideTest {
    private static final Pattern ARGUMENT = Pattern.compile("'([^']*)'|(\\S+)");

    @TempDir
    Path folder;

    private String guide = "";

    @BeforeEach
    void copyFlights() throws IOException {
        guide = Files.readString(Flights.ROOT.resolve("docs/spec-cli.md"));
        for (String name : List.of("flight_row.yaml", "flight_fit.yaml", "flights-20k.csv.gz")) {
            Files.copy(Flights.ROOT.resolve("examples/data").resolve(name), folder.resolve(name));
        }
    }

    private Run type(String line) {
        String command = line.replaceFirst(" +#.*", "").replaceFirst("^\\.\\./dev spec ", "");
        return Run.spec(ARGUMENT.matcher(command)
                .results()
                .map(GuideTest::argument)
                .map(argument -> argument.matches(".*\\.(yaml|json|gz|npy)") ? folder.resolve(argument) : argument)
                .toArray());
    }

    private static String argument(MatchResult match) {
        return match.group(1) != null ? match.group(1) : match.group(2);
    }

    @Test
    void commands_run() throws Exception {
        Files.writeString(
                folder.resolve("row.json"),
                guide.lines()
                        .filter(line -> line.startsWith("echo '"))
                        .map(line -> line.replaceFirst("echo '(.*)' > row.json", "$1"))
                        .findFirst()
                        .orElseThrow());
        List<String> lines =
                guide.lines().filter(line -> line.startsWith("../dev spec ")).toList();

        assertThat(lines).hasSizeGreaterThan(7).allSatisfy(line -> {
            Run run = type(line);
            assertThat(run.code()).as(line + "\n" + run.err()).isEqualTo(line.contains(" diff ") ? 3 : 0);
        });

        assertThat(Files.readString(folder.resolve("flight_fit.yaml")))
                .startsWith(Files.readString(Flights.ROOT.resolve("examples/data/flight_fit.yaml")))
                .contains("params:", "provenance:");
        assertThat(folder.resolve("vectors.npy.plumbline.json")).exists();
    }

    /** The trainer checks the stamp of the vectors, trains, and stamps the model. */
    @Test
    void trainer_stampsItsModel_soThatAServiceTakesIt() throws Exception {
        int from = guide.indexOf("```python\n") + "```python\n".length();
        String trainer = guide.substring(from, guide.indexOf("```", from));
        assertThat(Run.vectorizeFlights(Flights.SPEC, Flights.DATA, folder.resolve("vectors.npy"))
                        .code())
                .isZero();

        assertThat(Python.run(folder, trainer)).startsWith("20000 flights, AUC 0.");

        ModelStamp stamp = SideFile.read(folder.resolve("delays.joblib"));
        TransformSpec spec = TransformSpec.load(Flights.SPEC);
        assertThat(spec.requireModel(stamp)).isSameAs(spec);
        assertThat(stamp.text()).contains(Files.readString(Flights.SPEC));

        Files.write(folder.resolve("vectors.npy"), new byte[1]);
        Files.writeString(folder.resolve("trainer.py"), trainer);
        assertThat(Python.run(folder, "try:\n  import trainer\nexcept AssertionError as e: print(e)"))
                .isEqualTo("vectors.npy is not what its stamp says\n");
    }
}

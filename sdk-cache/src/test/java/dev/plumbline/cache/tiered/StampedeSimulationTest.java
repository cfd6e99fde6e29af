package dev.plumbline.cache.tiered;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Runs a thousand clients in virtual time. What they come to is committed, so that a change of policy is seen. */
final class StampedeSimulationTest {
    private static final int PROCESSES = 1_000;
    private static final long SEED = 20_260_101;
    private static final Path FOLDER = Path.of("..", "docs", "simulation");

    private static List<StampedeScenario> scenarios;

    @BeforeAll
    static void simulate() {
        scenarios = new StampedeScenarios(PROCESSES, SEED).all();
    }

    @Test
    void theCommittedPageIsWhatTheSimulationSays() throws IOException {
        compare("stampede.md", StampedeReport.write(PROCESSES, scenarios));
        compare("stampede.svg", StampedeChart.draw(scenarios));
    }

    private static void compare(String name, String text) throws IOException {
        Path file = FOLDER.resolve(name);
        if (Boolean.getBoolean("plumbline.simulate")) {
            Files.createDirectories(FOLDER);
            Files.writeString(file, text);
        }
        assertThat(Files.exists(file) ? Files.readString(file) : "")
                .as(
                        "docs/simulation/%s: if the policies were changed on purpose, run ./dev simulate and commit it",
                        name)
                .isEqualTo(text);
    }

    @Test
    void theSameSeedGivesTheSamePage() {
        assertThat(pageOfFew(7)).isEqualTo(pageOfFew(7));
        assertThat(pageOfFew(7)).isNotEqualTo(pageOfFew(8));
    }

    private static String pageOfFew(long seed) {
        List<StampedeScenario> few = new StampedeScenarios(40, seed).all();
        return StampedeReport.write(40, few) + StampedeChart.draw(few);
    }
}

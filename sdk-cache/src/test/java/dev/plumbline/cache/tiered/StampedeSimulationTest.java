package dev.plumbline.cache.tiered;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
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
    void aColdKey_withLeases_isLoadedOnceForTheFleet() {
        StampedeScenario cold = scenarios.get(0);

        assertThat(cold.result(StampedeScenarios.LEASES).calls()).isEqualTo(1);
        assertThat(cold.result(StampedeScenarios.PLAIN).calls()).isBetween(2, PROCESSES);
        assertThat(cold.result(StampedeScenarios.NEAR).calls()).isEqualTo(PROCESSES);
        assertThat(cold.results()).allSatisfy(result -> {
            assertThat(result.reads()).isEqualTo(4 * PROCESSES);
            assertThat(result.failed()).isZero();
        });
    }

    @Test
    void rowsThatGoStaleTogether_areRenewedOnceEachAndSpread() {
        StampedeScenario stale = scenarios.get(1);
        StampedeResult nothing = stale.result(StampedeScenarios.NOTHING);
        StampedeResult all = stale.result(StampedeScenarios.ALL_THREE);

        assertThat(all.calls()).isLessThanOrEqualTo(StampedeScenarios.KEYS).isLessThan(nothing.calls());
        assertThat(all.peak()).isLessThan(nothing.peak() / 3);
        assertThat(all.waited()).isZero();
        assertThat(stale.results())
                .allSatisfy(result -> assertThat(result.failed()).isZero());
    }

    @Test
    void aNodeThatRestartsEmpty_failsNoRead() {
        StampedeScenario empty = scenarios.get(2);

        assertThat(empty.results())
                .allSatisfy(result -> assertThat(result.failed()).isZero());
        assertThat(empty.result(StampedeScenarios.LEASES).calls())
                .isLessThan(empty.result(StampedeScenarios.PLAIN).calls());
    }

    @Test
    void anOriginThatIsDown_failsNoReadAndIsAskedLess() {
        StampedeScenario down = scenarios.get(3);
        StampedeScenario.Window window = Objects.requireNonNull(down.window());
        int unprotected = down.results().get(0).calls(window.fromSlice(), window.toSlice());

        assertThat(down.results().get(0).failed()).isPositive();
        assertThat(down.results().stream().skip(1)).allSatisfy(result -> {
            assertThat(result.failed()).isZero();
            assertThat(result.stale()).isPositive();
        });
        assertThat(down.results().stream().skip(2)).allSatisfy(result -> {
            assertThat(result.waited()).isZero();
            assertThat(result.calls(window.fromSlice(), window.toSlice())).isLessThan(unprotected / 2);
        });
    }

    @Test
    void aWinnerThatDies_failsNoReadButItsOwnAndIsFollowedByOne() {
        StampedeScenario lost = scenarios.get(4);

        assertThat(lost.result(StampedeScenarios.LEASES).calls()).isEqualTo(2);
        assertThat(lost.results()).allSatisfy(result -> {
            assertThat(result.failed()).isEqualTo(1);
            assertThat(result.calls()).isLessThanOrEqualTo(PROCESSES);
            // The lease has ended, and the next load has stored the row.
            assertThat(result.calls(30, 50)).isZero();
        });
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

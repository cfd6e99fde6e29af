package dev.plumbline.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs the races in a JVM of their own: a second of each, ten seconds and more in the long form. */
final class RacesTest {
    private static final boolean LONG = Boolean.getBoolean("plumbline.long");
    private static final int ROUNDS = LONG ? 15 : 1;
    private static final long LEAST = LONG ? 10_000_000 : 50_000;
    private static final int RACES = 20;
    private static final Path REPORT = Path.of("..", "docs", "reports", "races.md");

    @TempDir
    private Path directory;

    @Test
    void noRaceHasAForbiddenOutcome() throws Exception {
        List<RaceOutcome> outcomes = run();

        assertThat(outcomes).filteredOn(RaceOutcome::isForbidden).isEmpty();
        assertThat(outcomes.stream().map(RaceOutcome::race).distinct()).hasSize(RACES);
        assertThat(outcomes.stream().mapToLong(RaceOutcome::count).sum()).isGreaterThanOrEqualTo(LEAST);
        if (LONG) {
            Files.createDirectories(REPORT.getParent());
            Files.writeString(REPORT, RaceReport.of(outcomes));
        }
    }

    private List<RaceOutcome> run() throws IOException, InterruptedException {
        Path output = directory.resolve("races.txt");
        Process races = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx512m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        RaceRunner.class.getName(),
                        "1000",
                        Integer.toString(ROUNDS))
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        try {
            assertThat(races.waitFor(30, TimeUnit.MINUTES)).isTrue();
        } finally {
            races.destroyForcibly();
        }
        assertThat(races.exitValue()).as(Files.readString(output)).isZero();
        return Files.readAllLines(output).stream().flatMap(RaceOutcome::parse).toList();
    }
}

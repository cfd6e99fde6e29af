package dev.plumbline.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Holds the rules for Prometheus against Prometheus's own tool, and their names against those that are scraped. */
final class MonitoringRulesTest {
    private static final Path FOLDER = Path.of("..", "docs", "monitoring");
    private static final Pattern NAME = Pattern.compile("\\bplumbline_[a-z_]+\\b");

    @ParameterizedTest
    @CsvSource({"check, model-serving-cache.rules.yml", "test, model-serving-cache.test.yml"})
    void promtool_isContent(String command, String file) throws Exception {
        Process promtool = new ProcessBuilder(Memcached.binary("promtool", "prometheus"), command, "rules", file)
                .directory(FOLDER.toFile())
                .redirectErrorStream(true)
                .start();
        String said = new String(promtool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(promtool.waitFor()).as(said).isZero();
        assertThat(said).contains("SUCCESS");
    }

    /** The table in metrics.md is held against a real scrape by a test of its own. */
    @Test
    void namesThatTheRulesRead_areScraped() throws Exception {
        String table = Files.readString(Path.of("..", "docs", "metrics.md"));
        Set<String> told = new TreeSet<>();
        NAME.matcher(table).results().forEach(name -> told.add(name.group()));

        Set<String> read = new TreeSet<>();
        NAME.matcher(Files.readString(FOLDER.resolve("model-serving-cache.rules.yml")))
                .results()
                .forEach(name -> read.add(name.group().replaceAll("_(bucket|count)$", "")));

        assertThat(read).hasSizeGreaterThan(4);
        assertThat(told).containsAll(read);
    }
}

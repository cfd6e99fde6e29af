package dev.plumbline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plumbline.feature.FeatureType;
import dev.plumbline.feature.FeatureView;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ClientSettingsTest {
    private static final FeatureView VIEW =
            FeatureView.builder("v", "k").feature("n", FeatureType.INT64).build();

    private static FeatureClientBuilder builder() {
        return FeatureClient.builder(new FixedTransport(0)).views(VIEW).environment(Map.of());
    }

    private static void refused(FeatureClientBuilder builder, String message) {
        assertThatIllegalArgumentException().isThrownBy(builder::build).withMessage(message);
    }

    private static String built(FeatureClientBuilder builder) {
        try (FeatureClient client = builder.build()) {
            return client.toString();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "deadline|0ms|setting 'deadline': it is 1 ms to 1 hour, not PT0S",
                "deadline|61m|setting 'deadline': it is 1 ms to 1 hour, not PT1H1M",
                "deadline|500|setting 'deadline': '500' is no duration: write a number and ms, s, m, h or d, such as"
                        + " 150ms",
                "attempt-timeout|2h|setting 'attempt-timeout': it is 1 ms to 1 hour, not PT2H",
                "connect-grace|0s|setting 'connect-grace': it is 1 ms to 1 hour, not PT0S",
                "merge.max-in-flight-batches|0|setting 'merge.max-in-flight-batches': it is 1 to 64, not 0",
                "merge.max-in-flight-batches|two|setting 'merge.max-in-flight-batches': 'two' is no whole number",
                "retry.max-attempts|11|setting 'retry.max-attempts': retry: maxAttempts is 1 to 10, not 11",
                "retry.base-delay|200ms|retry: retry: baseDelay PT0.2S is more than maxDelay PT0.1S",
                "staleness.fresh|0ms|setting 'staleness.fresh': the fresh bound is PT0.001S to PT8760H, not PT0S",
                "name|Big|setting 'name': client name 'Big' is not valid: a name is a lower-case letter, then up to 62"
                        + " lower-case letters, digits or underscores",
            })
    void build_settingOutOfRange_namesItAndItsRange(String key, String value, String problem) {
        refused(builder().settings(ClientSettings.of(Map.of(key, value))), "client settings: " + problem);
    }

    @Test
    void build_severalProblems_areToldAtOnce() {
        refused(
                builder()
                        .settings(ClientSettings.of(
                                Map.of("retry.max-attempts", "0", "deadline", "soon", "staleness.not-found", "5"))),
                """
                client settings: setting 'retry.max-attempts': retry: maxAttempts is 1 to 10, not 0
                  setting 'staleness.not-found': '5' is no duration: write a number and ms, s, m, h or d, such as 150ms
                  setting 'deadline': 'soon' is no duration: write a number and ms, s, m, h or d, such as 150ms""");
    }

    @Test
    void build_unknownKeyAndVariable_nameTheNearest() {
        refused(
                builder()
                        .settings(ClientSettings.of(Map.of("retry.max-atempts", "2")))
                        .environment(Map.of("PLUMBLINE_DEADLIN", "1s", "HOME", "/")),
                """
                client settings: unknown setting 'retry.max-atempts'; did you mean 'retry.max-attempts'?
                  unknown variable 'PLUMBLINE_DEADLIN'; did you mean 'PLUMBLINE_DEADLINE'?""");
    }

    @Test
    void build_valueOfASetter_isCheckedAsTheOthers() {
        refused(
                builder().maxInFlightBatches(65),
                "client settings: setting 'merge.max-in-flight-batches': it is 1 to 64, not 65");
        refused(
                builder().deadline(Duration.ofNanos(5)),
                "client settings: setting 'deadline': it is 1 ms to 1 hour, not PT0.000000005S");
    }

    @Test
    void build_variable_winsOverFile_andFileOverCode(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("client.properties");
        Files.writeString(file, "plumbline.name=by_file\nplumbline.merge.max-in-flight-batches=5\nother.name=Zzz\n");
        FeatureClientBuilder builder =
                builder().name("by_code").maxInFlightBatches(3).settings(ClientSettings.load(file));
        assertThat(built(builder)).contains("client 'by_file'", "merge (5 batches)");
        assertThat(built(builder.environment(Map.of("PLUMBLINE_MERGE_MAX_IN_FLIGHT_BATCHES", "7"))))
                .contains("client 'by_file'", "merge (7 batches)");
    }

    @Test
    void load_missingFile_isNamed(@TempDir Path folder) {
        Path file = folder.resolve("absent.properties");
        assertThatThrownBy(() -> ClientSettings.load(file))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageStartingWith("settings file '" + file + "' cannot be read");
    }

    @Test
    void views_nameTwice_isRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder().views(VIEW))
                .withMessage("view 'v' is registered twice: remove one");
    }
}

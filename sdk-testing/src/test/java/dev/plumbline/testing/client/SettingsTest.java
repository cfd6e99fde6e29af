package dev.plumbline.testing.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.plumbline.ClientSettings;
import dev.plumbline.FeatureClientBuilder;
import dev.plumbline.feature.StalenessBounds;
import dev.plumbline.policy.RetryPolicy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SettingsTest extends ClientTest {
    private void refused(FeatureClientBuilder builder, String... parts) {
        assertThatIllegalArgumentException()
                .isThrownBy(builder::build)
                .satisfies(e -> assertThat(e).hasMessageContainingAll(parts));
    }

    @Test
    void unknownSetting_namesTheNearest() {
        refused(
                builder().settings(ClientSettings.of(Map.of("plumbline.dedline", "1s"))),
                "unknown setting 'plumbline.dedline'",
                "did you mean 'deadline'");
    }

    @Test
    void unknownVariable_namesTheNearest() {
        refused(
                builder().environment(Map.of("PLUMBLINE_DEADLIN", "1s", "PATH", "/bin")),
                "unknown variable 'PLUMBLINE_DEADLIN'",
                "did you mean 'PLUMBLINE_DEADLINE'");
    }

    @Test
    void allProblems_areNamedAtOnce() {
        refused(
                builder()
                        .settings(ClientSettings.of(Map.of(
                                "deadline", "0ms", "attempt-timeout", "soon", "merge.max-in-flight-batches", "65"))),
                "'deadline'",
                "'attempt-timeout'",
                "'soon' is no duration",
                "1 to 64, not 65");
    }

    @Test
    void precedence_isCodeThenMapThenEnvironment() {
        assertThat(open(builder().name("by_code")).toString()).contains("'by_code'");
        assertThat(open(builder()
                                .settings(ClientSettings.of(Map.of("name", "by_map")))
                                .name("by_code"))
                        .toString())
                .contains("'by_map'");
        assertThat(open(builder()
                                .environment(Map.of("PLUMBLINE_NAME", "by_variable"))
                                .settings(ClientSettings.of(Map.of("name", "by_map")))
                                .name("by_code"))
                        .toString())
                .contains("'by_variable'");
    }

    @Test
    void precedence_holdsForEachSettingByItself() {
        String layers = open(builder()
                        .retry(RetryPolicy.builder().maxAttempts(7).build())
                        .maxInFlightBatches(9)
                        .attemptTimeout(Duration.ofMillis(33))
                        .settings(ClientSettings.of(Map.of("retry.max-attempts", "6", "attempt-timeout", "44ms")))
                        .environment(Map.of("PLUMBLINE_RETRY_MAX_ATTEMPTS", "5")))
                .toString();

        assertThat(layers).contains("5 attempts", "merge (9 batches)", "PT0.044S");
    }

    @Test
    void settingsFile_isReadAndOtherKeysAreLeftAlone(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("client.properties");
        Files.writeString(file, "plumbline.name=by_file\nserver.port=8080\n");

        assertThat(open(builder().settings(ClientSettings.load(file))).toString())
                .contains("'by_file'");
    }

    @Test
    void everySetter_isTakenAsItIs() {
        FeatureClientBuilder builder = builder()
                .deadline(Duration.ofHours(1))
                .staleness(StalenessBounds.builder()
                        .fresh(Duration.ofNanos(1_500_001))
                        .nearFresh(Duration.ZERO)
                        .build());

        assertThat(open(builder)).isNotNull();
    }

    @Test
    void readPreference_isOneOfThree() {
        for (String preference : List.of("primary", "replica", "replica-then-primary")) {
            open(builder().settings(ClientSettings.of(Map.of("read-preference", preference))));
        }
        refused(
                builder().settings(ClientSettings.of(Map.of("read-preference", "nearest"))),
                "'read-preference'",
                "'nearest' is none: it is primary, replica, replica-then-primary");
    }

    @Test
    void stickyWindow_isZeroTo10Minutes() {
        open(builder().stickyWindow(Duration.ZERO));
        open(builder().stickyWindow(Duration.ofMinutes(10)));
        refused(
                builder().environment(Map.of("PLUMBLINE_READ_STICKY_WINDOW", "601s")),
                "'read.sticky-window'",
                "it is 0 ms to 10 minutes");
    }

    @Test
    void buildWithoutAView_isRefused() {
        refused(dev.plumbline.FeatureClient.builder(store.transport()), "no view", "views(...)");
    }
}

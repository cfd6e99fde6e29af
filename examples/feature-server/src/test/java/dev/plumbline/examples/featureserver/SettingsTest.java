package dev.plumbline.examples.featureserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import redis.clients.jedis.HostAndPort;

final class SettingsTest {
    @Test
    void of_nothing_hasDefaults() {
        assertThat(Settings.of(Map.of("PATH", "/bin", "FEATURE_SERVER_PORT", ""), List.of()))
                .isEqualTo(new Settings(
                        "127.0.0.1",
                        8980,
                        Settings.Store.MEMORY,
                        new HostAndPort("127.0.0.1", 6379),
                        Optional.empty(),
                        false,
                        Duration.ZERO,
                        Optional.empty()));
    }

    @Test
    void of_everything() {
        Map<String, String> environment = Map.ofEntries(
                Map.entry("FEATURE_SERVER_HOST", "::1"),
                Map.entry("FEATURE_SERVER_PORT", "0"),
                Map.entry("FEATURE_SERVER_STORE", "redis"),
                Map.entry("FEATURE_SERVER_REDIS", "cache:7000"),
                Map.entry("FEATURE_SERVER_FLIGHTS", "some/flights.csv"),
                Map.entry("FEATURE_SERVER_LOAD", "true"),
                Map.entry("FEATURE_SERVER_DELAY_MS", "50"),
                Map.entry("FEATURE_SERVER_POSTGRES", "db-1:5432/features"),
                Map.entry("FEATURE_SERVER_POSTGRES_REPLICA", "[::1]:5433/features"),
                Map.entry("FEATURE_SERVER_POSTGRES_USER", "reader"),
                Map.entry("FEATURE_SERVER_POSTGRES_POOL", "2"));

        assertThat(Settings.of(environment, List.of()))
                .isEqualTo(new Settings(
                        "::1",
                        0,
                        Settings.Store.REDIS,
                        new HostAndPort("cache", 7000),
                        Optional.of(Path.of("some/flights.csv")),
                        true,
                        Duration.ofMillis(50),
                        Optional.of(new DatabaseSettings(
                                "db-1:5432/features", Optional.of("[::1]:5433/features"), "reader", 2))));
    }

    @Test
    void of_loadArgument() {
        assertThat(Settings.of(Map.of(), List.of("--load")).load()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "PORT, http, a whole number from 0 to 65535",
        "PORT, 65536, a whole number from 0 to 65535",
        "PORT, -1, a whole number from 0 to 65535",
        "DELAY_MS, 1.5, a whole number from 0 to 60000",
        "STORE, disk, memory or redis",
        "REDIS, cache, 'host:port, like 127.0.0.1:6379'",
        "REDIS, :6379, 'host:port, like 127.0.0.1:6379'",
        "REDIS, cache:0, 'host:port, like 127.0.0.1:6379'",
        "LOAD, yes, true or false",
        "POSTGRES, db, 'host:port/database, like 127.0.0.1:5432/features'",
        "POSTGRES, db:5432/features?ssl=false, 'host:port/database, like 127.0.0.1:5432/features'",
        "POSTGRES_REPLICA, /features, 'host:port/database, like 127.0.0.1:5432/features'",
        "POSTGRES_POOL, 0, a whole number from 1 to 100",
    })
    void of_badValue_namesVariableValueAndRemedy(String variable, String value, String remedy) {
        assertThatThrownBy(() -> Settings.of(Map.of("FEATURE_SERVER_" + variable, value), List.of()))
                .isInstanceOf(SettingException.class)
                .hasMessage("FEATURE_SERVER_%s=%s: give %s", variable, value, remedy);
    }

    @Test
    void of_replicaWithoutPrimary_isRefused() {
        assertThatThrownBy(
                        () -> Settings.of(Map.of("FEATURE_SERVER_POSTGRES_REPLICA", "db-2:5432/features"), List.of()))
                .isInstanceOf(SettingException.class)
                .hasMessageEndingWith("set FEATURE_SERVER_POSTGRES too");
    }

    @Test
    void of_unknownVariable_isRefused() {
        assertThatThrownBy(() -> Settings.of(Map.of("FEATURE_SERVER_DELAY", "5"), List.of()))
                .isInstanceOf(SettingException.class)
                .hasMessageStartingWith("FEATURE_SERVER_DELAY=5: no such variable")
                .hasMessageContaining("FEATURE_SERVER_DELAY_MS");
    }

    @Test
    void of_unknownArgument_isRefused() {
        assertThatThrownBy(() -> Settings.of(Map.of(), List.of("--reload")))
                .isInstanceOf(SettingException.class)
                .hasMessageContaining("--reload");
    }

    @Test
    void help_namesEachVariable() {
        assertThat(Settings.help().lines()).hasSize(Settings.Variable.values().length);
    }
}

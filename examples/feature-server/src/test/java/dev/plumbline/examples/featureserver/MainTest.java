package dev.plumbline.examples.featureserver;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class MainTest {
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @Test
    void run_badSetting_is2() throws InterruptedException {
        assertThat(run(Map.of("FEATURE_SERVER_STORE", "disk"))).isEqualTo(2);
        assertThat(err).hasToString("feature-server: FEATURE_SERVER_STORE=disk: give memory or redis\n");
    }

    @Test
    void run_unreadableFlights_is2() throws InterruptedException {
        assertThat(run(Map.of("FEATURE_SERVER_FLIGHTS", "no-such-file.csv"))).isEqualTo(2);
        assertThat(err.toString(StandardCharsets.UTF_8))
                .startsWith("feature-server: FEATURE_SERVER_FLIGHTS=no-such-file.csv: give a readable file of flights");
    }

    @Test
    void run_portTaken_is1() throws IOException, InterruptedException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String port = Integer.toString(taken.getLocalPort());

            assertThat(run(Map.of("FEATURE_SERVER_PORT", port))).isEqualTo(1);
            assertThat(err.toString(StandardCharsets.UTF_8))
                    .startsWith("feature-server: cannot listen on 127.0.0.1:" + port + ": free it or set");
        }
    }

    @Test
    void run_redisAbsent_is1() throws InterruptedException {
        // Nothing listens on port 1, which only root may take.
        assertThat(run(Map.of("FEATURE_SERVER_STORE", "redis", "FEATURE_SERVER_REDIS", "127.0.0.1:1")))
                .isEqualTo(1);
        assertThat(err.toString(StandardCharsets.UTF_8))
                .startsWith(
                        "feature-server: cannot use Redis at 127.0.0.1:1: start it there or set FEATURE_SERVER_REDIS");
    }

    @Test
    void run_postgresAbsent_isNoticedWhereRowsAreToBeLoaded() throws InterruptedException {
        Map<String, String> environment = Map.of(
                "FEATURE_SERVER_PORT", "0",
                "FEATURE_SERVER_POSTGRES", "127.0.0.1:1/features",
                "FEATURE_SERVER_LOAD", "true");

        assertThat(run(environment)).isEqualTo(1);
        assertThat(err.toString(StandardCharsets.UTF_8))
                .startsWith("feature-server: cannot write to PostgreSQL at 127.0.0.1:1/features: start it there or set"
                        + " FEATURE_SERVER_POSTGRES");
    }

    private int run(Map<String, String> environment) throws InterruptedException {
        PrintStream errors = new PrintStream(err, true, StandardCharsets.UTF_8);
        return Main.run(environment, List.of(), System.out, errors);
    }
}

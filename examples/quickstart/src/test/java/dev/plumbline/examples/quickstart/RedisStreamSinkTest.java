package dev.plumbline.examples.quickstart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plumbline.log.Prediction;
import dev.plumbline.log.SendResult;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The sink over a real Redis. */
@Timeout(60)
final class RedisStreamSinkTest {
    @TempDir
    Path folder;

    private int port;
    private @Nullable Process redis;

    @BeforeEach
    void start() throws Exception {
        for (int attempt = 0; attempt < 5 && redis == null; attempt++) {
            try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
                port = free.getLocalPort();
            }
            redis = launch();
        }
        assertThat(redis).as("redis-server").isNotNull();
    }

    private @Nullable Process launch() throws IOException {
        Process process;
        try {
            process = new ProcessBuilder(
                            "redis-server",
                            "--bind",
                            "127.0.0.1",
                            "--port",
                            "" + port,
                            "--save",
                            "",
                            "--dir",
                            "" + folder)
                    .redirectErrorStream(true)
                    .start();
        } catch (IOException e) {
            throw new IllegalStateException("redis-server is not there: apt-get install -y redis-server", e);
        }
        BufferedReader log = process.inputReader(StandardCharsets.UTF_8);
        for (String line = log.readLine(); line != null; line = log.readLine()) {
            if (line.contains("Ready to accept connections")) {
                return process;
            }
        }
        return null;
    }

    @AfterEach
    void stop() throws Exception {
        if (redis != null) {
            redis.destroy();
            if (!redis.waitFor(20, TimeUnit.SECONDS)) {
                redis.destroyForcibly().waitFor();
            }
        }
    }

    private String redis(String... command) throws Exception {
        List<String> words = new java.util.ArrayList<>(List.of("redis-cli", "-p", "" + port));
        words.addAll(List.of(command));
        Process process = new ProcessBuilder(words).redirectErrorStream(true).start();
        String told = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return told;
    }

    private RedisStreamSink sink() {
        return new RedisStreamSink(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), "predictions");
    }

    private static SendResult send(RedisStreamSink sink, Prediction... events) throws Exception {
        return sink.send(List.of(events)).get(30, TimeUnit.SECONDS);
    }

    @Test
    void batch_isInTheStream_inItsOrder() throws Exception {
        Prediction first =
                Prediction.of("D\u00DCS", "v7", Map.of("delay", 0.25)).at(Instant.EPOCH);
        try (RedisStreamSink sink = sink()) {
            assertThat(send(sink, first, Prediction.of("ORD", "v7", "delay", 1)).toString())
                    .isEqualTo("all sent");
            Prediction[] many = IntStream.range(0, 498)
                    .mapToObj(i -> Prediction.of("e" + i, "v7", "delay", i))
                    .toArray(Prediction[]::new);
            assertThat(send(sink, many).toString()).isEqualTo("all sent");
        }

        assertThat(redis("XLEN", "predictions").strip()).isEqualTo("500");
        assertThat(redis("--raw", "XRANGE", "predictions", "-", "+", "COUNT", "2")
                        .lines())
                .containsSubsequence(
                        "entity",
                        "D\u00DCS",
                        "model_version",
                        "v7",
                        "score:delay",
                        "0.25",
                        "request_time",
                        "1970-01-01T00:00:00Z",
                        "entity",
                        "ORD",
                        "model_version",
                        "v7",
                        "score:delay",
                        "1.0");
    }

    @Test
    void eventsThatTheQueueRefuses_failEachForItself() throws Exception {
        redis("SET", "predictions", "no stream");
        try (RedisStreamSink sink = sink()) {
            SendResult result = send(sink, Prediction.of("DFW", "v7", "delay", 1), Prediction.of("ORD", "v7", "x", 1));

            assertThat(result.failure(0)).hasValueSatisfying(e -> assertThat(e).hasMessageContaining("WRONGTYPE"));
            assertThat(result.failure(1)).isPresent();
        }
    }

    @Test
    void queueThatWasAway_isConnectedToAnew() throws Exception {
        try (RedisStreamSink sink = sink()) {
            send(sink, Prediction.of("DFW", "v7", "delay", 1));
            stop();
            assertThatThrownBy(() -> send(sink, Prediction.of("DFW", "v7", "delay", 2)))
                    .hasCauseInstanceOf(IOException.class);
            redis = launch();

            assertThat(send(sink, Prediction.of("DFW", "v7", "delay", 3)).toString())
                    .isEqualTo("all sent");
            assertThat(redis("XLEN", "predictions").strip()).isEqualTo("1");
        }
    }
}

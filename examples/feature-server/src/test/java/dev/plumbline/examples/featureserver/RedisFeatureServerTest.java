package dev.plumbline.examples.featureserver;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.Jedis;

/** Against a real Redis. */
final class RedisFeatureServerTest extends FeatureServerContract {
    @SuppressWarnings("NullAway.Init") // set by startRedis
    private static RedisProcess redis;

    @SuppressWarnings("NullAway.Init") // set by empty
    private Jedis direct;

    @BeforeAll
    static void startRedis(@TempDir Path folder) throws IOException {
        redis = RedisProcess.start(folder);
    }

    @AfterAll
    static void stopRedis() throws InterruptedException {
        if (redis != null) {
            redis.close();
        }
    }

    @BeforeEach
    void empty() {
        direct = new Jedis(redis.address());
        direct.flushAll();
    }

    @AfterEach
    void disconnect() {
        direct.close();
    }

    @Override
    RowStore store(Map<String, String> rows) {
        RedisStore store = new RedisStore(redis.address());
        store.writeAll(rows);
        return store;
    }

    @Test
    void aBatch_isOneMget() throws IOException {
        start(Map.of("DFW", "{\"flights\": 1}"));
        direct.configResetStat();

        read(IntStream.range(0, 500).mapToObj(Integer::toString).toList());

        assertThat(direct.info("commandstats"))
                .contains("cmdstat_mget:calls=1,")
                .doesNotContain("cmdstat_get:");
    }

    @Test
    void keyOfAnotherKind_isAnEmptySet() throws IOException {
        start(Map.of("DFW", "{\"flights\": 1}"));
        direct.lpush("features:LIST", "{\"flights\": 1}");

        assertThat(read(List.of("LIST", "DFW")))
                .containsOnly(Map.entry("LIST", NONE), Map.entry("DFW", features(Map.of("flights", number(1)))));
    }

    @Test
    void storeThatFails_isEmptySetsAndRecovers() throws IOException {
        start(Map.of("DFW", "{\"flights\": 1}"));
        direct.aclSetUser("default", "-mget");

        assertThat(read(List.of("DFW", "ORD"))).containsOnly(Map.entry("DFW", NONE), Map.entry("ORD", NONE));

        direct.aclSetUser("default", "+mget");
        assertThat(read(List.of("DFW"))).containsEntry("DFW", features(Map.of("flights", number(1))));
    }

    @Test
    void size_countsTheRowsOnly() {
        direct.set("other", "1");

        try (RowStore store = store(Map.of("DFW", "{}", "ORD", "{}"))) {
            assertThat(store.size()).isEqualTo(2);
        }
    }
}

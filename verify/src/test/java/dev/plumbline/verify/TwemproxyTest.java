package dev.plumbline.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.plumbline.FeatureClient;
import dev.plumbline.cache.tiered.TieredCache;
import dev.plumbline.feature.EntityKey;
import dev.plumbline.feature.FeatureRow;
import dev.plumbline.feature.FeatureRows;
import dev.plumbline.feature.ReadTier;
import dev.plumbline.feature.RowStatus;
import dev.plumbline.grpc.GrpcTransport;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A far tier behind twemproxy, which knows no meta command, with two memcached servers behind it. */
final class TwemproxyTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    /** As many that each shard has some, whatever the names hash to. */
    private static final List<EntityKey> KEYS =
            IntStream.range(0, 40).mapToObj(i -> EntityKey.of("airport-" + i)).toList();

    private FeatureServer server;
    private Memcached first;
    private Memcached second;
    private Twemproxy proxy;

    @BeforeEach
    void start() throws Exception {
        server = new FeatureServer();
        first = new Memcached();
        second = new Memcached();
        proxy = new Twemproxy(first, second);
    }

    @AfterEach
    void stop() throws Exception {
        proxy.close();
        first.close();
        second.close();
        server.close();
    }

    private FeatureClient client(MeterRegistry registry) {
        return client(registry, proxy.address());
    }

    private FeatureClient client(MeterRegistry registry, String memcached) {
        return FeatureClient.builder(GrpcTransport.onlineFeatures(server.target()))
                .views(EndToEndTest.VIEW)
                .environment(Map.of())
                .deadline(PATIENCE)
                .attemptTimeout(PATIENCE)
                .meters(registry)
                .cache(TieredCache.builder()
                        .near(0)
                        .memcached(memcached)
                        .farTimeout(Duration.ofSeconds(1))
                        .build())
                .build();
    }

    private static FeatureRows read(FeatureClient client) {
        FeatureRows rows = client.getAll(EndToEndTest.VIEW, KEYS);
        assertThat(rows).allMatch(row -> row.status() == RowStatus.PRESENT && row.float64("delay") == 2.5);
        return rows;
    }

    private static long from(FeatureRows rows, ReadTier tier) {
        int count = 0;
        for (FeatureRow row : rows) {
            count += row.tier() == tier ? 1 : 0;
        }
        return count;
    }

    private static void awaitAllFar(FeatureClient client) {
        await().atMost(PATIENCE)
                .pollInSameThread()
                .untilAsserted(
                        () -> assertThat(from(read(client), ReadTier.FAR)).isEqualTo(KEYS.size()));
    }

    @Test
    void getAll_isAnsweredFromBothShards() throws Exception {
        try (FeatureClient client = client(new SimpleMeterRegistry());
                FeatureClient other = client(new SimpleMeterRegistry())) {
            awaitAllFar(client);
            awaitAllFar(other);
            assertThat(first.items()).isPositive();
            assertThat(second.items()).isPositive();
        }
    }

    @Test
    void getAll_thereAreNoLeases_andThatIsSaidOnceForEachClient() throws Exception {
        MeterRegistry registry = new SimpleMeterRegistry();
        try (FeatureClient client = client(registry)) {
            awaitAllFar(client);
            assertThat(registry.get("plumbline.client.cache.leases.enabled")
                            .gauge()
                            .value())
                    .isZero();
            assertThat(warningsOfNoLeases()).hasSize(1);

            proxy.restart();
            awaitAllFar(client);
            assertThat(warningsOfNoLeases()).hasSize(1);
        }
        try (FeatureClient client = client(new SimpleMeterRegistry())) {
            awaitAllFar(client);
            assertThat(warningsOfNoLeases()).hasSize(2);
        }
    }

    private List<String> warningsOfNoLeases() {
        return LogLines.warnings("memcached " + proxy.address()).stream()
                .filter(line -> line.startsWith("WARN ") && line.contains("there are no leases"))
                .toList();
    }

    @Test
    void getAll_withMemcachedItself_thereAreLeases() {
        MeterRegistry registry = new SimpleMeterRegistry();
        try (FeatureClient client = client(registry, first.address())) {
            awaitAllFar(client);
            assertThat(registry.get("plumbline.client.cache.leases.enabled")
                            .gauge()
                            .value())
                    .isEqualTo(1);
        }
    }

    @Test
    void get_aShardKilled_goesOnWithTheServer_andWithTheOtherShard() throws Exception {
        try (FeatureClient client = client(new SimpleMeterRegistry())) {
            awaitAllFar(client);
            second.kill();
            int far = 0;
            int origin = 0;
            for (EntityKey key : KEYS) {
                FeatureRow row = client.get(EndToEndTest.VIEW, key);
                assertThat(row.float64("delay")).isEqualTo(2.5);
                far += row.tier() == ReadTier.FAR ? 1 : 0;
                origin += row.tier() == ReadTier.ORIGIN ? 1 : 0;
            }
            read(client);
            assertThat(origin).isPositive();
            assertThat(far).isPositive();
            assertThat(far + origin).isEqualTo(KEYS.size());

            second.restart();
            awaitAllFar(client);
        }
    }
}

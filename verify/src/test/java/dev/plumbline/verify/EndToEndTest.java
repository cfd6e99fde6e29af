package dev.plumbline.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.plumbline.FeatureClient;
import dev.plumbline.FeatureClientBuilder;
import dev.plumbline.FeatureProtocolException;
import dev.plumbline.FeatureUnavailableException;
import dev.plumbline.cache.tiered.TieredCache;
import dev.plumbline.feature.EntityKey;
import dev.plumbline.feature.FeatureRow;
import dev.plumbline.feature.FeatureRows;
import dev.plumbline.feature.FeatureType;
import dev.plumbline.feature.FeatureView;
import dev.plumbline.feature.Freshness;
import dev.plumbline.feature.ReadTier;
import dev.plumbline.feature.RowStatus;
import dev.plumbline.feature.StalenessBounds;
import dev.plumbline.grpc.GrpcTransport;
import dev.plumbline.transport.FeatureTransport;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The client, a transport and a cache against real servers. Time is real but for the jumps that a test makes. */
final class EndToEndTest {
    static final FeatureView VIEW = FeatureView.builder("airports", "airport")
            .feature("delay", FeatureType.FLOAT64)
            .feature("note", FeatureType.STRING)
            .build();
    private static final EntityKey DFW = EntityKey.of("DFW");
    private static final EntityKey ORD = EntityKey.of("ORD");
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final AtomicLong jumped = new AtomicLong();
    private FeatureServer server;
    private Memcached memcached;

    @BeforeEach
    void start() throws Exception {
        server = new FeatureServer();
        memcached = new Memcached();
    }

    @AfterEach
    void stop() {
        server.close();
        memcached.close();
    }

    private void jump(Duration time) {
        jumped.addAndGet(time.toNanos());
    }

    private FeatureClientBuilder client(FeatureTransport transport) {
        return FeatureClient.builder(transport)
                .views(VIEW)
                .environment(Map.of())
                .deadline(PATIENCE)
                .attemptTimeout(PATIENCE)
                .ticker(() -> System.nanoTime() + jumped.get())
                .clock(() -> Instant.now().plusNanos(jumped.get()));
    }

    private FeatureClientBuilder cached(MeterRegistry registry) {
        return client(GrpcTransport.onlineFeatures(server.target()))
                .meters(registry)
                .cache(TieredCache.builder()
                        .memcached(memcached.address())
                        .farTimeout(Duration.ofSeconds(1))
                        .build());
    }

    /** Reads one entity after the other until memcached is connected and has taken one; returns that one. */
    private static EntityKey stored(FeatureClient client, MeterRegistry registry) {
        EntityKey[] key = new EntityKey[1];
        int[] reads = {0};
        await().atMost(PATIENCE).pollInSameThread().until(() -> {
            double missesBefore = farMisses(registry);
            key[0] = EntityKey.of("K" + reads[0]++);
            client.get(VIEW, key[0]);
            return farMisses(registry) > missesBefore;
        });
        await().atMost(PATIENCE).until(() -> sets(registry) == 1);
        return key[0];
    }

    /** Reads entities that memcached does not know until it is connected and says so. */
    private static void awaitFar(FeatureClient client, MeterRegistry registry) {
        int[] reads = {0};
        await().atMost(PATIENCE).pollInSameThread().until(() -> {
            client.get(VIEW, EntityKey.of("L" + reads[0]++));
            return farMisses(registry) > 0;
        });
    }

    private static double farMisses(MeterRegistry registry) {
        return registry.get("plumbline.client.cache.requests")
                .tags("tier", "far", "result", "miss")
                .functionCounter()
                .count();
    }

    private static long sets(MeterRegistry registry) {
        return registry
                .find("plumbline.client.cache.operation.duration")
                .tags("operation", "set", "outcome", "ok")
                .timers()
                .stream()
                .mapToLong(timer -> timer.count())
                .sum();
    }

    @Test
    void getAll_answersInTheOrderOfTheKeys() {
        try (FeatureClient client = cached(new SimpleMeterRegistry()).build()) {
            FeatureRows rows = client.getAll(VIEW, List.of(DFW, EntityKey.of("NOBODY"), ORD, DFW));
            assertThat(rows)
                    .extracting(FeatureRow::status)
                    .containsExactly(RowStatus.PRESENT, RowStatus.NOT_FOUND, RowStatus.PRESENT, RowStatus.PRESENT);
            assertThat(rows.get(3).float64("delay")).isEqualTo(2.5);
            assertThat(server.calls()).isOne();
        }
    }

    @Test
    void get_targetThatDoesNotResolve_namesTargetAndRemedy() {
        try (FeatureClient client = client(GrpcTransport.onlineFeatures("dns:///no-such-host.invalid:1"))
                .build()) {
            assertThatThrownBy(() -> client.get(VIEW, DFW))
                    .isInstanceOf(FeatureUnavailableException.class)
                    .hasMessageContaining("no-such-host.invalid")
                    .hasMessageContaining("check the target's name");
        }
    }

    @Test
    void get_replyLargerThanTheLimit_namesLimitAndOption() {
        FeatureTransport small = GrpcTransport.onlineFeaturesBuilder(server.target())
                .maxMessageBytes(10_000)
                .build();
        try (FeatureClient client = client(small).build()) {
            assertThat(client.get(VIEW, DFW).float64("delay")).isEqualTo(2.5);
            assertThatThrownBy(() -> client.get(VIEW, EntityKey.of("BIG")))
                    .isInstanceOf(FeatureProtocolException.class)
                    .hasMessageContaining("10000")
                    .hasMessageContaining("maxMessageBytes");
        }
    }

    @Test
    void get_serverKilled_isStaleWithinTheBound_andThenAnError() throws Exception {
        StalenessBounds bounds = StalenessBounds.builder()
                .fresh(Duration.ofSeconds(30))
                .staleWhileRevalidate(Duration.ZERO)
                .staleIfError(Duration.ofMinutes(5))
                .build();
        FeatureClientBuilder builder = client(GrpcTransport.onlineFeatures(server.target()))
                .cache(TieredCache.builder().build())
                .staleness(bounds);
        try (FeatureClient client = builder.build()) {
            client.get(VIEW, DFW);
            server.kill();
            assertThat(client.get(VIEW, DFW).tier()).isEqualTo(ReadTier.NEAR);
            jump(Duration.ofSeconds(40));
            FeatureRow stale = client.get(VIEW, DFW);
            assertThat(stale.freshness()).isEqualTo(Freshness.STALE);
            assertThat(stale.float64("delay")).isEqualTo(2.5);
            assertThat(stale.age()).isGreaterThanOrEqualTo(Duration.ofSeconds(40));
            jump(Duration.ofMinutes(5));
            assertThatThrownBy(() -> client.get(VIEW, DFW)).isInstanceOf(FeatureUnavailableException.class);
        }
    }

    @Test
    void get_twoClientsOfOneMemcached_theSecondIsAnsweredFromIt() {
        MeterRegistry registry = new SimpleMeterRegistry();
        MeterRegistry others = new SimpleMeterRegistry();
        try (FeatureClient first = cached(registry).build();
                FeatureClient second = cached(others).build()) {
            EntityKey key = stored(first, registry);
            awaitFar(second, others);
            int calls = server.calls();
            FeatureRow shared = second.get(VIEW, key);
            assertThat(shared.tier()).isEqualTo(ReadTier.FAR);
            assertThat(shared.float64("delay")).isEqualTo(2.5);
            assertThat(second.get(VIEW, key).tier()).isEqualTo(ReadTier.NEAR);
            assertThat(server.calls()).isEqualTo(calls);
        }
    }

    @Test
    void get_memcachedKilled_goesOnWithTheServer() throws Exception {
        MeterRegistry registry = new SimpleMeterRegistry();
        try (FeatureClient client = cached(registry).build()) {
            EntityKey key = stored(client, registry);
            memcached.kill();
            assertThat(client.get(VIEW, ORD).tier()).isEqualTo(ReadTier.ORIGIN);
            assertThat(client.get(VIEW, key).tier()).isEqualTo(ReadTier.NEAR);
        }
    }

    @Test
    void close_leavesNoThreadOfItsOwn_andNoneThatKeepsTheProcessAlive() {
        Set<Thread> before = Thread.getAllStackTraces().keySet();
        try (FeatureClient client = cached(new SimpleMeterRegistry()).build()) {
            client.getAllAsync(VIEW, List.of(DFW, ORD)).join();
        }
        await().atMost(PATIENCE).pollInSameThread().untilAsserted(() -> {
            Set<Thread> left = Thread.getAllStackTraces().keySet().stream()
                    .filter(thread -> !before.contains(thread) && thread.isAlive())
                    .collect(Collectors.toSet());
            assertThat(left).noneMatch(thread -> thread.getName().startsWith("plumbline-"));
            assertThat(left).allMatch(thread -> thread.isDaemon() || isTheServers(thread));
        });
    }

    /** The server of this test runs in this process, and its own threads start when it is called. */
    private static boolean isTheServers(Thread thread) {
        return thread.getName().startsWith("grpc-default-executor");
    }
}

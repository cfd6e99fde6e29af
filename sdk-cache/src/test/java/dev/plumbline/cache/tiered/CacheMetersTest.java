package dev.plumbline.cache.tiered;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.cache.CacheKey;
import dev.plumbline.cache.FarRead;
import dev.plumbline.cache.FarTier;
import dev.plumbline.cache.NearEntry;
import dev.plumbline.runtime.ClientRuntime;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class CacheMetersTest {
    private static final CacheKey KEY = Rows.key(Rows.SMALL, "DFW");
    private static final Duration LEASE = Duration.ofSeconds(2);

    private final VirtualTime time = new VirtualTime();
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final Map<String, SimulatedMemcached> servers = new HashMap<>();
    private final Map<String, NodeEvents> events = new HashMap<>();
    private final TieredCache cache = TieredCache.builder()
            .memcached("b:1", "a:1")
            .connectBy((address, told) -> {
                events.put(address.text(), told);
                return new SimulatedNode(
                        servers.computeIfAbsent(address.text(), unused -> new SimulatedMemcached(time)));
            })
            .build();
    private FarTier far;

    @BeforeEach
    void start() {
        cache.start(ClientRuntime.builder(time, Runnable::run)
                .ticker(time)
                .clock(time)
                .clientName("ranking")
                .meters(registry)
                .build());
        far = cache.far().orElseThrow();
    }

    @AfterEach
    void close() {
        cache.close();
        registry.close();
    }

    @Test
    void farTier_countsWhatItDoes() {
        FarRead won = read();
        assertThat(count(CacheMeters.LEASES, "event", "won")).isOne();
        read();
        assertThat(count(CacheMeters.LEASES, "event", "lost")).isOne();
        assertThat(count(CacheMeters.GETS, "cache", "plumbline.far", "result", "miss"))
                .isEqualTo(2);

        fill(won);
        assertThat(count(CacheMeters.FILLS, "result", "stored")).isOne();
        assertThat(count(CacheMeters.PUTS, "cache", "plumbline.far")).isOne();
        fill(won);
        assertThat(count(CacheMeters.FILLS, "result", "refused")).isOne();
        read();
        assertThat(count(CacheMeters.GETS, "cache", "plumbline.far", "result", "hit"))
                .isOne();
        assertThat(gauge(CacheMeters.LEASES_ENABLED)).isOne();
    }

    @Test
    void errors_areCountedByOperationAndReason() {
        String name = nameOnItsServer();
        server().put(name, Envelope.MEMCACHED_FLAGS, "x".getBytes(StandardCharsets.US_ASCII), 60);
        FarRead read = read();
        assertThat(error("get", "deserialization_error")).isOne();
        assertThat(count(CacheMeters.CORRUPT, "reason", "corrupt")).isOne();

        servers.values().forEach(SimulatedMemcached::kill);
        read();
        fill(read);
        far.invalidate(KEY).join();
        assertThat(error("get", "connection_error")).isOne();
        assertThat(error("set", "connection_error")).isOne();
        assertThat(error("delete", "connection_error")).isOne();
        assertThat(count(CacheMeters.FILLS, "result", "failed")).isOne();
    }

    @Test
    void circuits_areNumberedInTheOrderOfTheNodesTexts() {
        server("a:1").kill();
        assertThat(state("memcached-1", "open")).isOne();
        assertThat(state("memcached-1", "closed")).isZero();
        assertThat(state("memcached-2", "closed")).isOne();

        NodeEvents told = Objects.requireNonNull(events.get("a:1"));
        told.halfOpened();
        told.closed();
        told.opened();
        told.opened();
        told.halfOpened();
        told.opened();
        told.halfOpened();
        told.closed();
        assertThat(transitions("memcached-1", "closed", "open")).isOne();
        assertThat(transitions("memcached-1", "open", "half_open")).isEqualTo(3);
        assertThat(transitions("memcached-1", "half_open", "open")).isOne();
        assertThat(transitions("memcached-1", "half_open", "closed")).isEqualTo(2);
        assertThat(transitions("memcached-2", "closed", "open")).isZero();

        cache.nodes("b:1");
        assertThat(state("memcached-1", "closed")).isOne();
        assertThat(registry.find(CacheMeters.CIRCUIT_STATE)
                        .tag("circuit", "memcached-2")
                        .meters())
                .isEmpty();
    }

    @Test
    void nearTier_hasMicrometersOwnNames() {
        AtomicLong looked = new AtomicLong(7);
        for (String result : List.of("hit", "stale", "miss")) {
            FunctionCounter.builder("plumbline.client.cache.requests", looked, AtomicLong::get)
                    .tags("client", "ranking", "tier", "near", "result", result)
                    .register(registry);
            FunctionCounter.builder("plumbline.client.cache.requests", looked, AtomicLong::get)
                    .tags("client", "other", "tier", "near", "result", result)
                    .register(registry);
        }
        assertThat(count(CacheMeters.GETS, "cache", "plumbline.near", "result", "hit"))
                .isEqualTo(14);
        assertThat(count(CacheMeters.GETS, "cache", "plumbline.near", "result", "miss"))
                .isEqualTo(7);

        NearEntry entry = new NearEntry(Rows.small(1), 0, 0, 0, 0, 0, 0);
        cache.near().orElseThrow().compute(KEY, old -> entry);
        cache.near().orElseThrow().compute(KEY, old -> old);
        assertThat(count(CacheMeters.PUTS, "cache", "plumbline.near")).isOne();
        assertThat(registry.get(CacheMeters.SIZE)
                        .tag("cache", "plumbline.near")
                        .gauge()
                        .value())
                .isOne();
        assertThat(count(CacheMeters.EVICTIONS, "cache", "plumbline.near")).isZero();
    }

    @Test
    void everyMeter_namesTheClient_andNoTagANodeOrAnEntity() {
        read();
        assertThat(registry.getMeters()).isNotEmpty().allSatisfy(meter -> {
            assertThat(meter.getId().getTag("client")).isEqualTo("ranking");
            assertThat(meter.getId().getTags().toString()).doesNotContain("a:1", "DFW");
        });
    }

    @Test
    void close_removesThemAll() {
        cache.nodes("c:1", "a:1");
        cache.close();
        cache.nodes("d:1");

        assertThat(registry.getMeters()).extracting(Meter::getId).isEmpty();
    }

    private FarRead read() {
        return far.readMany(List.of(KEY), LEASE, time.nanos() + 1_000_000_000L)
                .join()
                .get(0);
    }

    private void fill(FarRead read) {
        far.fill(KEY, read.leaseToken(), FarFleet.row(1, 0), LEASE).join();
    }

    private SimulatedMemcached server(String node) {
        return Objects.requireNonNull(servers.get(node));
    }

    private SimulatedMemcached server() {
        return server(ring().nodeOf(new FarKeys("default").of(KEY)).address().text());
    }

    private String nameOnItsServer() {
        FarKey key = new FarKeys("default").of(KEY);
        return Objects.requireNonNull(ring().nodeOf(key).name(key));
    }

    private FarRing ring() {
        return new FarRing(((MemcachedFar) far).nodes());
    }

    private double error(String operation, String reason) {
        return count(CacheMeters.ERRORS, "tier", "far", "operation", operation, "reason", reason);
    }

    private double transitions(String circuit, String from, String to) {
        return count(CacheMeters.CIRCUIT_TRANSITIONS, "circuit", circuit, "from", from, "to", to);
    }

    private double state(String circuit, String state) {
        return registry.get(CacheMeters.CIRCUIT_STATE)
                .tags("circuit", circuit, "state", state)
                .gauge()
                .value();
    }

    private double gauge(String name) {
        return registry.get(name).gauge().value();
    }

    private double count(String name, String... tags) {
        return registry.get(name)
                .tag("client", "ranking")
                .tags(tags)
                .functionCounter()
                .count();
    }
}

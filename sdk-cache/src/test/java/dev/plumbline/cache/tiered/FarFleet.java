package dev.plumbline.cache.tiered;

import dev.plumbline.cache.CacheKey;
import dev.plumbline.cache.FarRead;
import dev.plumbline.cache.FarTier.FillOutcome;
import dev.plumbline.feature.FeatureRow;
import dev.plumbline.feature.FeatureRowBuilder;
import dev.plumbline.runtime.ClientRuntime;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

/** Far tiers of several processes on the same simulated nodes, in one virtual time. What they are asked is done at once. */
final class FarFleet {
    static final Duration TTL = Duration.ofSeconds(1_000);
    static final Duration LEASE = Duration.ofSeconds(10);
    static final FarOptions OPTIONS = new FarOptions("test", Duration.ofMillis(10), 900 << 10, true, 0);

    final VirtualTime time = new VirtualTime();
    private final Map<String, SimulatedMemcached> servers = new HashMap<>();
    private long passedNanos;

    SimulatedMemcached server(String node) {
        return servers.computeIfAbsent(node, unused -> new SimulatedMemcached(time));
    }

    void pass(Duration duration) {
        passedNanos += duration.toNanos();
        time.runUntil(Duration.ofNanos(passedNanos));
    }

    Peer process(String... nodes) {
        return process(OPTIONS, Duration.ZERO, nodes);
    }

    Peer process(FarOptions options, Duration clockAhead, String... nodes) {
        return new Peer(options, clockAhead, Duration.ZERO, nodes);
    }

    /** Starts a process that waits for each answer; it is not up at once. */
    Peer slowProcess(Duration latency, String... nodes) {
        return new Peer(
                new FarOptions("test", latency.multipliedBy(5), 900 << 10, true, 0), Duration.ZERO, latency, nodes);
    }

    /** Returns a row as the origin answers it now. */
    FeatureRow row(long flights) {
        return row(flights, time.instant().toEpochMilli() * 1_000);
    }

    static FeatureRow row(long flights, long receivedMicros) {
        FeatureRowBuilder row = FeatureRow.builder(Rows.SMALL, receivedMicros);
        row.putInt64(0, flights);
        return row.build();
    }

    /** One process's far tier. */
    final class Peer {
        final MemcachedFar far;
        final ClientRuntime runtime;
        private final Duration latency;
        private final Map<String, SimulatedNode> connections = new HashMap<>();
        private final Map<String, NodeEvents> events = new HashMap<>();

        Peer(FarOptions options, Duration clockAhead, Duration latency, String... nodes) {
            this.latency = latency;
            this.far = new MemcachedFar(
                    Stream.of(nodes).map(NodeAddress::parse).toList(),
                    options,
                    (address, events) -> connect(address.text(), events));
            this.runtime = ClientRuntime.builder(time, Runnable::run)
                    .ticker(time)
                    .clock(() -> time.instant().plus(clockAhead))
                    .random(() -> 0.5)
                    .build();
            far.start(runtime);
        }

        private SimulatedNode connect(String node, NodeEvents told) {
            SimulatedNode connection = new SimulatedNode(server(node), latency.toNanos());
            connections.put(node, connection);
            events.put(node, told);
            return connection;
        }

        /** Tells the tier that its circuit has closed, as a node does that was out of reach. */
        void reached(String node) {
            Objects.requireNonNull(events.get(node), node).closed();
        }

        SimulatedNode connection(String node) {
            return Objects.requireNonNull(connections.get(node), node);
        }

        long nowMicros() {
            return runtime.nowMicros();
        }

        FarRead read(CacheKey key) {
            return read(List.of(key)).get(0);
        }

        List<FarRead> read(List<CacheKey> keys) {
            return ended(far.readMany(
                    keys, LEASE, time.nanos() + Duration.ofSeconds(1).toNanos()));
        }

        boolean claim(CacheKey key) {
            return ended(far.claim(
                            List.of(key),
                            LEASE,
                            time.nanos() + Duration.ofSeconds(1).toNanos()))
                    .get(0);
        }

        FillOutcome fill(CacheKey key, FarRead read, FeatureRow row) {
            return ended(far.fill(key, read.leaseToken(), row, TTL));
        }

        FillOutcome put(CacheKey key, FeatureRow row) {
            return ended(far.fill(key, null, row, TTL));
        }

        boolean invalidate(CacheKey key) {
            return ended(far.invalidate(key));
        }

        boolean flush() {
            return ended(far.flush());
        }

        /** Returns the node that a key is on. */
        String nodeOf(CacheKey key) {
            return new FarRing(far.nodes())
                    .nodeOf(new FarKeys("test").of(key))
                    .address()
                    .text();
        }

        /** Returns the key's name there. */
        String name(CacheKey key) {
            FarKey farKey = new FarKeys("test").of(key);
            return Objects.requireNonNull(
                    new FarRing(far.nodes()).nodeOf(farKey).name(farKey));
        }
    }

    static <T> T ended(CompletableFuture<T> future) {
        if (!future.isDone()) {
            throw new AssertionError("not done at once");
        }
        return future.join();
    }
}

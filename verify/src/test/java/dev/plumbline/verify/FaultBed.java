package dev.plumbline.verify;

import dev.plumbline.FeatureClient;
import dev.plumbline.FeatureClientBuilder;
import dev.plumbline.cache.tiered.TieredCache;
import dev.plumbline.feature.EntityKey;
import dev.plumbline.feature.FeatureType;
import dev.plumbline.feature.FeatureView;
import dev.plumbline.testing.InMemoryFeatureStore;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** A feature service in this process, and the servers and clients of one test, which end with it. */
final class FaultBed implements AutoCloseable {
    static final FeatureView VIEW = FeatureView.builder("airports", "airport")
            .feature("delay", FeatureType.FLOAT64)
            .feature("note", FeatureType.STRING)
            .build();
    static final EntityKey DFW = EntityKey.of("DFW");
    static final Duration PATIENCE = Duration.ofSeconds(20);

    final InMemoryFeatureStore store = InMemoryFeatureStore.create();
    private final Deque<AutoCloseable> parts = new ArrayDeque<>();

    <T extends AutoCloseable> T with(T part) {
        parts.push(part);
        return part;
    }

    Memcached memcached(String... options) throws IOException {
        return with(new Memcached(options));
    }

    static List<EntityKey> keys(int from, int to) {
        return IntStream.range(from, to)
                .mapToObj(i -> EntityKey.of("airport-" + i))
                .toList();
    }

    void put(EntityKey key, double delay) {
        store.put(VIEW, key, Map.of("delay", delay));
    }

    /** Stores rows whose delays are the numbers of their keys. */
    List<EntityKey> putAll(int from, int to) {
        List<EntityKey> keys = keys(from, to);
        for (int i = 0; i < keys.size(); i++) {
            put(keys.get(i), from + i);
        }
        return keys;
    }

    /** A client of the service whose time limits no machine misses. */
    FeatureClientBuilder builder() {
        return FeatureClient.builder(store.transport())
                .views(VIEW)
                .environment(Map.of())
                .deadline(PATIENCE)
                .attemptTimeout(PATIENCE);
    }

    /** A far tier alone: each read asks memcached. */
    static TieredCache.Builder far(String... nodes) {
        return TieredCache.builder().near(0).memcached(nodes).farTimeout(Duration.ofSeconds(1));
    }

    CountedClient open(FeatureClientBuilder builder) {
        return with(new CountedClient(builder));
    }

    /** A client of these nodes without a near tier, connected; the service has forgotten how that was found out. */
    CountedClient connected(String... nodes) {
        CountedClient client = open(builder().cache(far(nodes).build())).awaitFar();
        store.forgetCalls();
        return client;
    }

    @Override
    public void close() {
        store.faults().clear();
        while (!parts.isEmpty()) {
            AutoCloseable part = parts.pop();
            try {
                part.close();
            } catch (Exception e) {
                throw new IllegalStateException("closing " + part + " failed", e);
            }
        }
    }
}

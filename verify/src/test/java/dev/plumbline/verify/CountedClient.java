package dev.plumbline.verify;

import static org.awaitility.Awaitility.await;

import dev.plumbline.FeatureClient;
import dev.plumbline.FeatureClientBuilder;
import dev.plumbline.feature.EntityKey;
import dev.plumbline.feature.FeatureRow;
import dev.plumbline.feature.ReadTier;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/** A complete client of one test, and what it counts. */
final class CountedClient implements AutoCloseable {
    /** So many unknown keys that each of a few nodes has some. */
    private static final int PROBES = 60;

    private static final AtomicInteger PROBE = new AtomicInteger();

    final FeatureClient client;
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();

    CountedClient(FeatureClientBuilder builder) {
        client = builder.meters(meters).build();
    }

    FeatureRow get(EntityKey key) {
        return client.get(FaultBed.VIEW, key);
    }

    double delay(EntityKey key) {
        return get(key).float64("delay");
    }

    /** The sum of the counters of a name that have these tags. */
    long count(String name, String... tags) {
        return (long) meters.find(name).tags(tags).functionCounters().stream()
                .mapToDouble(FunctionCounter::count)
                .sum();
    }

    long far(String result) {
        return count("plumbline.client.cache.requests", "tier", "far", "result", result);
    }

    long fills(String result) {
        return count("plumbline.client.cache.fills", "result", result);
    }

    long leases(String event) {
        return count("plumbline.client.cache.leases", "event", event);
    }

    long corrupt(String reason) {
        return count("plumbline.client.cache.corrupt", "reason", reason);
    }

    /** How many circuits of nodes are in a state. */
    long circuits(String state) {
        return (long) meters.find("plumbline.client.circuit.state").tag("state", state).gauges().stream()
                .mapToDouble(Gauge::value)
                .sum();
    }

    double gauge(String name) {
        return meters.get(name).gauge().value();
    }

    /** Reads keys that nobody has, until every node answers for its share of them. */
    CountedClient awaitFar() {
        await().atMost(FaultBed.PATIENCE).pollInSameThread().until(() -> {
            long errors = far("error");
            int first = PROBE.getAndAdd(PROBES);
            List<EntityKey> keys = IntStream.range(first, first + PROBES)
                    .mapToObj(i -> EntityKey.of("probe-" + i))
                    .toList();
            client.getAll(FaultBed.VIEW, keys);
            return far("error") == errors;
        });
        return this;
    }

    /** Reads a row until it comes from memcached; a machine that stalls may make single reads too slow for that. */
    FeatureRow awaitFarRow(EntityKey key) {
        return await().atMost(FaultBed.PATIENCE)
                .pollInSameThread()
                .until(() -> get(key), row -> row.tier() == ReadTier.FAR);
    }

    @Override
    public void close() {
        client.close();
    }
}

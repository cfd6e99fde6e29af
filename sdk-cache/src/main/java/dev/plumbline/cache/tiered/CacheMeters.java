package dev.plumbline.cache.tiered;

import dev.plumbline.cache.FarTier.FillOutcome;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.LongAdder;

/**
 * The meters of one cache, and the names of them all. No tag says where a node is: nodes are numbered by the order of
 * their texts. Thread-safe.
 */
final class CacheMeters {
    static final String ERRORS = "plumbline.client.cache.errors";
    static final String CORRUPT = "plumbline.client.cache.corrupt";
    static final String LEASES = "plumbline.client.cache.leases";
    static final String LEASES_ENABLED = "plumbline.client.cache.leases.enabled";
    static final String FILLS = "plumbline.client.cache.fills";
    static final String CIRCUIT_STATE = "plumbline.client.circuit.state";
    static final String CIRCUIT_TRANSITIONS = "plumbline.client.circuit.transitions";

    // Micrometer's own, for dashboards of any cache.
    static final String GETS = "cache.gets";
    static final String PUTS = "cache.puts";
    static final String EVICTIONS = "cache.evictions";
    static final String SIZE = "cache.size";
    static final String NEAR = "plumbline.near";
    static final String FAR = "plumbline.far";

    /** Counted by the client, exactly; the near tier would count a key twice that is looked for twice. */
    private static final String CLIENTS_REQUESTS = "plumbline.client.cache.requests";

    private final MeterRegistry registry;
    private final String client;
    private final List<Meter> meters = new ArrayList<>();
    private final List<Meter> circuits = new ArrayList<>();
    private boolean closed;

    CacheMeters(MeterRegistry registry, String client) {
        this.registry = registry;
        this.client = client;
    }

    synchronized void near(CaffeineNear near) {
        meters.add(FunctionCounter.builder(GETS, registry, all -> nearGets(all, true))
                .tags(cache(NEAR).and("result", "hit"))
                .description("Rows looked for and found")
                .register(registry));
        meters.add(FunctionCounter.builder(GETS, registry, all -> nearGets(all, false))
                .tags(cache(NEAR).and("result", "miss"))
                .description("Rows looked for and found")
                .register(registry));
        meters.add(FunctionCounter.builder(PUTS, near, CaffeineNear::puts)
                .tags(cache(NEAR))
                .description("Rows stored")
                .register(registry));
        meters.add(FunctionCounter.builder(EVICTIONS, near, CaffeineNear::evictions)
                .tags(cache(NEAR))
                .description("Rows evicted for want of room")
                .register(registry));
        meters.add(Gauge.builder(SIZE, near, CaffeineNear::size)
                .tags(cache(NEAR))
                .description("Rows held, about")
                .register(registry));
    }

    private double nearGets(MeterRegistry all, boolean hits) {
        return all.find(CLIENTS_REQUESTS).tag("client", client).tag("tier", "near").functionCounters().stream()
                .filter(counter -> "miss".equals(counter.getId().getTag("result")) != hits)
                .mapToDouble(FunctionCounter::count)
                .sum();
    }

    synchronized void far(MemcachedFar far) {
        FarCounts counts = far.counts();
        for (FarCounts.Operation operation : FarCounts.Operation.values()) {
            for (FarCounts.ErrorKind kind : FarCounts.ErrorKind.values()) {
                count(
                        ERRORS,
                        "Operations of the far tier that failed, and values that are no rows",
                        counts.errors(operation, kind),
                        own().and("tier", "far", "operation", text(operation), "reason", text(kind)));
            }
        }
        for (Rejections.Reason reason : Rejections.Reason.values()) {
            count(
                    CORRUPT,
                    "Values that were not taken from memcached, and rows that were not put there",
                    counts.rejections().adder(reason),
                    own().and("reason", text(reason)));
        }
        String leases = "Leases to load or to renew a row";
        count(LEASES, leases, counts.leasesWon, own().and("event", "won"));
        count(LEASES, leases, counts.leasesLost, own().and("event", "lost"));
        for (FillOutcome outcome : FillOutcome.values()) {
            count(
                    FILLS,
                    "What became of the rows that were to be stored in the far tier",
                    counts.fills(outcome),
                    own().and("result", text(outcome)));
        }
        meters.add(Gauge.builder(LEASES_ENABLED, far, tier -> tier.grantsLeases() ? 1 : 0)
                .tags(own())
                .description("Whether misses get leases: they are wanted and all nodes that answer grant them")
                .register(registry));
        count(GETS, "Rows looked for and found", counts.hits, cache(FAR).and("result", "hit"));
        count(GETS, "Rows looked for and found", counts.misses, cache(FAR).and("result", "miss"));
        count(PUTS, "Rows stored", counts.fills(FillOutcome.STORED), cache(FAR));
        circuits(far);
    }

    /** Shows the nodes that there are now, under the numbers that they have now. */
    synchronized void circuits(MemcachedFar far) {
        circuits.forEach(registry::remove);
        circuits.clear();
        if (closed) {
            return;
        }
        List<FarNode> nodes = new ArrayList<>(far.nodes());
        nodes.sort(Comparator.comparing(node -> node.address().text()));
        for (int i = 0; i < nodes.size(); i++) {
            Node node = nodes.get(i).node();
            CircuitChanges changes = nodes.get(i).changes();
            Tags circuit = own().and("circuit", "memcached-" + (i + 1));
            for (Node.State state : Node.State.values()) {
                circuits.add(Gauge.builder(CIRCUIT_STATE, node, of -> of.state() == state ? 1 : 0)
                        .tags(circuit.and("state", text(state)))
                        .description("One for the state that the circuit is in")
                        .register(registry));
            }
            changes.forEach((from, to, count) ->
                    circuits.add(FunctionCounter.builder(CIRCUIT_TRANSITIONS, count, LongAdder::sum)
                            .tags(circuit.and("from", text(from), "to", text(to)))
                            .description("Changes of the circuit's state")
                            .register(registry)));
        }
    }

    synchronized void close() {
        closed = true;
        meters.forEach(registry::remove);
        circuits.forEach(registry::remove);
        meters.clear();
        circuits.clear();
    }

    private void count(String name, String description, LongAdder adder, Tags tags) {
        meters.add(FunctionCounter.builder(name, adder, LongAdder::sum)
                .tags(tags)
                .description(description)
                .register(registry));
    }

    private Tags own() {
        return Tags.of("client", client);
    }

    private Tags cache(String name) {
        return own().and("cache", name);
    }

    private static String text(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}

package dev.plumbline.cache.tiered;

import dev.plumbline.ClientSettings;
import dev.plumbline.FeatureClient;
import dev.plumbline.feature.EntityKey;
import dev.plumbline.feature.FeatureRow;
import dev.plumbline.feature.FeatureView;
import dev.plumbline.feature.Freshness;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.function.DoubleToIntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A fleet of client processes, their memcached nodes and their origin, in one virtual time. */
final class StampedeWorld implements AutoCloseable {
    static final List<String> ADDRESSES = List.of("cache-1:11211", "cache-2:11211", "cache-3:11211");
    static final Duration LATENCY = Duration.ofNanos(500_000);

    /** Longer than it takes a call to be served at once. */
    private static final long WAIT_NANOS = Duration.ofMillis(100).toNanos();

    private static final long MOMENT_NANOS = Duration.ofMillis(10).toNanos();

    final VirtualTime time = new VirtualTime();
    final SimulatedOrigin origin = new SimulatedOrigin(time);
    final List<SimulatedMemcached> nodes;
    private final StampedePolicy policy;
    private final int processes;
    private final FeatureView view;
    private final List<EntityKey> keys;
    private final List<FeatureClient> clients = new ArrayList<>();
    private final Random random;
    private int reads;
    private int waited;
    private int failed;
    private int stale;

    StampedeWorld(StampedePolicy policy, int processes, int keyCount, long seed) {
        this.view = SimulatedOrigin.view().staleness(policy.bounds()).build();
        this.keys = IntStream.range(0, keyCount)
                .mapToObj(i -> EntityKey.of(String.format(Locale.ROOT, "K%04d", i)))
                .toList();
        this.nodes = Stream.generate(() -> node(policy)).limit(ADDRESSES.size()).toList();
        this.random = new Random(seed);
        this.policy = policy;
        this.processes = processes;
        start();
    }

    private void start() {
        clients.add(client(policy, new Random(random.nextLong())));
    }

    /** Starts all processes but the first, which is there from the beginning. */
    void startOthers(Duration at) {
        time.runUntil(at);
        while (clients.size() < processes) {
            start();
        }
    }

    private SimulatedMemcached node(StampedePolicy policy) {
        SimulatedMemcached node = new SimulatedMemcached(time);
        return policy.tiers() == StampedePolicy.Tiers.PLAIN ? node.withoutMeta() : node;
    }

    private FeatureClient client(StampedePolicy policy, Random own) {
        return FeatureClient.builder(origin.connect())
                .views(view)
                .cache(cache(policy))
                .settings(ClientSettings.of(policy.jitter() ? Map.of() : Map.of("staleness.jitter", "0")))
                .environment(Map.of())
                .ticker(time)
                .clock(time)
                .scheduler(time)
                .executor(time)
                .callbackExecutor(time)
                .random(own::nextDouble)
                .build();
    }

    private TieredCache cache(StampedePolicy policy) {
        TieredCache.Builder cache = TieredCache.builder().near(16L << 20);
        if (policy.tiers() != StampedePolicy.Tiers.NEAR) {
            cache.memcached(ADDRESSES.toArray(String[]::new))
                    .connectBy((address, events) ->
                            new SimulatedNode(nodes.get(ADDRESSES.indexOf(address.toString())), LATENCY.toNanos()));
        }
        return cache.build();
    }

    /** Lets the first process read the first key alone, and end before it is answered. Its read is counted. */
    void loseFirstReader(Duration at, Duration lifetime) {
        FeatureClient first = clients.get(0);
        time.at(at, () -> read(first, keys.get(0)));
        time.at(at.plus(lifetime), first::close);
    }

    /** Lets one process read all keys in one batch, as a job does that warms a cache. Not counted. */
    void fillAtOnce(Duration at) {
        time.at(at, () -> clients.get(0).getAllAsync(view, keys));
    }

    /** Lets one process read the keys one by one, evenly from then to then. Not counted. */
    void fillEvenly(Duration from, Duration to) {
        Duration step = to.minus(from).dividedBy(keys.size());
        for (int i = 0; i < keys.size(); i++) {
            EntityKey key = keys.get(i);
            time.at(from.plus(step.multipliedBy(i)), () -> clients.get(0).getAsync(view, key));
        }
    }

    /** Lets the processes from this one on read the first key so many times at once, each within 10 ms from then. */
    void readFirstKey(int firstProcess, int times, Duration from) {
        for (FeatureClient client : clients.subList(firstProcess, clients.size())) {
            time.at(from.plusNanos((long) (random.nextDouble() * MOMENT_NANOS)), () -> {
                for (int i = 0; i < times; i++) {
                    read(client, keys.get(0));
                }
            });
        }
    }

    /** Lets the processes from this one on read a key of their choice, on average once in a period, from then to then. */
    void readSteadily(int firstProcess, Duration from, Duration to, Duration period, DoubleToIntFunction choice) {
        for (FeatureClient client : clients.subList(firstProcess, clients.size())) {
            Random own = new Random(random.nextLong());
            time.at(
                    from.plusNanos((long) (own.nextDouble() * period.toNanos())),
                    () -> readOn(client, own, to.toNanos(), period.toNanos(), choice));
        }
    }

    private void readOn(FeatureClient client, Random own, long endNanos, long periodNanos, DoubleToIntFunction choice) {
        if (time.nanos() < endNanos) {
            read(client, keys.get(choice.applyAsInt(own.nextDouble())));
            time.schedule(() -> readOn(client, own, endNanos, periodNanos, choice), (long)
                    ((0.5 + own.nextDouble()) * periodNanos));
        }
    }

    private void read(FeatureClient client, EntityKey key) {
        long start = time.nanos();
        client.getAsync(view, key).whenComplete((row, thrown) -> ended(start, row));
    }

    private void ended(long start, @Nullable FeatureRow row) {
        reads++;
        waited += time.nanos() - start > WAIT_NANOS ? 1 : 0;
        failed += row == null ? 1 : 0;
        stale += row != null && row.freshness() == Freshness.STALE ? 1 : 0;
    }

    /** Runs until then; the origin's load counts from then on. */
    StampedeResult run(String name, Duration from, Duration to) {
        time.runUntil(to);
        return new StampedeResult(name, true, reads, waited, failed, stale, origin.load(from, to));
    }

    @Override
    public void close() {
        clients.forEach(FeatureClient::close);
    }
}

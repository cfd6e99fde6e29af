package dev.plumbline.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.plumbline.FeatureClient;
import dev.plumbline.cache.tiered.TieredCache;
import dev.plumbline.feature.StalenessBounds;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Load while memcached nodes come and go: no caller sees it, and nothing is left of it. */
final class SoakTest {
    private static final boolean LONG = Boolean.getBoolean("plumbline.long");
    private static final Duration TIME = LONG ? Duration.ofMinutes(10) : Duration.ofSeconds(60);
    private static final Duration WARM_UP = Duration.ofSeconds(8);
    private static final long SEED = Long.getLong("plumbline.seed", 20_261_121);
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final int DESCRIPTORS_MORE = 3;
    private static final int THREADS_MORE = 6;
    private static final long HEAP_MORE = 12L << 20;

    @Test
    void reads_whileNodesComeAndGo_areRightAndInTime_andNothingIsLeft() throws Exception {
        MeterRegistry meters = new SimpleMeterRegistry();
        SteadyTransport origin = new SteadyTransport();
        try (NodeFaults faults = new NodeFaults(3, SEED);
                Stalls stalls = new Stalls();
                FeatureClient client = client(origin, faults, meters)) {
            awaitFar(client, meters, 0);
            warmUp(client, faults, stalls);
            awaitFar(client, meters, 1);
            Footprint before = Footprint.now();
            long fetchesBefore = origin.fetches();

            SoakLoad load = new SoakLoad(client, stalls, SEED + 1_000);
            try {
                long end = System.nanoTime() + TIME.minus(WARM_UP).toNanos();
                while (System.nanoTime() - end < 0) {
                    pause(Duration.ofMillis(faults.pauseMillis()));
                    faults.next();
                }
                faults.heal();
            } finally {
                load.end();
            }
            long fetches = origin.fetches() - fetchesBefore;
            awaitFar(client, meters, 2);
            Footprint after = settled(before);

            if (LONG) {
                SoakReport.write(TIME, SEED, load, fetches, faults, before, after);
            }
            String story = "seed " + SEED + ", " + load.all() + " reads, longest "
                    + TimeUnit.NANOSECONDS.toMillis(load.longestNanos.get()) + " ms, before " + before + ", after "
                    + after + "; first: " + load.trouble();
            assertThat(load.wrong.sum()).as("wrong rows; " + story).isZero();
            assertThat(load.errors.sum()).as("errors; " + story).isZero();
            assertThat(load.late.sum()).as("late reads; " + story).isZero();
            assertThat(load.stalled.sum())
                    .as("timeouts of the machine's; " + story)
                    .isLessThan(load.all() / 100 + 1);
            assertThat(load.farRows.sum()).as("rows from memcached; " + story).isPositive();
            for (NodeFaults.Fault fault : NodeFaults.Fault.values()) {
                assertThat(faults.count(fault)).as(fault + "; " + story).isPositive();
            }
            assertThat(after.descriptors())
                    .as("sockets; " + story)
                    .isLessThanOrEqualTo(before.descriptors() + DESCRIPTORS_MORE);
            assertThat(after.threads()).as("threads; " + story).isLessThanOrEqualTo(before.threads() + THREADS_MORE);
            assertThat(after.heap()).as("heap; " + story).isLessThanOrEqualTo(before.heap() + HEAP_MORE);
        }
    }

    /** What is made once and then stays, such as Xmemcached's twenty selectors, is made here: by every kind of fault. */
    private static void warmUp(FeatureClient client, NodeFaults faults, Stalls stalls) throws Exception {
        SoakLoad load = new SoakLoad(client, stalls, SEED);
        try {
            pause(WARM_UP.dividedBy(4));
            for (NodeFaults.Fault fault : NodeFaults.Fault.values()) {
                faults.all(fault);
                pause(WARM_UP.dividedBy(6));
            }
        } finally {
            load.end();
        }
    }

    private static FeatureClient client(SteadyTransport origin, NodeFaults nodes, MeterRegistry meters) {
        return FeatureClient.builder(origin)
                .views(SteadyTransport.VIEW)
                .environment(Map.of())
                .deadline(SoakLoad.DEADLINE)
                .staleness(StalenessBounds.builder()
                        .fresh(Duration.ofSeconds(1))
                        .nearFresh(Duration.ofMillis(100))
                        .staleWhileRevalidate(Duration.ofSeconds(2))
                        .build())
                .cache(TieredCache.builder()
                        .near(1 << 20)
                        .memcached(nodes.addresses())
                        .build())
                .meters(meters)
                .build();
    }

    /** Reads keys that only this does, until each node answers for its share of them. */
    private static void awaitFar(FeatureClient client, MeterRegistry meters, int round) {
        int[] first = {-1_000_000 * (round + 1)};
        await().atMost(PATIENCE).pollInSameThread().until(() -> {
            double errors = farErrors(meters);
            first[0] += 100;
            client.getAll(
                    SteadyTransport.VIEW,
                    IntStream.range(first[0], first[0] + 100)
                            .mapToObj(SteadyTransport::key)
                            .toList());
            return farErrors(meters) == errors;
        });
    }

    private static double farErrors(MeterRegistry meters) {
        return meters
                .get("plumbline.client.cache.requests")
                .tags(List.of(
                        io.micrometer.core.instrument.Tag.of("tier", "far"),
                        io.micrometer.core.instrument.Tag.of("result", "error")))
                .functionCounters()
                .stream()
                .mapToDouble(counter -> counter.count())
                .sum();
    }

    /** Idle threads and old connections end by and by; what has not gone after a minute stays. */
    private static Footprint settled(Footprint before) throws Exception {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while ((Footprint.threadCount() > before.threads() || Footprint.openDescriptors() > before.descriptors())
                && System.nanoTime() - end < 0) {
            pause(Duration.ofMillis(100));
        }
        return Footprint.now();
    }

    private static void pause(Duration time) {
        long end = System.nanoTime() + time.toNanos();
        for (long left = time.toNanos(); left > 0; left = end - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }
}

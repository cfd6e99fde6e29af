package dev.plumbline.benchmarks;

import com.sun.management.ThreadMXBean;
import dev.plumbline.FeatureClient;
import dev.plumbline.cache.tiered.TieredCache;
import dev.plumbline.feature.EntityKey;
import dev.plumbline.feature.FeatureView;
import dev.plumbline.feature.ReadTier;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Times reads, one after the other, against one state of the far tier. A process of its own, as the JIT remembers. */
final class FarCostRun {
    private static final int KEYS = 256;
    private static final int MOST_READS = 5_000_000;
    private static final Duration WARM_UP = Duration.ofSeconds(5);
    private static final Duration TIMED = Duration.ofSeconds(6);
    private static final long SLOW_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

    private final FeatureView view = Rows.mixedView();
    private final EntityKey[] keys = new EntityKey[KEYS];
    private final long[] nanos = new long[MOST_READS];
    private final FeatureClient client;
    private int reads;
    private int farReads;

    private FarCostRun(FeatureClient client) {
        this.client = client;
        Arrays.setAll(keys, i -> EntityKey.of("entity-" + i));
    }

    /**
     * Prints one line: reads, those that memcached answered, p50, p99 and the longest in nanoseconds, those of 5 ms and
     * more, octets allocated for each.
     *
     * @param args the state's name
     */
    public static void main(String[] args) throws Exception {
        FarState state = FarState.valueOf(args[0]);
        try (MemcachedProcess memcached = MemcachedProcess.start();
                FeatureClient client = FarSide.client(Rows.mixedView(), cache(state, memcached))) {
            FarCostRun run = new FarCostRun(client);
            run.read(WARM_UP);
            if (state == FarState.HUNG) {
                run.check(FarState.UP);
                memcached.pause();
            }
            long before = allocated();
            run.read(TIMED);
            long after = allocated();
            run.check(state);
            System.out.println(run.line(after - before));
        }
    }

    private static @Nullable TieredCache cache(FarState state, MemcachedProcess memcached) throws IOException {
        if (state == FarState.OFF) {
            return null;
        }
        String address = state == FarState.DOWN ? "127.0.0.1:" + MemcachedProcess.freePort() : memcached.address();
        return TieredCache.builder().near(0).memcached(address).build();
    }

    private void read(Duration time) {
        reads = 0;
        farReads = 0;
        long end = System.nanoTime() + time.toNanos();
        for (long start = System.nanoTime(); start - end < 0 && reads < MOST_READS; ) {
            ReadTier tier = client.get(view, keys[reads % KEYS]).tier();
            long now = System.nanoTime();
            nanos[reads++] = now - start;
            start = now;
            if (tier == ReadTier.FAR) {
                farReads++;
            }
        }
    }

    /** Almost all reads of a far tier that is up are answered by it, and none of another's. */
    private void check(FarState state) {
        boolean right = state == FarState.UP ? farReads > 0.9 * reads : farReads == 0;
        if (!right) {
            throw new IllegalStateException(
                    "memcached answered " + farReads + " of " + reads + " reads, with the far tier " + state);
        }
    }

    private static long allocated() {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        return Arrays.stream(threads.getThreadAllocatedBytes(threads.getAllThreadIds()))
                .filter(octets -> octets > 0)
                .sum();
    }

    private String line(long octets) {
        long[] sorted = Arrays.copyOf(nanos, reads);
        Arrays.sort(sorted);
        long slow = Arrays.stream(sorted).filter(time -> time >= SLOW_NANOS).count();
        return String.format(
                Locale.ROOT,
                "%d %d %d %d %d %d %d",
                reads,
                farReads,
                sorted[reads / 2],
                sorted[(int) (reads * 0.99)],
                sorted[reads - 1],
                slow,
                octets / reads);
    }
}

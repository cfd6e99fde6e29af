package dev.plumbline.cache.tiered;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.cache.CacheKey;
import dev.plumbline.cache.NearEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class CaffeineNearTest {
    private static final long BYTES = 1L << 20;

    private final CaffeineNear near = new CaffeineNear(BYTES);

    @Test
    void compute_putsChangesAndRemoves() {
        CacheKey key = Rows.key(Rows.SMALL, "DFW");
        assertThat(near.get(key)).isNull();

        NearEntry entry = entry(1);
        near.compute(key, old -> {
            assertThat(old).isNull();
            return entry;
        });
        assertThat(near.get(key)).isSameAs(entry);
        assertThat(near.get(Rows.key(Rows.SMALL, "DFW"))).isSameAs(entry);
        assertThat(near.size()).isOne();

        near.compute(key, old -> {
            assertThat(old).isSameAs(entry);
            return null;
        });
        assertThat(near.get(key)).isNull();
        assertThat(near.evictions()).isZero();
    }

    @Test
    void weight_isBounded() {
        int entries = 10_000;
        assertThat((long) entry(1).weight() * entries).isGreaterThan(2 * BYTES);
        for (int i = 0; i < entries; i++) {
            NearEntry entry = entry(i);
            near.compute(key(i), old -> entry);
        }
        near.cleanUp();

        long weight = IntStream.range(0, entries)
                .mapToObj(i -> near.get(key(i)))
                .mapToLong(entry -> entry == null ? 0 : entry.weight())
                .sum();
        assertThat(weight).isBetween(BYTES / 2, BYTES);
        assertThat(near.evictions()).isEqualTo(entries - near.size());

        near.clear();
        assertThat(near.get(key(entries - 1))).isNull();
    }

    @Test
    void compute_isAtomic() throws Exception {
        int each = 20_000;
        CyclicBarrier together = new CyclicBarrier(2);
        ExecutorService threads = Executors.newFixedThreadPool(2);
        List<Future<?>> done = new ArrayList<>();
        try {
            for (int t = 0; t < 2; t++) {
                done.add(threads.submit(() -> {
                    together.await(30, SECONDS);
                    for (int i = 0; i < each; i++) {
                        near.compute(key(0), old -> entry(old == null ? 1 : old.originNanos() + 1));
                    }
                    return null;
                }));
            }
            for (Future<?> thread : done) {
                thread.get(60, SECONDS);
            }
        } finally {
            threads.shutdownNow();
        }

        assertThat(near.get(key(0)))
                .isNotNull()
                .extracting(NearEntry::originNanos)
                .isEqualTo(2L * each);
    }

    @Test
    void upkeep_runsOnTheExecutorItWasGiven() {
        AtomicInteger tasks = new AtomicInteger();
        near.start(task -> {
            tasks.incrementAndGet();
            task.run();
        });
        near.compute(key(0), old -> entry(0));

        assertThat(tasks).hasPositiveValue();
        near.close();
        assertThat(near.get(key(0))).isNull();
    }

    private static CacheKey key(int i) {
        return Rows.key(Rows.SMALL, (long) i);
    }

    private static NearEntry entry(long originNanos) {
        return new NearEntry(Rows.small(1), originNanos, 0, 0, 0, 0, 0);
    }
}

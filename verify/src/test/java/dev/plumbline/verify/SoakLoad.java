package dev.plumbline.verify;

import dev.plumbline.FeatureClient;
import dev.plumbline.FeatureTimeoutException;
import dev.plumbline.feature.EntityKey;
import dev.plumbline.feature.FeatureRow;
import dev.plumbline.feature.FeatureRows;
import dev.plumbline.feature.ReadTier;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Threads that read hot and cold keys, one at a time and in batches, and hold every answer to what was promised.
 *
 * <p>A read is late if it took longer than its deadline, 250 ms, and what the machine stalled meanwhile. A timeout counts
 * as the machine's, not as an error, if the machine stalled for half of the deadline or more.
 */
final class SoakLoad {
    static final Duration DEADLINE = Duration.ofMillis(500);
    static final Duration SLACK = Duration.ofMillis(250);
    static final int THREADS = 8;

    private static final int HOT_KEYS = 50;
    private static final int COLD_KEYS = 20_000;
    private static final int BATCH = 20;
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(2);

    private final FeatureClient client;
    private final Stalls stalls;
    private final List<Thread> threads = new ArrayList<>();
    private volatile boolean ended;

    final LongAdder reads = new LongAdder();
    final LongAdder batches = new LongAdder();
    final LongAdder nearRows = new LongAdder();
    final LongAdder farRows = new LongAdder();
    final LongAdder originRows = new LongAdder();
    final LongAdder errors = new LongAdder();
    final LongAdder wrong = new LongAdder();
    final LongAdder late = new LongAdder();
    final LongAdder stalled = new LongAdder();
    final AtomicLong longestNanos = new AtomicLong();
    private final AtomicReference<@Nullable String> firstTrouble = new AtomicReference<>();

    SoakLoad(FeatureClient client, Stalls stalls, long seed) {
        this.client = client;
        this.stalls = stalls;
        for (int i = 0; i < THREADS; i++) {
            Random random = new Random(seed + i);
            Thread thread = new Thread(() -> run(random), "soak-" + i);
            thread.setDaemon(true);
            threads.add(thread);
            thread.start();
        }
    }

    private void run(Random random) {
        while (!ended) {
            int choice = random.nextInt(10);
            List<Integer> keys = new ArrayList<>();
            for (int i = 0; i < (choice == 0 ? BATCH : 1); i++) {
                boolean hot = choice == 0 ? random.nextBoolean() : choice > 3;
                keys.add(hot ? random.nextInt(HOT_KEYS) : HOT_KEYS + random.nextInt(COLD_KEYS));
            }
            read(keys, choice == 0);
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }

    private void read(List<Integer> keys, boolean batch) {
        Duration stallsBefore = stalls.soFar();
        long start = System.nanoTime();
        try {
            if (batch) {
                batches.increment();
                List<EntityKey> names = keys.stream().map(SteadyTransport::key).toList();
                FeatureRows rows = client.getAll(SteadyTransport.VIEW, names);
                long took = System.nanoTime() - start;
                for (int i = 0; i < rows.size(); i++) {
                    check(rows.get(i), keys.get(i), stallsBefore);
                }
                time(took, stallsBefore);
            } else {
                reads.increment();
                FeatureRow row = client.get(SteadyTransport.VIEW, SteadyTransport.key(keys.get(0)));
                time(System.nanoTime() - start, stallsBefore);
                check(row, keys.get(0), stallsBefore);
            }
        } catch (RuntimeException e) {
            time(System.nanoTime() - start, stallsBefore);
            failed(e, stallsBefore);
        }
    }

    private void check(FeatureRow row, int key, Duration stallsBefore) {
        if (row.cause().isPresent()) {
            failed(row.cause().get(), stallsBefore);
        } else if (SteadyTransport.isRight(row, key)) {
            (row.tier() == ReadTier.NEAR ? nearRows : row.tier() == ReadTier.FAR ? farRows : originRows).increment();
        } else {
            wrong.increment();
            firstTrouble.compareAndSet(null, "a wrong row: " + row);
        }
    }

    private void failed(Throwable cause, Duration stallsBefore) {
        Duration during = stalls.soFarAtLeast().minus(stallsBefore);
        if (cause instanceof FeatureTimeoutException && during.compareTo(DEADLINE.dividedBy(2)) >= 0) {
            stalled.increment();
        } else {
            errors.increment();
            firstTrouble.compareAndSet(null, cause + " (the machine stalled for " + during.toMillis() + " ms)");
        }
    }

    private void time(long nanos, Duration stallsBefore) {
        longestNanos.accumulateAndGet(nanos, Math::max);
        Duration bound = DEADLINE.plus(SLACK);
        if (nanos > bound.toNanos()) {
            Duration during = stalls.soFarAtLeast().minus(stallsBefore);
            if (nanos > bound.plus(during).toNanos()) {
                late.increment();
                firstTrouble.compareAndSet(
                        null,
                        "a read of " + nanos / 1_000_000 + " ms (the machine stalled for " + during.toMillis()
                                + " ms)");
            }
        }
    }

    long all() {
        return reads.sum() + batches.sum();
    }

    /** What went wrong first, for the message of a failure. */
    String trouble() {
        String first = firstTrouble.get();
        return first == null ? "nothing went wrong" : first;
    }

    /** Returns when the reads under way have ended. */
    void end() throws InterruptedException {
        ended = true;
        for (Thread thread : threads) {
            thread.join();
        }
    }
}

package dev.plumbline.benchmarks;

import dev.plumbline.feature.FeatureRow;
import dev.plumbline.feature.Freshness;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.jspecify.annotations.Nullable;

/** Counts the reads of one process: how they ended and how long they took. Thread-safe. */
final class HerdReads {
    /** Times in steps of a tenth of a millisecond. */
    private static final int STEPS = 50_000;

    private static final long STEP_NANOS = TimeUnit.MICROSECONDS.toNanos(100);

    /**
     * What a process reports.
     *
     * @param reads the reads
     * @param failed those with an error, a wrong value or no end
     * @param stale those whose row was past its freshness
     * @param p99Micros what 99 of 100 took at most
     * @param longestMicros what the longest took
     */
    record Report(int reads, int failed, int stale, long p99Micros, long longestMicros) {
        static Report parse(String line) {
            long[] numbers = Arrays.stream(line.split(" ", -1))
                    .mapToLong(Long::parseLong)
                    .toArray();
            return new Report((int) numbers[0], (int) numbers[1], (int) numbers[2], numbers[3], numbers[4]);
        }

        String line() {
            return reads + " " + failed + " " + stale + " " + p99Micros + " " + longestMicros;
        }

        Report and(Report other) {
            return new Report(
                    reads + other.reads,
                    failed + other.failed,
                    stale + other.stale,
                    Math.max(p99Micros, other.p99Micros),
                    Math.max(longestMicros, other.longestMicros));
        }
    }

    private final AtomicIntegerArray times = new AtomicIntegerArray(STEPS);
    private final AtomicInteger ended = new AtomicInteger();
    private final AtomicInteger failed = new AtomicInteger();
    private final AtomicInteger stale = new AtomicInteger();
    private final AtomicBoolean told = new AtomicBoolean();

    void ended(String entity, @Nullable FeatureRow row, @Nullable Throwable thrown, long nanos) {
        times.incrementAndGet((int) Math.min(STEPS - 1, nanos / STEP_NANOS));
        if (row == null || !HerdRows.isRight(row, entity)) {
            failed.incrementAndGet();
            if (told.compareAndSet(false, true)) {
                System.err.println("herd: a read failed, the first of this process: " + (row == null ? thrown : row));
            }
        } else if (row.freshness() == Freshness.STALE) {
            stale.incrementAndGet();
        }
        ended.incrementAndGet();
    }

    int count() {
        return ended.get();
    }

    /** Reports so many reads; those that have not ended have failed. */
    Report report(int begun) {
        int reads = ended.get();
        int seen = 0;
        int p99 = -1;
        int longest = 0;
        for (int step = 0; step < STEPS; step++) {
            if (times.get(step) > 0) {
                seen += times.get(step);
                longest = step + 1;
                if (p99 < 0 && seen >= reads * 0.99) {
                    p99 = step + 1;
                }
            }
        }
        long micros = TimeUnit.NANOSECONDS.toMicros(STEP_NANOS);
        return new Report(begun, failed.get() + begun - reads, stale.get(), p99 * micros, longest * micros);
    }
}

package dev.plumbline.internal;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * How long the origin took lately. Of so few samples the 99th percentile is the greatest, so that is what is told.
 */
final class OriginTimes {
    private static final int KEPT = 64;
    private static final int WAITS_FOR = 3;
    private static final long LEAST_LEASE_NANOS = Duration.ofSeconds(1).toNanos();
    private static final long MOST_LEASE_NANOS = Duration.ofSeconds(10).toNanos();

    private final AtomicLongArray last = new AtomicLongArray(KEPT);
    private final AtomicInteger next = new AtomicInteger();
    private volatile long slowest;

    /**
     * Starts without a sample.
     *
     * @param guess what is told until there is one
     */
    OriginTimes(Duration guess) {
        this.slowest = guess.toNanos();
    }

    void record(long nanos) {
        last.set(Math.floorMod(next.getAndIncrement(), KEPT), Math.max(1, nanos));
        long greatest = 0;
        for (int i = 0; i < KEPT; i++) {
            greatest = Math.max(greatest, last.get(i));
        }
        slowest = greatest;
    }

    /** How long to wait for another process's load before loading oneself. */
    long patienceNanos() {
        return WAITS_FOR * slowest;
    }

    /** How long a lease should last: enough for a slow load, and short for the case that its holder dies. */
    Duration lease() {
        return Duration.ofNanos(Math.max(LEAST_LEASE_NANOS, Math.min(MOST_LEASE_NANOS, WAITS_FOR * slowest)));
    }
}

package dev.plumbline.cache.tiered;

import java.time.Duration;

/** How long memcached is told to keep an entry, and a lease. */
final class FarTtl {
    /** One second may end at once: memcached's clock ticks in seconds. */
    static final int LEAST_SECONDS = 2;

    /** Thirty days: memcached takes more for a date. */
    static final int MOST_SECONDS = 30 * 24 * 60 * 60;

    private static final double JITTER = 0.1;

    private static final int MOST_LEASE_SECONDS = 60;

    private FarTtl() {}

    /**
     * Returns the whole seconds of a lease, rounded up, and one more, as memcached ends an item up to a second early: 2 to
     * 60; 0 for none.
     */
    static int leaseSeconds(Duration lease) {
        if (lease.isZero() || lease.isNegative()) {
            return 0;
        }
        long seconds = lease.getSeconds() + (lease.getNano() > 0 ? 2 : 1);
        return (int) Math.min(MOST_LEASE_SECONDS, seconds);
    }

    /**
     * Returns whole seconds: the time to live, moved by up to a tenth either way so that rows stored together do not end
     * together, and never out of memcached's range.
     *
     * @param uniform a random number, 0 to 1
     */
    static int seconds(Duration ttl, double uniform) {
        double seconds = (ttl.getSeconds() + ttl.getNano() / 1e9) * (1 - JITTER + 2 * JITTER * uniform);
        return (int) Math.max(LEAST_SECONDS, Math.min(MOST_SECONDS, Math.round(seconds)));
    }
}

package dev.plumbline.cache.tiered;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Bounds what is under way on one node, in operations and in octets. An operation that timed out keeps its permit while it
 * still has its place on the wire. Thread-safe.
 */
final class NodePermits {
    private static final int OCTET_BITS = 40;
    private static final long OCTETS = (1L << OCTET_BITS) - 1;

    private final int mostOperations;
    private final long mostOctets;

    /** Operations in the high bits, octets in the low ones. */
    private final AtomicLong taken = new AtomicLong();

    NodePermits(int mostOperations, long mostOctets) {
        this.mostOperations = mostOperations;
        this.mostOctets = mostOctets;
    }

    /** Takes a permit if there is room. */
    boolean take(int octets) {
        long one = one(octets);
        long now = taken.addAndGet(one);
        if (now >>> OCTET_BITS > mostOperations || (now & OCTETS) > mostOctets) {
            taken.addAndGet(-one);
            return false;
        }
        return true;
    }

    void giveBack(int octets) {
        taken.addAndGet(-one(octets));
    }

    int operations() {
        return (int) (taken.get() >>> OCTET_BITS);
    }

    long octets() {
        return taken.get() & OCTETS;
    }

    private static long one(int octets) {
        return (1L << OCTET_BITS) + octets;
    }
}

package dev.plumbline.cache.tiered;

import org.jspecify.annotations.Nullable;

/**
 * What a node answers for one name. Immutable and thread-safe.
 *
 * @param value what it holds, null for nothing (or only for the stub of a lease)
 * @param token for a conditional set or delete of just this; null where the server gives none
 * @param secondsLeft how long the value stays, by the server's clock; -1 if that is unknown
 * @param lease what became of the wish for a lease
 */
record NodeRead(@Nullable StoredValue value, @Nullable NodeToken token, int secondsLeft, Lease lease) {
    /** Leases on what is missing. */
    enum Lease {
        /** None was wanted, or needed, or the server grants none. */
        NONE,
        /** This reader is to load. */
        WON,
        /** Another is loading. */
        TAKEN
    }
}

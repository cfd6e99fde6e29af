package dev.plumbline.cache.tiered;

import java.util.concurrent.atomic.LongAdder;

/** Counts what was not taken from memcached, or not put there. Thread-safe. */
final class Rejections {
    enum Reason {
        /** Not a whole entry: damaged, cut, or not ours. */
        CORRUPT,
        /** An entry of another key. */
        WRONG_KEY,
        /** An entry of another schema. */
        WRONG_SCHEMA,
        /** Stored by somebody else. */
        WRONG_FLAGS,
        /** An entry without a value. */
        EMPTY,
        /** A value that was not asked for. */
        UNASKED,
        /** A row over the value limit; it is not sent. */
        TOO_LARGE,
        /** A row that must not be stored: with an error cell, or of another schema than its key. */
        UNFIT
    }

    private final Tally<Reason> counts = new Tally<>(Reason.class);

    void count(Reason reason) {
        counts.count(reason);
    }

    long of(Reason reason) {
        return counts.of(reason).sum();
    }

    LongAdder adder(Reason reason) {
        return counts.of(reason);
    }

    /** Returns how much was rejected, for whatever reason. */
    long sum() {
        return counts.sum();
    }
}

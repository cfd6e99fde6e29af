package dev.plumbline.cache.tiered;

import java.util.EnumMap;
import java.util.Map;
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
        /** A row over the value limit; it is not sent. */
        TOO_LARGE,
        /** A row that must not be stored: with an error cell, or of another schema than its key. */
        UNFIT
    }

    private final Map<Reason, LongAdder> counts = new EnumMap<>(Reason.class);

    Rejections() {
        for (Reason reason : Reason.values()) {
            counts.put(reason, new LongAdder());
        }
    }

    void count(Reason reason) {
        LongAdder count = counts.get(reason);
        if (count != null) {
            count.increment();
        }
    }

    long of(Reason reason) {
        LongAdder count = counts.get(reason);
        return count == null ? 0 : count.sum();
    }
}

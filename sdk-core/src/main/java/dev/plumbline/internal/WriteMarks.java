package dev.plumbline.internal;

import dev.plumbline.cache.CacheKey;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Keys that this client is writing, and keys that it has written while the far tier may still hold the old row. Together
 * with {@link Flights} this is what lets a client read its own writes.
 */
final class WriteMarks {
    /** What a mark asks of a read. */
    enum Mark {
        /** Nothing. */
        NONE,
        /** A write is under way: past both tiers, and nothing is stored. */
        WRITING,
        /** The far tier may hold what was before the write: past it; the near tier may store. */
        DIRTY
    }

    private record State(int writers, long dirtySince) {
        private static final long CLEAN = 0;
    }

    private final ConcurrentMap<CacheKey, State> states = new ConcurrentHashMap<>();
    private final AtomicLong epochs = new AtomicLong();

    Mark of(CacheKey key) {
        if (states.isEmpty()) {
            return Mark.NONE;
        }
        State state = states.get(key);
        if (state == null) {
            return Mark.NONE;
        }
        return state.writers > 0 ? Mark.WRITING : Mark.DIRTY;
    }

    /** Says that a write begins. */
    void begin(CacheKey key) {
        states.compute(
                key,
                (same, old) -> old == null ? new State(1, State.CLEAN) : new State(old.writers + 1, old.dirtySince));
    }

    /** Says that a write, begun before, has ended; returns the epoch from which the far tier is to be cleaned. */
    long end(CacheKey key) {
        return dirty(key, -1);
    }

    /** Says that the far tier may hold a row that it should not; returns the epoch from which it is to be cleaned. */
    long dirty(CacheKey key) {
        return dirty(key, 0);
    }

    private long dirty(CacheKey key, int writers) {
        long epoch = epochs.incrementAndGet();
        states.compute(key, (same, old) -> new State((old == null ? 0 : old.writers) + writers, epoch));
        return epoch;
    }

    /** Whether nothing has happened to the key since that epoch. */
    boolean isLatest(CacheKey key, long epoch) {
        State state = states.get(key);
        return state != null && state.writers == 0 && state.dirtySince == epoch;
    }

    /** Whether the key still waits for the cleaning of that epoch and no later one. */
    boolean awaits(CacheKey key, long epoch) {
        State state = states.get(key);
        return state != null && state.dirtySince == epoch;
    }

    /** Says that the far tier holds nothing from before that epoch. */
    void clean(CacheKey key, long epoch) {
        states.computeIfPresent(key, (same, old) -> cleaned(old, epoch));
    }

    /** Says that the far tier holds nothing at all from before that epoch. */
    void cleanAll(long epoch) {
        states.keySet().forEach(key -> states.computeIfPresent(key, (same, old) -> cleaned(old, epoch)));
    }

    private static @Nullable State cleaned(State old, long epoch) {
        if (old.dirtySince > epoch) {
            return old;
        }
        return old.writers == 0 ? null : new State(old.writers, State.CLEAN);
    }

    long epoch() {
        return epochs.get();
    }

    int size() {
        return states.size();
    }
}

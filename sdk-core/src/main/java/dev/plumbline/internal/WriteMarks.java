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

    private static final long CLEAN = 0;

    /**
     * The marks on one key.
     *
     * @param overlapped whether the last write has overlapped another, so that nobody knows which of the two rows holds
     */
    private record State(int writers, boolean overlapped, long dirtySince) {
        static final State NONE = new State(0, false, CLEAN);
    }

    private final ConcurrentMap<CacheKey, State> states = new ConcurrentHashMap<>();
    private final AtomicLong epochs = new AtomicLong();
    private final AtomicLong allDirtySince = new AtomicLong();

    Mark of(CacheKey key) {
        State state = states.isEmpty() ? null : states.get(key);
        if (state != null) {
            return state.writers > 0 ? Mark.WRITING : Mark.DIRTY;
        }
        return isAllDirty() ? Mark.DIRTY : Mark.NONE;
    }

    /** Says that a write begins. */
    void begin(CacheKey key) {
        states.compute(key, (same, held) -> {
            State old = held == null ? State.NONE : held;
            return new State(old.writers + 1, old.writers > 0, old.dirtySince);
        });
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
        State dirty = states.compute(key, (same, held) -> {
            State old = held == null ? State.NONE : held;
            return new State(old.writers + writers, old.overlapped, epochs.incrementAndGet());
        });
        return dirty.dirtySince;
    }

    /** Says that the far tier may hold any row that it should not. That takes the place of the marks on single keys. */
    void dirtyAll() {
        long epoch = epochs.incrementAndGet();
        allDirtySince.accumulateAndGet(epoch, Math::max);
        cleanKeys(epoch);
    }

    boolean isAllDirty() {
        return allDirtySince.get() != CLEAN;
    }

    /** Whether nothing has happened to the key since that epoch, and nothing had while its write was under way. */
    boolean isLatest(CacheKey key, long epoch) {
        State state = states.get(key);
        return state != null && state.writers == 0 && !state.overlapped && state.dirtySince == epoch;
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
        allDirtySince.updateAndGet(since -> since > epoch ? since : CLEAN);
        cleanKeys(epoch);
    }

    private void cleanKeys(long epoch) {
        states.keySet().forEach(key -> clean(key, epoch));
    }

    private static @Nullable State cleaned(State old, long epoch) {
        if (old.dirtySince > epoch) {
            return old;
        }
        return old.writers == 0 ? null : new State(old.writers, old.overlapped, CLEAN);
    }

    long epoch() {
        return epochs.get();
    }

    int size() {
        return states.size();
    }
}

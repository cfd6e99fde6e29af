package dev.plumbline.internal;

import dev.plumbline.cache.CacheKey;
import dev.plumbline.cache.NearEntry;
import dev.plumbline.feature.FeatureRow;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The loads under way of one view, one for each key, and the near tier, whose entries change only together with them: who
 * stores, forgets or replaces a row does so atomically for its key, and a load that was detached before stores nothing.
 */
final class Flights {
    private final ConcurrentMap<CacheKey, Flight> current = new ConcurrentHashMap<>();
    private final @Nullable NearReads near;

    Flights(@Nullable NearReads near) {
        this.near = near;
    }

    @Nullable Flight of(CacheKey key) {
        return current.get(key);
    }

    /** Makes a flight its key's, unless there is one, which is then returned. */
    @Nullable Flight putIfAbsent(Flight flight) {
        return current.putIfAbsent(flight.key(), flight);
    }

    /** Ends a flight that stores nothing; says whether it was still its key's. */
    boolean remove(Flight flight) {
        return current.remove(flight.key(), flight);
    }

    /**
     * Ends a flight that stores nothing and runs what is to be done about that, unless the flight has been detached
     * meanwhile; before any later change of the key. Says whether it was still its key's.
     */
    boolean end(Flight flight, Runnable also) {
        AtomicBoolean mine = new AtomicBoolean();
        current.computeIfPresent(flight.key(), (key, present) -> {
            if (present != flight) {
                return present;
            }
            mine.set(true);
            also.run();
            return null;
        });
        return mine.get();
    }

    /**
     * Ends a flight, stores its row and runs what else is to be done with it; unless the flight has been detached meanwhile
     * or a newer row is held. Both happen before any later change of the key. Says whether it was still its key's.
     */
    boolean publish(Flight flight, Supplier<NearEntry> entry, Runnable also) {
        NearReads tier = near;
        if (tier == null) {
            return end(flight, also);
        }
        AtomicBoolean mine = new AtomicBoolean();
        tier.compute(flight.key(), old -> {
            if (current.get(flight.key()) != flight) {
                return old;
            }
            mine.set(true);
            NearEntry loaded = entry.get();
            if (old != null && isNewer(old.row(), loaded.row())) {
                return old;
            }
            also.run();
            return loaded;
        });
        // Only now, so that each reader finds the row or the flight. A tier that threw has not run the change.
        return remove(flight) || mine.get();
    }

    /** Forgets a row and detaches the flight that may have read it: it answers those who wait and stores nothing. */
    void forget(CacheKey key) {
        Flight detached = current.get(key);
        if (near != null) {
            near.compute(key, old -> {
                current.remove(key);
                return null;
            });
        }
        // For want of a near tier, or because it threw; a flight that has begun since reads what holds now.
        if (detached != null) {
            current.remove(key, detached);
        }
    }

    /**
     * Detaches the flight of a key and stores a row that the caller vouches for, unless a newer one is held.
     *
     * @param entry asked when no other change of the key can come between; null to store nothing and hold nothing
     */
    void replace(CacheKey key, Supplier<@Nullable NearEntry> entry) {
        NearReads tier = near;
        if (tier == null) {
            current.remove(key);
            return;
        }
        tier.compute(key, old -> {
            current.remove(key);
            NearEntry written = entry.get();
            return old != null && written != null && isNewer(old.row(), written.row()) ? old : written;
        });
    }

    /** Detaches all flights. */
    void forgetAll() {
        current.clear();
    }

    int size() {
        return current.size();
    }

    private static boolean isNewer(FeatureRow held, FeatureRow loaded) {
        return held.dataVersion() != FeatureRow.UNKNOWN_VERSION
                && loaded.dataVersion() != FeatureRow.UNKNOWN_VERSION
                && held.dataVersion() > loaded.dataVersion();
    }
}

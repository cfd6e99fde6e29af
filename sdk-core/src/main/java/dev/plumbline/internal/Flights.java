package dev.plumbline.internal;

import dev.plumbline.cache.CacheKey;
import dev.plumbline.cache.NearEntry;
import dev.plumbline.feature.FeatureRow;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The loads under way of one view, one for each key and terms, and the near tier, whose entries change only together with them: who
 * stores, forgets or replaces a row does so atomically for its key, and a load that was detached before stores nothing.
 */
final class Flights {
    /** Those on the view's own terms. */
    private final ConcurrentMap<CacheKey, Flight> current = new ConcurrentHashMap<>();

    /** Those on other terms, few of a key and mostly none. */
    private final ConcurrentMap<CacheKey, List<Flight>> others = new ConcurrentHashMap<>();

    private final @Nullable NearReads near;

    Flights(@Nullable NearReads near) {
        this.near = near;
    }

    @Nullable Flight of(CacheKey key, ReadTerms terms) {
        return terms.isPlain() ? current.get(key) : among(others.getOrDefault(key, List.of()), terms);
    }

    private static @Nullable Flight among(List<Flight> flights, ReadTerms terms) {
        for (Flight flight : flights) {
            if (flight.terms().equals(terms)) {
                return flight;
            }
        }
        return null;
    }

    /** Whether there is a flight of a key, on whatever terms. */
    boolean isUnderWay(CacheKey key) {
        return current.containsKey(key) || others.containsKey(key);
    }

    /** Makes a flight its key's on its terms, unless there is one, which is then returned. */
    @Nullable Flight putIfAbsent(Flight flight) {
        if (flight.terms().isPlain()) {
            return current.putIfAbsent(flight.key(), flight);
        }
        AtomicReference<@Nullable Flight> present = new AtomicReference<>();
        others.compute(flight.key(), (key, held) -> {
            List<Flight> flights = held == null ? List.of() : held;
            present.set(among(flights, flight.terms()));
            if (present.get() != null) {
                return flights;
            }
            List<Flight> more = new ArrayList<>(flights);
            more.add(flight);
            return List.copyOf(more);
        });
        return present.get();
    }

    private boolean isCurrent(Flight flight) {
        return of(flight.key(), flight.terms()) == flight;
    }

    /** Ends a flight that stores nothing; says whether it was still its key's. */
    boolean remove(Flight flight) {
        return flight.terms().isPlain() ? current.remove(flight.key(), flight) : end(flight, () -> {});
    }

    /**
     * Ends a flight that stores nothing and runs what is to be done about that, unless the flight has been detached
     * meanwhile; before any later change of the key. Says whether it was still its key's.
     */
    boolean end(Flight flight, Runnable also) {
        AtomicBoolean mine = new AtomicBoolean();
        if (!flight.terms().isPlain()) {
            others.computeIfPresent(flight.key(), (key, present) -> {
                if (!present.contains(flight)) {
                    return present;
                }
                mine.set(true);
                also.run();
                List<Flight> fewer = new ArrayList<>(present);
                fewer.remove(flight);
                return fewer.isEmpty() ? null : List.copyOf(fewer);
            });
            return mine.get();
        }
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
            if (!isCurrent(flight)) {
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

    /** Forgets a row and detaches the flights that may have read it: they answer those who wait and store nothing. */
    void forget(CacheKey key) {
        Flight detached = current.get(key);
        List<Flight> detachedOthers = others.getOrDefault(key, List.of());
        if (near != null) {
            near.compute(key, old -> {
                detach(key);
                return null;
            });
        }
        // For want of a near tier, or because it threw; a flight that has begun since reads what holds now.
        if (detached != null) {
            current.remove(key, detached);
        }
        detachedOthers.forEach(this::remove);
    }

    private void detach(CacheKey key) {
        current.remove(key);
        others.remove(key);
    }

    /**
     * Detaches the flights of a key and stores a row that the caller vouches for, unless a newer one is held.
     *
     * @param entry asked when no other change of the key can come between; null to store nothing and hold nothing
     */
    void replace(CacheKey key, Supplier<@Nullable NearEntry> entry) {
        NearReads tier = near;
        if (tier == null) {
            detach(key);
            return;
        }
        tier.compute(key, old -> {
            detach(key);
            NearEntry written = entry.get();
            return old != null && written != null && isNewer(old.row(), written.row()) ? old : written;
        });
    }

    /** Detaches all flights. */
    void forgetAll() {
        current.clear();
        others.clear();
    }

    int size() {
        return current.size() + others.values().stream().mapToInt(List::size).sum();
    }

    private static boolean isNewer(FeatureRow held, FeatureRow loaded) {
        return held.dataVersion() != FeatureRow.UNKNOWN_VERSION
                && loaded.dataVersion() != FeatureRow.UNKNOWN_VERSION
                && held.dataVersion() > loaded.dataVersion();
    }
}

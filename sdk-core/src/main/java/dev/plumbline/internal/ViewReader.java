package dev.plumbline.internal;

import dev.plumbline.FeatureException;
import dev.plumbline.cache.CacheKey;
import dev.plumbline.cache.NearEntry;
import dev.plumbline.feature.EntityKey;
import dev.plumbline.feature.FeatureRow;
import dev.plumbline.feature.FeatureView;
import dev.plumbline.feature.Freshness;
import dev.plumbline.feature.ReadTier;
import dev.plumbline.runtime.ClientRuntime;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Context;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** Reads rows of one view: near tier, flights, and the loads behind them. */
final class ViewReader {
    /** How long a failed renewal is remembered: until then the old row is served without another try. */
    private static final long FAILURE_MEMO_NANOS = Duration.ofMillis(200).toNanos();

    private final FeatureView view;
    private final ClientRuntime runtime;
    private final ViewMeters meters;
    private final FreshnessRules rules;
    private final @Nullable NearReads near;
    private final @Nullable FarReads far;
    private final Merger merger;
    private final Readiness readiness;
    private final Duration deadline;
    private final Duration connectGrace;
    private final ConcurrentMap<CacheKey, Flight> flights = new ConcurrentHashMap<>();
    private final Set<Load> loads = ConcurrentHashMap.newKeySet();
    private final LongAdder nearHits;
    private final LongAdder nearStale;
    private final LongAdder nearMisses;

    ViewReader(
            FeatureView view,
            ClientRuntime runtime,
            Telemetry telemetry,
            FreshnessRules rules,
            @Nullable NearReads near,
            @Nullable FarReads far,
            Merger merger,
            Readiness readiness,
            ClientConfig config) {
        this.view = view;
        this.runtime = runtime;
        this.meters = telemetry.view(view);
        this.rules = rules;
        this.near = near;
        this.far = far;
        this.merger = merger;
        this.readiness = readiness;
        this.deadline = config.deadline();
        this.connectGrace = config.connectGrace();
        this.nearHits = telemetry.cacheResult("near", "hit");
        this.nearStale = telemetry.cacheResult("near", "stale");
        this.nearMisses = telemetry.cacheResult("near", "miss");
    }

    FeatureView view() {
        return view;
    }

    ClientRuntime runtime() {
        return runtime;
    }

    FreshnessRules rules() {
        return rules;
    }

    @Nullable FarReads far() {
        return far;
    }

    Merger merger() {
        return merger;
    }

    Duration defaultDeadline() {
        return readiness.atLeast(deadline, connectGrace);
    }

    /** Answers from this process's memory, or null. A row past its near bound starts the load that renews it. */
    @Nullable FeatureRow nearHit(EntityKey key) {
        NearReads tier = near;
        if (tier == null) {
            return null;
        }
        CacheKey name = new CacheKey(view, key, CacheKey.NO_VARIANT);
        NearEntry entry = tier.get(name);
        if (entry == null) {
            nearMisses.increment();
            return null;
        }
        long now = runtime.ticker().nanos();
        if (now - entry.nearFreshUntilNanos() < 0) {
            nearHits.increment();
            return asNear(entry, now);
        }
        boolean justFailed = now - entry.retryAfterNanos() < 0;
        if (justFailed ? now - entry.errorUntilNanos() < 0 : now - entry.revalidateUntilNanos() < 0) {
            nearStale.increment();
            if (!justFailed) {
                renew(name);
            }
            return asNear(entry, now);
        }
        nearMisses.increment();
        return null;
    }

    private static FeatureRow asNear(NearEntry entry, long now) {
        long asOf = entry.row().receivedMicros() + (now - entry.originNanos()) / 1_000;
        return entry.row()
                .asRead(asOf, now - entry.freshUntilNanos() < 0 ? Freshness.FRESH : Freshness.STALE, ReadTier.NEAR);
    }

    private void renew(CacheKey name) {
        if (flights.containsKey(name)) {
            return;
        }
        Flight flight = new Flight(name, Span.getInvalid(), true);
        if (flights.putIfAbsent(name, flight) == null) {
            flight.leave();
            Load load = new Load(this, List.of(flight), defaultDeadline(), Context.root());
            try {
                runtime.executor().execute(load::start);
            } catch (java.util.concurrent.RejectedExecutionException e) {
                load.close(Failures.closed(runtime.clientName()));
            }
        }
    }

    /** Joins the load of a key, or starts it. */
    Flight read(EntityKey key, Duration callDeadline, ReadScope scope) {
        List<Flight> own = new ArrayList<>(1);
        Flight flight = board(key, scope, own);
        start(own, callDeadline, scope);
        return flight;
    }

    /** Takes a seat on the flight of a key. A flight that is new is added to {@code own} and has to be started. */
    Flight board(EntityKey key, ReadScope scope, List<Flight> own) {
        CacheKey name = new CacheKey(view, key, CacheKey.NO_VARIANT);
        while (true) {
            Flight present = flights.get(name);
            if (present == null) {
                Flight mine = new Flight(name, scope.span(), near != null || far != null);
                present = flights.putIfAbsent(name, mine);
                if (present == null) {
                    if (!answeredMeanwhile(mine)) {
                        own.add(mine);
                    }
                    return mine;
                }
            }
            if (present.join()) {
                scope.joined(present);
                return present;
            }
            flights.remove(name, present);
        }
    }

    /** Between the look in the near tier and the winning of the flight, another may have published the row. */
    private boolean answeredMeanwhile(Flight flight) {
        NearEntry entry = near == null ? null : near.get(flight.key());
        long now = runtime.ticker().nanos();
        if (entry == null || now - entry.nearFreshUntilNanos() >= 0) {
            return false;
        }
        flights.remove(flight.key(), flight);
        flight.settle();
        flight.answer().complete(asNear(entry, now));
        return true;
    }

    void start(List<Flight> own, Duration callDeadline, ReadScope scope) {
        if (!own.isEmpty()) {
            Duration usual = defaultDeadline();
            Duration longer = callDeadline.compareTo(usual) > 0 ? callDeadline : usual;
            new Load(this, own, longer, scope.context()).start();
        }
    }

    /**
     * Stores a row and runs what else is to be done with it, if its flight has not been detached meanwhile and no newer row
     * is held. Both happen before any later invalidation of the key.
     */
    void publish(Flight flight, FeatureRow row, Runnable also) {
        NearReads tier = near;
        if (tier == null) {
            flights.computeIfPresent(flight.key(), (key, current) -> {
                if (current != flight) {
                    return current;
                }
                also.run();
                return null;
            });
            return;
        }
        long nowNanos = runtime.ticker().nanos();
        long nowMicros = runtime.nowMicros();
        tier.compute(flight.key(), old -> {
            if (!remove(flight) || (old != null && isNewer(old.row(), row))) {
                return old;
            }
            also.run();
            return rules.entry(row, nowNanos, nowMicros);
        });
        // A tier that threw has not run the change.
        remove(flight);
    }

    private static boolean isNewer(FeatureRow held, FeatureRow loaded) {
        return held.dataVersion() != FeatureRow.UNKNOWN_VERSION
                && loaded.dataVersion() != FeatureRow.UNKNOWN_VERSION
                && held.dataVersion() > loaded.dataVersion();
    }

    /** Ends a flight that stores nothing; says whether it was still the current one. */
    boolean remove(Flight flight) {
        return flights.remove(flight.key(), flight);
    }

    void loaded(FeatureRow row) {
        meters.loaded(row);
    }

    FeatureRow asFar(FeatureRow row, long nowMicros) {
        return row.asRead(nowMicros, rules.isFresh(row, nowMicros) ? Freshness.FRESH : Freshness.STALE, ReadTier.FAR);
    }

    /** The newest row that may be served although its renewal failed, or null. */
    @Nullable FeatureRow staleOnError(Flight flight) {
        NearEntry entry = near == null ? null : near.get(flight.key());
        long now = runtime.ticker().nanos();
        if (near != null && entry != null && now - entry.errorUntilNanos() < 0) {
            near.compute(flight.key(), held -> held == null ? null : held.withRetryAfter(now + FAILURE_MEMO_NANOS));
            return asNear(entry, now);
        }
        FeatureRow candidate = flight.farCandidate;
        long nowMicros = runtime.nowMicros();
        return candidate != null && rules.mayServeOnError(candidate, nowMicros) ? asFar(candidate, nowMicros) : null;
    }

    CompletableFuture<Boolean> invalidate(EntityKey key) {
        CacheKey name = new CacheKey(view, key, CacheKey.NO_VARIANT);
        Flight detached = flights.get(name);
        if (near != null) {
            near.compute(name, old -> {
                flights.remove(name);
                return null;
            });
        }
        // For want of a near tier, or because it threw; a flight that has begun since reads what holds now.
        if (detached != null) {
            flights.remove(name, detached);
        }
        return far == null ? CompletableFuture.completedFuture(true) : far.invalidate(name);
    }

    /** Keeps a load, until it has ended, for the case that the client is closed first. */
    void began(Load load) {
        loads.add(load);
    }

    void ended(Load load) {
        loads.remove(load);
    }

    void close(FeatureException failure) {
        loads.forEach(load -> load.close(failure));
    }

    /** Prints the layers, in the order in which a read meets them. */
    @Override
    public String toString() {
        return view.name() + ": " + (near == null ? "" : "near " + near + " -> ") + "flights -> "
                + (far == null ? "" : "far " + far + " -> ") + merger;
    }
}

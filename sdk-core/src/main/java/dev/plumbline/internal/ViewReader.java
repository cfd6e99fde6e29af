package dev.plumbline.internal;

import dev.plumbline.CallOptions;
import dev.plumbline.FeatureException;
import dev.plumbline.cache.CacheKey;
import dev.plumbline.cache.NearEntry;
import dev.plumbline.feature.EntityKey;
import dev.plumbline.feature.FeatureRow;
import dev.plumbline.feature.FeatureView;
import dev.plumbline.feature.Freshness;
import dev.plumbline.feature.ReadPreference;
import dev.plumbline.feature.ReadTier;
import dev.plumbline.feature.RowStatus;
import dev.plumbline.runtime.ClientRuntime;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Context;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** Reads rows of one view: near tier, flights, and the loads behind them. */
final class ViewReader {
    /** How long an old row is served without another look, while another process renews it. */
    private static final long REST_NANOS = Duration.ofMillis(100).toNanos();

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
    private final Flights flights;
    private final WriteMarks marks = new WriteMarks();
    private final FailureMemo failures;
    private final OriginTimes originTimes;
    private final Writes writes;
    private final Set<Load> loads = ConcurrentHashMap.newKeySet();
    private final ReadTerms plain;
    private final StickyKeys sticky;
    private final Duration stickyWindow;
    private final Repeats repeats;
    private final Fallbacks fallbacks;
    private final LongAdder nearHits;
    private final LongAdder nearStale;
    private final LongAdder nearNegatives;
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
        this.flights = new Flights(near);
        this.failures = new FailureMemo(runtime.ticker());
        this.plain = ReadTerms.ofView(view.readPreference().orElse(config.readPreference()));
        this.sticky = new StickyKeys(config.stickyWindow(), runtime.ticker(), telemetry.stickyDropped());
        this.stickyWindow = config.stickyWindow();
        this.repeats = Repeats.of(telemetry);
        this.fallbacks = new Fallbacks(view, runtime, telemetry, near);
        this.originTimes = new OriginTimes(config.attemptTimeout());
        this.writes = new Writes(this, far, marks, config.writeTimeout());
        this.nearNegatives = telemetry.cacheResult("near", "negative");
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

    Flights flights() {
        return flights;
    }

    OriginTimes originTimes() {
        return originTimes;
    }

    Writes writes() {
        return writes;
    }

    Merger merger() {
        return merger;
    }

    StickyKeys sticky() {
        return sticky;
    }

    Repeats repeats() {
        return repeats;
    }

    /** The terms of a call, its session not yet regarded. */
    ReadTerms terms(CallOptions options) {
        return options == CallOptions.ofDefaults() ? plain : plain.of(options);
    }

    /** The terms of a call on which it reads one key. */
    ReadTerms terms(CallOptions options, EntityKey key) {
        return options == CallOptions.ofDefaults()
                ? plain
                : inSession(plain.of(options), Session.of(options.session().orElse(null)), key);
    }

    ReadTerms inSession(ReadTerms terms, @Nullable Session session, EntityKey key) {
        return session == null
                ? terms
                : session.terms(terms, view, key, runtime.clock().millis(), stickyWindow);
    }

    Duration defaultDeadline() {
        return readiness.atLeast(deadline, connectGrace);
    }

    /** Answers from this process's memory, or null. A row past its near bound starts the load that renews it. */
    @Nullable FeatureRow nearHit(EntityKey key, ReadTerms terms) {
        NearReads tier = near;
        if (tier == null || terms.isPastTiers()) {
            return null;
        }
        CacheKey name = new CacheKey(view, key, CacheKey.NO_VARIANT);
        NearEntry entry = tier.get(name);
        if (entry == null || !terms.takes(entry.row())) {
            nearMisses.increment();
            return null;
        }
        long now = runtime.ticker().nanos();
        if (now - entry.nearFreshUntilNanos() < 0) {
            if (entry.row().status() == RowStatus.NOT_FOUND) {
                nearNegatives.increment();
                return fallbacks.instead(asNear(entry, now), null);
            }
            nearHits.increment();
            return asNear(entry, now);
        }
        boolean justFailed = now - entry.retryAfterNanos() < 0;
        if (justFailed ? now - entry.errorUntilNanos() < 0 : now - entry.revalidateUntilNanos() < 0) {
            if (!justFailed) {
                renew(name, terms);
            }
            if (entry.row().status() == RowStatus.NOT_FOUND) {
                nearNegatives.increment();
                return fallbacks.instead(asNear(entry, now), null);
            }
            nearStale.increment();
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

    private void renew(CacheKey name, ReadTerms terms) {
        if (flights.isUnderWay(name)) {
            return;
        }
        Flight flight = Flight.of(name, Span.getInvalid(), terms, true);
        if (flights.putIfAbsent(flight) == null) {
            flight.marked(marks.of(name), sticky.of(name));
            flight.leave();
            if (endedMeanwhile(flight)) {
                return;
            }
            Load load = new Load(this, List.of(flight), defaultDeadline(), Context.root());
            try {
                runtime.executor().execute(load::start);
            } catch (RejectedExecutionException e) {
                load.close(Failures.closed(runtime.clientName()));
            }
        }
    }

    /** Joins the load of a key, or starts it. */
    Flight read(EntityKey key, ReadTerms terms, Duration callDeadline, ReadScope scope) {
        List<Flight> own = new ArrayList<>(1);
        Flight flight = board(key, terms, scope, own);
        start(own, callDeadline, scope);
        return flight;
    }

    /**
     * Takes a seat on the flight of a key on the same terms. A flight that is new is added to {@code own} and has to be
     * started. A reader past the tiers flies alone: a flight that began before it may have read before it.
     */
    Flight board(EntityKey key, ReadTerms terms, ReadScope scope, List<Flight> own) {
        CacheKey name = new CacheKey(view, key, CacheKey.NO_VARIANT);
        if (terms.isPastTiers()) {
            Flight alone = Flight.alone(name, scope.span(), terms);
            alone.marked(WriteMarks.Mark.NONE, sticky.of(name));
            own.add(alone);
            return alone;
        }
        while (true) {
            Flight present = flights.of(name, terms);
            if (present == null) {
                Flight mine = Flight.of(name, scope.span(), terms, isCached());
                present = flights.putIfAbsent(mine);
                if (present == null) {
                    // Only now: a write that begins after this look finds the flight and detaches it.
                    mine.marked(marks.of(name), sticky.of(name));
                    if (!endedMeanwhile(mine)) {
                        own.add(mine);
                    }
                    return mine;
                }
            }
            if (present.join()) {
                scope.joined(present);
                return present;
            }
            flights.remove(present);
        }
    }

    private boolean isCached() {
        return near != null || far != null;
    }

    /**
     * Ends a flight that need not start: between the look in the near tier and the winning of the flight another may have
     * published the row, or may have failed to read it, then or a moment ago.
     */
    private boolean endedMeanwhile(Flight flight) {
        NearEntry entry = near == null ? null : near.get(flight.key());
        long now = runtime.ticker().nanos();
        ReadTerms terms = flight.terms();
        FeatureRow row =
                entry != null && terms.takes(entry.row()) && isServedUnseen(entry, now) ? asNear(entry, now) : null;
        // What has failed on other terms may have failed for them.
        FeatureException failure = row == null && terms.isPlain() ? failures.of(flight.key()) : null;
        if (row == null && failure == null) {
            return false;
        }
        flights.remove(flight);
        flight.settle();
        if (row != null) {
            flight.answer().complete(row);
        } else {
            flight.answer().completeExceptionally(failure);
        }
        return true;
    }

    /** Whether an entry is served without a look further. */
    private static boolean isServedUnseen(NearEntry entry, long now) {
        return now - entry.nearFreshUntilNanos() < 0
                || (now - entry.retryAfterNanos() < 0 && now - entry.errorUntilNanos() < 0);
    }

    void start(List<Flight> own, Duration callDeadline, ReadScope scope) {
        if (!own.isEmpty()) {
            Duration usual = defaultDeadline();
            Duration longer = callDeadline.compareTo(usual) > 0 ? callDeadline : usual;
            new Load(this, own, longer, scope.context()).start();
        }
    }

    /** Ends a flight, stores its row if it may still be stored, and then runs what else is to be done with it. */
    void publish(Flight flight, FeatureRow row, Runnable also) {
        flights.publish(flight, () -> entry(flight.key(), row), also);
    }

    boolean mayStore(FeatureRow row) {
        return rules.isCacheable(row) && !isOfNoUseToOthers(row);
    }

    /** Whether the origin's answer to a flight is for that flight's readers only. */
    boolean isOfNoUseToOthers(Flight flight, FeatureRow row) {
        return isOfNoUseToOthers(row)
                || (row.status() == RowStatus.NOT_FOUND
                        && plain.turnsToPrimary()
                        && flight.sent().preference() != ReadPreference.PRIMARY);
    }

    /** Whether a row is for its reader only, for reasons of this view and not of the row. */
    boolean isOfNoUseToOthers(FeatureRow row) {
        return row.freshness() == Freshness.FALLBACK
                || (row.status() == RowStatus.NOT_FOUND && fallbacks.keepsLastKnown());
    }

    Fallbacks fallbacks() {
        return fallbacks;
    }

    NearEntry entry(CacheKey key, FeatureRow row) {
        return rules.entry(key, row, runtime.ticker().nanos(), runtime.nowMicros());
    }

    /** Stores the old row of a flight, to be served for a moment without another look. */
    void rest(Flight flight) {
        FeatureRow row = flight.farCandidate;
        if (row == null) {
            remove(flight);
            return;
        }
        NearEntry entry = entry(flight.key(), row);
        long until = runtime.ticker().nanos() + REST_NANOS;
        rest(flight, entry, until - entry.revalidateUntilNanos() < 0 ? until : entry.revalidateUntilNanos());
    }

    /** Of a flight on other terms than the view's own nothing is kept: it may have failed for them. */
    private boolean rest(Flight flight, NearEntry entry, long untilNanos) {
        if (!flight.terms().isPlain()) {
            return flights.remove(flight);
        }
        return flights.publish(flight, () -> entry.withRetryAfter(untilNanos), () -> {});
    }

    /** Ends a flight that stores nothing; says whether it was still the current one. */
    boolean remove(Flight flight) {
        return flights.remove(flight);
    }

    /**
     * Ends a flight whose load failed. Returns the row that may be served all the same, and is for a moment without
     * another try; or null, and then the key fails for that moment. Of a flight that was detached nothing is kept.
     */
    @Nullable FeatureRow failed(Flight flight, FeatureException failure) {
        NearEntry entry = near == null ? null : near.get(flight.key());
        long now = runtime.ticker().nanos();
        if (entry != null && coversError(entry, flight, now)) {
            return rest(flight, entry, now + FailureMemo.NANOS) ? asNear(entry, now) : null;
        }
        FeatureRow old = flight.farCandidate;
        long nowMicros = runtime.nowMicros();
        if (old != null && rules.mayServeOnError(old, nowMicros)) {
            return rest(flight, entry(flight.key(), old), now + FailureMemo.NANOS) ? asFar(old, nowMicros) : null;
        }
        flights.end(flight, () -> {
            if (flight.isStorable() && flight.terms().isPlain()) {
                failures.remember(flight.key(), failure);
            }
        });
        return null;
    }

    private static boolean coversError(NearEntry entry, Flight flight, long now) {
        return now - entry.errorUntilNanos() < 0 && flight.terms().takes(entry.row());
    }

    /** The row for a caller whose time is over before the load has ended, or null. The load goes on. */
    @Nullable FeatureRow outOfTime(Flight flight) {
        if (flight.terms().isPastTiers()) {
            return flight.notFound;
        }
        NearEntry entry = near == null ? null : near.get(flight.key());
        long now = runtime.ticker().nanos();
        if (entry != null && coversError(entry, flight, now)) {
            return asNear(entry, now);
        }
        FeatureRow old = flight.farCandidate;
        long nowMicros = runtime.nowMicros();
        return old != null && rules.mayServeOnError(old, nowMicros) ? asFar(old, nowMicros) : flight.notFound;
    }

    void loaded(FeatureRow row) {
        meters.loaded(row);
    }

    FeatureRow asFar(FeatureRow row, long nowMicros) {
        return row.asRead(nowMicros, rules.isFresh(row, nowMicros) ? Freshness.FRESH : Freshness.STALE, ReadTier.FAR);
    }

    /** Forgets a row and the failure to read it, in this process. */
    void forget(CacheKey key) {
        flights.forget(key);
        failures.forget(key);
    }

    /** Keeps all loads under way from storing what they read. */
    void forgetAll() {
        flights.forgetAll();
        failures.clear();
    }

    /** Keeps a load, until it has ended, for the case that the client is closed first. */
    void began(Load load) {
        loads.add(load);
    }

    void ended(Load load) {
        loads.remove(load);
    }

    void close(FeatureException failure) {
        writes.close();
        loads.forEach(load -> load.close(failure));
    }

    /** Prints the layers, in the order in which a read meets them. */
    @Override
    public String toString() {
        return view.name() + ": " + (near == null ? "" : "near " + near + " -> ") + "flights -> "
                + (far == null ? "" : "far " + far + " -> ") + merger;
    }
}

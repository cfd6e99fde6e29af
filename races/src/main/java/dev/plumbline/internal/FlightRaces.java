package dev.plumbline.internal;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.plumbline.cache.CacheKey;
import dev.plumbline.cache.NearEntry;
import dev.plumbline.cache.NearTier;
import dev.plumbline.feature.EntityKey;
import dev.plumbline.feature.FeatureRows;
import dev.plumbline.feature.RowStatus;
import dev.plumbline.runtime.Ticker;
import io.opentelemetry.api.trace.Span;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.UnaryOperator;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;
import org.openjdk.jcstress.infra.results.I_Result;

/** The loads of one key against what detaches, joins, leaves and replaces them. */
final class FlightRaces {
    static final CacheKey KEY = new CacheKey(Rig.VIEW, EntityKey.of(1), CacheKey.NO_VARIANT);

    private static final NearEntry OLD = entry(1);
    private static final NearEntry NEW = entry(2);

    private FlightRaces() {}

    private static NearEntry entry(long value) {
        return new NearEntry(Rig.row(value, false), 0, 0, 0, 0, 0, 0);
    }

    private static final class MapNear implements NearTier {
        private final Map<CacheKey, NearEntry> entries = new ConcurrentHashMap<>(2);

        @Override
        public NearEntry get(CacheKey key) {
            return entries.get(key);
        }

        @Override
        public void compute(CacheKey key, UnaryOperator<NearEntry> change) {
            entries.compute(key, (same, old) -> change.apply(old));
        }

        @Override
        public long size() {
            return entries.size();
        }

        @Override
        public long evictions() {
            return 0;
        }

        @Override
        public void clear() {
            entries.clear();
        }
    }

    /** A load under way, and the tier that its row goes to. */
    private static final class Loading {
        final MapNear near = new MapNear();
        final Flights flights = new Flights(new NearReads(near));
        final Flight flight;

        Loading() {
            this(ReadTerms.PLAIN);
        }

        Loading(ReadTerms terms) {
            flight = Flight.of(KEY, Span.getInvalid(), terms, true);
            flights.putIfAbsent(flight);
        }

        int held() {
            NearEntry entry = near.get(KEY);
            return entry == null ? 0 : (int) entry.row().int64("value");
        }
    }

    @JCStressTest
    @Outcome(id = "0, 0", expect = ACCEPTABLE, desc = "nothing is stored after the row was forgotten")
    @Outcome(expect = FORBIDDEN, desc = "a row is stored, or a flight left")
    @State
    public static class PublishAgainstForget {
        private final Loading load = new Loading();

        @Actor
        public void publish() {
            load.flights.publish(load.flight, () -> OLD, () -> {});
        }

        @Actor
        public void forget(II_Result r) {
            load.flights.forget(KEY);
            r.r1 = load.held();
        }

        @Arbiter
        public void after(II_Result r) {
            r.r2 = load.held() + load.flights.size();
        }
    }

    /** Loads of one key on other terms than the view's own, one of which ends while the row is forgotten. */
    @JCStressTest
    @Outcome(id = "0, 0", expect = ACCEPTABLE, desc = "nothing is stored after the row was forgotten")
    @Outcome(expect = FORBIDDEN, desc = "a row is stored, or a flight left")
    @State
    public static class PublishOnOtherTermsAgainstForget {
        private final Loading load = new Loading(ReadTerms.PLAIN.ofPrimary());

        public PublishOnOtherTermsAgainstForget() {
            ReadTerms others = new ReadTerms(false, null, 0, Map.of("a", "b"), false);
            load.flights.putIfAbsent(Flight.of(KEY, Span.getInvalid(), others, true));
        }

        @Actor
        public void publish() {
            load.flights.publish(load.flight, () -> OLD, () -> {});
        }

        @Actor
        public void forget(II_Result r) {
            load.flights.forget(KEY);
            r.r1 = load.held();
        }

        @Arbiter
        public void after(II_Result r) {
            r.r2 = load.held() + load.flights.size();
        }
    }

    @JCStressTest
    @Outcome(id = "2, 2", expect = ACCEPTABLE, desc = "what was written is held")
    @Outcome(expect = FORBIDDEN, desc = "what was loaded before is held")
    @State
    public static class PublishAgainstReplace {
        private final Loading load = new Loading();

        @Actor
        public void publish() {
            load.flights.publish(load.flight, () -> OLD, () -> {});
        }

        @Actor
        public void replace(II_Result r) {
            load.flights.replace(KEY, () -> NEW);
            r.r1 = load.held();
        }

        @Arbiter
        public void after(II_Result r) {
            r.r2 = load.held() + load.flights.size();
        }
    }

    /** The fill of the far tier goes with the publishing: it is not begun after the row was forgotten. */
    @JCStressTest
    @Outcome(id = "0", expect = ACCEPTABLE, desc = "filled before, or not at all")
    @Outcome(expect = FORBIDDEN, desc = "filled after the row was forgotten")
    @State
    public static class FillAgainstForget {
        private final Flights flights = new Flights(null);
        private final Flight flight = Flight.of(KEY, Span.getInvalid(), ReadTerms.PLAIN, true);
        private volatile boolean forgotten;

        public FillAgainstForget() {
            flights.putIfAbsent(flight);
        }

        @Actor
        public void publish(I_Result r) {
            flights.publish(flight, () -> OLD, () -> r.r1 = forgotten ? 1 : 0);
        }

        @Actor
        public void forget() {
            flights.forget(KEY);
            forgotten = true;
        }
    }

    /** A load that starts while its row is written finds the mark, or is detached by the write. */
    @JCStressTest
    @Outcome(id = "0", expect = ACCEPTABLE, desc = "the load has found the mark or was detached")
    @Outcome(expect = FORBIDDEN, desc = "a load that knows of no write reads the far tier and stores what it finds")
    @State
    public static class LateStartAgainstWrite {
        private final Flights flights = new Flights(new NearReads(new MapNear()));
        private final WriteMarks marks = new WriteMarks();
        private final Flight flight = Flight.of(KEY, Span.getInvalid(), ReadTerms.PLAIN, true);

        @Actor
        public void start() {
            flights.putIfAbsent(flight);
            flight.marked(marks.of(KEY), StickyKeys.NOT_STICKY);
        }

        @Actor
        public void write() {
            marks.begin(KEY);
            flights.forget(KEY);
            marks.end(KEY);
            flights.forget(KEY);
        }

        @Arbiter
        public void after(I_Result r) {
            r.r1 = flights.of(KEY, ReadTerms.PLAIN) == flight && !flight.skipsFar() ? 1 : 0;
        }
    }

    /** A load that starts while its row is written asks the primary, or stores nothing. */
    @JCStressTest
    @Outcome(id = "0", expect = ACCEPTABLE, desc = "the load asks the primary, stores nothing or was detached")
    @Outcome(expect = FORBIDDEN, desc = "a load asks a replica after the write and stores what that has")
    @State
    public static class LateStartAgainstStickyWrite {
        private final Flights flights = new Flights(new NearReads(new MapNear()));
        private final WriteMarks marks = new WriteMarks();
        private final StickyKeys sticky = new StickyKeys(Duration.ofMinutes(1), Ticker.system(), new LongAdder());
        private final Flight flight = Flight.of(KEY, Span.getInvalid(), ReadTerms.PLAIN, true);

        @Actor
        public void start() {
            flights.putIfAbsent(flight);
            flight.marked(marks.of(KEY), sticky.of(KEY));
        }

        @Actor
        public void write() {
            marks.begin(KEY);
            flights.forget(KEY);
            sticky.wrote(KEY, 0);
            marks.end(KEY);
            flights.forget(KEY);
        }

        @Arbiter
        public void after(I_Result r) {
            r.r1 = flights.of(KEY, ReadTerms.PLAIN) == flight && flight.isStorable() && !flight.isSticky() ? 1 : 0;
        }
    }

    @JCStressTest
    @Outcome(id = "0", expect = ACCEPTABLE, desc = "joined before, or not at all")
    @Outcome(expect = FORBIDDEN, desc = "a reader has joined a flight that was detached before it came")
    @State
    public static class DetachAgainstJoin {
        private final Loading load = new Loading();
        private volatile boolean detached;

        @Actor
        public void detach() {
            load.flights.forget(KEY);
            detached = true;
        }

        @Actor
        public void join(I_Result r) {
            boolean late = detached;
            Flight found = load.flights.of(KEY, ReadTerms.PLAIN);
            r.r1 = late && found != null && found.join() ? 1 : 0;
        }
    }

    /** The last who waits for an uncached load leaves while another comes: that one gets a row all the same. */
    @JCStressTest
    @Outcome(id = "1", expect = ACCEPTABLE, desc = "the reader has its row")
    @Outcome(expect = FORBIDDEN, desc = "the reader's load was cancelled or lost")
    @State
    public static class LeaveAgainstJoin {
        private static final Rig RIG = Rig.uncached();
        private final Rig.Entity one = new Rig.Entity(RIG);
        private final Rig.Entity other = new Rig.Entity(RIG);
        private final HeldAnswers held = new HeldAnswers();
        private final CompletableFuture<FeatureRows> first;
        private CompletableFuture<FeatureRows> second;

        public LeaveAgainstJoin() {
            one.cell.held = held;
            other.cell.held = held;
            first = read();
        }

        /** A batch, as it waits for no other. */
        private CompletableFuture<FeatureRows> read() {
            return RIG.client.getAllAsync(Rig.VIEW, List.of(one.key(), other.key()));
        }

        @Actor
        public void leave() {
            first.cancel(true);
        }

        @Actor
        public void join() {
            second = read();
        }

        @Arbiter
        public void after(I_Result r) {
            held.answer(List.of(Rig.row(1, false)));
            r.r1 = second.isDone() && second.join().get(0).status() == RowStatus.PRESENT ? 1 : 0;
            one.end();
            other.end();
        }
    }
}

package dev.plumbline.testing;

import dev.plumbline.feature.EntityKey;
import dev.plumbline.transport.TransportException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * What goes wrong in an {@link InMemoryFeatureStore}: failures, delays, gaps. By default nothing.
 *
 * <p>Every switch may be thrown while reads are under way and holds for the fetches that arrive afterwards: what becomes
 * of a fetch, and the rows it reads, is settled when it arrives; a delay and a hold only keep the answer back. Each
 * method returns this plan. Thread-safe.
 */
public final class FaultPlan {
    private static final SplittableRandom NO_RANDOM = new SplittableRandom(0);

    private int failNext;
    private TransportException.Kind nextKind = TransportException.Kind.UNAVAILABLE;
    private TransportException.@Nullable Kind always;
    private double share;
    private TransportException.Kind shareKind = TransportException.Kind.UNAVAILABLE;
    private SplittableRandom shareRandom = NO_RANDOM;
    private @Nullable Duration retryAfter;
    private Duration delay = Duration.ZERO;
    private final Gate gate = new Gate();
    private final Set<EntityKey> omitted = new HashSet<>();
    private final Map<EntityKey, TransportException.Kind> failed = new HashMap<>();
    private final Set<String> dropped = new HashSet<>();
    private @Nullable SplittableRandom shuffle;
    private int extraEntities;
    private int extraRows;

    FaultPlan() {}

    /** What becomes of one fetch. */
    record Verdict(
            @Nullable TransportException failure,
            Duration delay,
            Set<EntityKey> omitted,
            Map<EntityKey, TransportException.Kind> failed,
            Set<String> dropped,
            int extraEntities,
            int extraRows) {}

    /**
     * Fails the next calls, before any other failure of this plan counts.
     *
     * @param calls how many, zero or more
     * @param kind how they fail
     * @return this
     * @throws IllegalArgumentException if the number is negative
     */
    public synchronized FaultPlan failNext(int calls, TransportException.Kind kind) {
        this.failNext = notNegative("failNext", calls);
        this.nextKind = kind;
        return this;
    }

    /**
     * Fails every call.
     *
     * @param kind how they fail
     * @return this
     */
    public synchronized FaultPlan failAlways(TransportException.Kind kind) {
        this.always = kind;
        return this;
    }

    /**
     * Fails calls by chance, the same ones for the same seed and order of calls.
     *
     * @param percent how many of a hundred, 0 to 100
     * @param kind how they fail
     * @param seed where chance begins
     * @return this
     * @throws IllegalArgumentException if the percentage is out of range
     */
    public synchronized FaultPlan failPercent(double percent, TransportException.Kind kind, long seed) {
        if (!(percent >= 0 && percent <= 100)) {
            throw new IllegalArgumentException("failPercent: it is 0 to 100, not " + percent);
        }
        this.share = percent / 100;
        this.shareKind = kind;
        this.shareRandom = new SplittableRandom(seed);
        return this;
    }

    /**
     * Lets failures say when the server wants the next call. Default: they do not say.
     *
     * @param wish the delay, negative for never
     * @return this
     */
    public synchronized FaultPlan retryAfter(Duration wish) {
        this.retryAfter = wish;
        return this;
    }

    /**
     * Ends the failures of whole calls. Delays, holds and faults of single rows stay.
     *
     * @return this
     */
    public synchronized FaultPlan succeed() {
        failNext = 0;
        always = null;
        share = 0;
        retryAfter = null;
        return this;
    }

    /**
     * Answers each call late, by the client's scheduler, so that it works in virtual time.
     *
     * @param time how late, zero for at once
     * @return this
     * @throws IllegalArgumentException if the time is negative
     */
    public synchronized FaultPlan delay(Duration time) {
        if (time.isNegative()) {
            throw new IllegalArgumentException("delay: it is zero or more, not " + time);
        }
        this.delay = time;
        return this;
    }

    /**
     * Keeps the answers of the calls that arrive from now on, until {@link #release()}. Deadlines and cancels still end
     * them.
     *
     * @return this
     */
    public FaultPlan hold() {
        gate.close();
        return this;
    }

    /**
     * Lets the kept answers go, and those of later calls.
     *
     * @return this
     */
    public FaultPlan release() {
        gate.open();
        return this;
    }

    /**
     * Tells whether answers are kept.
     *
     * @return whether {@link #hold()} was called and {@link #release()} was not yet
     */
    public boolean isHolding() {
        return gate.isClosed();
    }

    /**
     * Leaves entities out of the answers: their rows are not found.
     *
     * @param keys the entities, besides those named before
     * @return this
     */
    public synchronized FaultPlan omit(EntityKey... keys) {
        Collections.addAll(omitted, keys);
        return this;
    }

    /**
     * Fails entities alone: the call succeeds, their rows do not.
     *
     * @param kind how they fail
     * @param keys the entities, besides those named before
     * @return this
     */
    public synchronized FaultPlan failRows(TransportException.Kind kind, EntityKey... keys) {
        for (EntityKey key : keys) {
            failed.put(key, kind);
        }
        return this;
    }

    /**
     * Leaves features out of all rows: their cells are not found.
     *
     * @param features the features' names, besides those named before
     * @return this
     */
    public synchronized FaultPlan dropFeatures(String... features) {
        Collections.addAll(dropped, features);
        return this;
    }

    /**
     * Answers entities in another order than they were asked for; the transport sets that right.
     *
     * @param seed where chance begins
     * @return this
     */
    public synchronized FaultPlan shuffle(long seed) {
        this.shuffle = new SplittableRandom(seed);
        return this;
    }

    /**
     * Answers entities that nobody asked for; the transport leaves them out.
     *
     * @param entities how many in each answer, zero or more
     * @return this
     * @throws IllegalArgumentException if the number is negative
     */
    public synchronized FaultPlan extraEntities(int entities) {
        this.extraEntities = notNegative("extraEntities", entities);
        return this;
    }

    /**
     * Breaks the transport's own contract: it hands the client more rows than keys.
     *
     * @param rows how many more, zero or more
     * @return this
     * @throws IllegalArgumentException if the number is negative
     */
    public synchronized FaultPlan extraRows(int rows) {
        this.extraRows = notNegative("extraRows", rows);
        return this;
    }

    /**
     * Ends all faults and lets kept answers go.
     *
     * @return this
     */
    public FaultPlan clear() {
        synchronized (this) {
            succeed();
            delay = Duration.ZERO;
            omitted.clear();
            failed.clear();
            dropped.clear();
            shuffle = null;
            extraEntities = 0;
            extraRows = 0;
        }
        return release();
    }

    synchronized Verdict next() {
        return new Verdict(
                failure(),
                delay,
                Set.copyOf(omitted),
                Map.copyOf(failed),
                Set.copyOf(dropped),
                extraEntities,
                extraRows);
    }

    private @Nullable TransportException failure() {
        if (failNext > 0) {
            failNext--;
            return wished(Failure.of(nextKind));
        }
        if (always != null) {
            return wished(Failure.of(always));
        }
        return share > 0 && shareRandom.nextDouble() < share ? wished(Failure.of(shareKind)) : null;
    }

    private TransportException wished(TransportException failure) {
        return retryAfter == null ? failure : failure.withRetryAfter(retryAfter);
    }

    /** The order in which the store answers. */
    synchronized <T> List<T> ordered(List<T> answers) {
        SplittableRandom random = shuffle;
        if (random == null) {
            return answers;
        }
        List<T> mixed = new ArrayList<>(answers);
        for (int i = mixed.size() - 1; i > 0; i--) {
            Collections.swap(mixed, i, random.nextInt(i + 1));
        }
        return mixed;
    }

    Gate gate() {
        return gate;
    }

    private static int notNegative(String what, int number) {
        if (number < 0) {
            throw new IllegalArgumentException(what + ": it is zero or more, not " + number);
        }
        return number;
    }
}

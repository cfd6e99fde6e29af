package dev.plumbline.internal;

import dev.plumbline.cache.CacheKey;
import dev.plumbline.feature.FeatureRow;
import io.opentelemetry.api.trace.Span;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import org.jspecify.annotations.Nullable;

/**
 * The one load of a key that is under way in this process, and those who wait for it.
 *
 * <p>It is answered once, with a row as it was read or with a FeatureException. It may be answered with a stale row and
 * go on to renew it; it is settled when the load has ended.
 */
final class Flight {
    /** Counters in the flight itself: a batch makes one flight for each of its keys. */
    private static final AtomicIntegerFieldUpdater<Flight> HOLDERS =
            AtomicIntegerFieldUpdater.newUpdater(Flight.class, "holders");

    private static final AtomicIntegerFieldUpdater<Flight> SETTLED =
            AtomicIntegerFieldUpdater.newUpdater(Flight.class, "settled");

    private final CacheKey key;
    private final Span leader;
    private final ReadTerms terms;
    private final CompletableFuture<FeatureRow> answer = new CompletableFuture<>();
    private volatile int settled;
    private volatile int holders;
    private volatile @Nullable Load load;

    /** Whether the far tier is left out, and whether the row may be stored; set before the load starts. */
    private boolean skipsFar;

    private boolean storable;

    /** Which version the row has had since this client wrote it, if that was a moment ago. */
    private long stickyVersion = StickyKeys.NOT_STICKY;

    /** The terms on which the origin is asked, which may turn to the primary's. */
    private volatile ReadTerms sent;

    /** The last answer that there is no such row, of a read that knows better; only the load sets it. */
    volatile @Nullable FeatureRow notFound;

    /** How often the row was asked for again because it was not found. Only the load touches it. */
    int repeats;

    /** What the far tier had, in case the origin fails or is late; only the load sets it. */
    volatile @Nullable FeatureRow farCandidate;

    /** Whether and how to fill the far tier. Only the load touches these. */
    boolean fillFar;

    @Nullable Object leaseToken;

    private Flight(CacheKey key, Span leader, ReadTerms terms, boolean cached) {
        this.key = key;
        this.leader = leader;
        this.terms = terms;
        this.sent = terms;
        this.storable = cached;
        this.skipsFar = !cached;
        this.holders = cached ? 2 : 1;
    }

    /**
     * Makes a flight with one waiter.
     *
     * @param cached whether there is a cache for its row, for which it goes on when nobody waits any more
     */
    static Flight of(CacheKey key, Span leader, ReadTerms terms, boolean cached) {
        return new Flight(key, leader, terms, cached);
    }

    /** Makes a flight of one reader's own, past both tiers. */
    static Flight alone(CacheKey key, Span leader, ReadTerms terms) {
        return new Flight(key, leader, terms, false);
    }

    CacheKey key() {
        return key;
    }

    Span leader() {
        return leader;
    }

    CompletableFuture<FeatureRow> answer() {
        return answer;
    }

    /** What those who wait for it ask for. */
    ReadTerms terms() {
        return terms;
    }

    /** What the origin is asked for. */
    ReadTerms sent() {
        return sent;
    }

    /** What its reader asks for at least; {@link FeatureRow#UNKNOWN_VERSION} for any. */
    long minVersion() {
        return terms.minVersion();
    }

    /** Obeys the marks on its key. */
    void marked(WriteMarks.Mark mark, long sticky) {
        if (mark != WriteMarks.Mark.NONE) {
            skipsFar = true;
            storable &= mark == WriteMarks.Mark.DIRTY;
        }
        stickyVersion = sticky;
        if (isSticky()) {
            sent = terms.ofPrimary();
        }
    }

    /** Whether this client has written the row a moment ago, so that the primary is asked. */
    boolean isSticky() {
        return stickyVersion != StickyKeys.NOT_STICKY;
    }

    /**
     * Whether what the far tier holds may answer at all. It may come from a replica, which is not good enough after a write
     * unless its version says so, nor for a reader who is not content with a replica's word that there is no such row.
     */
    boolean takesFar(FeatureRow row) {
        if (isSticky()) {
            return stickyVersion != FeatureRow.UNKNOWN_VERSION && row.dataVersion() >= stickyVersion;
        }
        return terms.takes(row);
    }

    /** Turns to the primary, once, if that is to be asked too. */
    boolean turnToPrimary() {
        if (!sent.turnsToPrimary()) {
            return false;
        }
        sent = sent.ofPrimary();
        return true;
    }

    boolean skipsFar() {
        return skipsFar;
    }

    boolean isStorable() {
        return storable;
    }

    void boarded(Load by) {
        this.load = by;
    }

    /** Whether it is answered by then for certain. */
    boolean endsBy(long nanos) {
        Load carrying = load;
        return answer.isDone() || (carrying != null && carrying.deadlineNanos() - nanos <= 0);
    }

    /** Adds a waiter, unless the last one has just left and the load is being cancelled. */
    boolean join() {
        int now = holders;
        while (now > 0) {
            if (HOLDERS.compareAndSet(this, now, now + 1)) {
                return true;
            }
            now = holders;
        }
        return false;
    }

    /** Takes a waiter off; the last one cancels a load that is of no use to anybody. */
    void leave() {
        Load carrying = load;
        if (HOLDERS.decrementAndGet(this) == 0 && carrying != null) {
            carrying.abandon(this);
        }
    }

    /** Whether this call ends the flight; true once. */
    boolean settle() {
        return SETTLED.compareAndSet(this, 0, 1);
    }

    boolean isSettled() {
        return settled != 0;
    }
}

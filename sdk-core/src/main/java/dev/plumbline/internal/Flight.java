package dev.plumbline.internal;

import dev.plumbline.cache.CacheKey;
import dev.plumbline.feature.FeatureRow;
import io.opentelemetry.api.trace.Span;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The one load of a key that is under way in this process, and those who wait for it.
 *
 * <p>It is answered once, with a row as it was read or with a FeatureException. It may be answered with a stale row and
 * go on to renew it; it is settled when the load has ended.
 */
final class Flight {
    private final CacheKey key;
    private final Span leader;
    private final CompletableFuture<FeatureRow> answer = new CompletableFuture<>();
    private final AtomicBoolean settled = new AtomicBoolean();
    private final AtomicInteger holders;
    private volatile @Nullable Load load;

    /** What the far tier had, in case the origin fails; and whether and how to fill it. Only the load touches these. */
    @Nullable FeatureRow farCandidate;

    boolean fillFar;

    @Nullable Object leaseToken;

    /**
     * Makes a flight with one waiter.
     *
     * @param goesOn whether it goes on when nobody waits any more
     */
    Flight(CacheKey key, Span leader, boolean goesOn) {
        this.key = key;
        this.leader = leader;
        this.holders = new AtomicInteger(goesOn ? 2 : 1);
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
        int now = holders.get();
        while (now > 0) {
            if (holders.compareAndSet(now, now + 1)) {
                return true;
            }
            now = holders.get();
        }
        return false;
    }

    /** Takes a waiter off; the last one cancels a load that is of no use to anybody. */
    void leave() {
        Load carrying = load;
        if (holders.decrementAndGet() == 0 && carrying != null) {
            carrying.abandon(this);
        }
    }

    /** Whether this call ends the flight; true once. */
    boolean settle() {
        return settled.compareAndSet(false, true);
    }

    boolean isSettled() {
        return settled.get();
    }
}

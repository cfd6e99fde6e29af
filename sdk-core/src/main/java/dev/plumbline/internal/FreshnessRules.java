package dev.plumbline.internal;

import dev.plumbline.cache.CacheKey;
import dev.plumbline.cache.NearEntry;
import dev.plumbline.feature.FeatureRow;
import dev.plumbline.feature.Freshness;
import dev.plumbline.feature.RowStatus;
import dev.plumbline.feature.StalenessBounds;
import dev.plumbline.feature.ValueState;
import java.time.Duration;
import java.util.function.DoubleSupplier;

/** What one view's bounds mean for a row of a given age. Ages count from the origin's answer. */
final class FreshnessRules {
    private final StalenessBounds bounds;
    private final boolean notFoundIsCertain;
    private final double jitter;
    private final DoubleSupplier random;

    /**
     * Makes the rules of a view.
     *
     * @param jitter by which share of their time rows are renewed early, at most, so that rows that were read together are
     *     not renewed together
     */
    FreshnessRules(StalenessBounds bounds, boolean notFoundIsCertain, double jitter, DoubleSupplier random) {
        this.bounds = bounds;
        this.notFoundIsCertain = notFoundIsCertain;
        this.jitter = jitter;
        this.random = random;
    }

    /** Whether a row that the origin answered may be kept at all. */
    boolean isCacheable(FeatureRow row) {
        if (row.freshness() == Freshness.FALLBACK) {
            // What the service has put in the place of a row that it does not have.
            return false;
        }
        return switch (row.status()) {
            case PRESENT -> row.count(ValueState.ERROR) == 0;
            case NOT_FOUND -> notFoundIsCertain && !bounds.notFound().isZero();
            case ERROR -> false;
        };
    }

    boolean isFresh(FeatureRow row, long nowMicros) {
        return age(row, nowMicros) <= micros(fresh(row));
    }

    /**
     * Whether a row is to be renewed: when it is no longer fresh, or a little before. The moment is the row's own, and the
     * same in all processes.
     */
    boolean isDue(CacheKey key, FeatureRow row, long nowMicros) {
        return age(row, nowMicros) >= dueNanos(key, row) / 1_000;
    }

    private long dueNanos(CacheKey key, FeatureRow row) {
        return early(fresh(row).toNanos(), spread(key.hashCode() * 0x9E3779B97F4A7C15L ^ row.receivedMicros()));
    }

    private long early(long nanos, double share) {
        return jitter == 0 ? nanos : nanos - (long) (nanos * jitter * share);
    }

    /** A number from 0 to below 1 in which each bit of the seed has a part: the finalizer of MurmurHash3. */
    private static double spread(long seed) {
        long x = (seed ^ (seed >>> 33)) * 0xff51afd7ed558ccdL;
        x = (x ^ (x >>> 33)) * 0xc4ceb9fe1a85ec53L;
        return ((x ^ (x >>> 33)) >>> 11) * 0x1p-53;
    }

    boolean mayRevalidate(FeatureRow row, long nowMicros) {
        return age(row, nowMicros) <= micros(fresh(row).plus(revalidate(row)));
    }

    boolean mayServeOnError(FeatureRow row, long nowMicros) {
        return age(row, nowMicros) <= micros(fresh(row).plus(onError(row)));
    }

    /** How long the far tier keeps a row. */
    Duration ttl(FeatureRow row) {
        Duration revalidate = revalidate(row);
        Duration onError = onError(row);
        return fresh(row).plus(revalidate.compareTo(onError) > 0 ? revalidate : onError);
    }

    /** How long a row may be held, at most. */
    Duration longest() {
        Duration revalidate = bounds.staleWhileRevalidate();
        Duration onError = bounds.staleIfError();
        return bounds.fresh().plus(revalidate.compareTo(onError) > 0 ? revalidate : onError);
    }

    NearEntry entry(CacheKey key, FeatureRow row, long nowNanos, long nowMicros) {
        long age = age(row, nowMicros) * 1_000;
        long origin = nowNanos - age;
        long fresh = origin + fresh(row).toNanos();
        long near = jitter == 0
                ? bounds.nearFresh().toNanos()
                : early(bounds.nearFresh().toNanos(), random.getAsDouble());
        long nearFresh = origin + Math.min(age + near, dueNanos(key, row));
        long revalidate =
                revalidate(row).isZero() ? nearFresh : fresh + revalidate(row).toNanos();
        return new NearEntry(
                row, origin, nearFresh, fresh, revalidate, fresh + onError(row).toNanos(), origin);
    }

    private Duration fresh(FeatureRow row) {
        return row.status() == RowStatus.NOT_FOUND ? bounds.notFound() : bounds.fresh();
    }

    private Duration revalidate(FeatureRow row) {
        return row.status() == RowStatus.NOT_FOUND ? Duration.ZERO : bounds.staleWhileRevalidate();
    }

    private Duration onError(FeatureRow row) {
        return row.status() == RowStatus.NOT_FOUND ? Duration.ZERO : bounds.staleIfError();
    }

    private static long age(FeatureRow row, long nowMicros) {
        return Math.max(0, nowMicros - row.receivedMicros());
    }

    private static long micros(Duration duration) {
        return duration.toNanos() / 1_000;
    }
}

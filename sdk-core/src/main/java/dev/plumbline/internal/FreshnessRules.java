package dev.plumbline.internal;

import dev.plumbline.cache.NearEntry;
import dev.plumbline.feature.FeatureRow;
import dev.plumbline.feature.RowStatus;
import dev.plumbline.feature.StalenessBounds;
import dev.plumbline.feature.ValueState;
import java.time.Duration;

/** What one view's bounds mean for a row of a given age. Ages count from the origin's answer. */
final class FreshnessRules {
    private final StalenessBounds bounds;
    private final boolean notFoundIsCertain;

    FreshnessRules(StalenessBounds bounds, boolean notFoundIsCertain) {
        this.bounds = bounds;
        this.notFoundIsCertain = notFoundIsCertain;
    }

    /** Whether a row that the origin answered may be kept at all. */
    boolean isCacheable(FeatureRow row) {
        return switch (row.status()) {
            case PRESENT -> row.count(ValueState.ERROR) == 0;
            case NOT_FOUND -> notFoundIsCertain && !bounds.notFound().isZero();
            case ERROR -> false;
        };
    }

    boolean isFresh(FeatureRow row, long nowMicros) {
        return age(row, nowMicros) <= micros(fresh(row));
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

    NearEntry entry(FeatureRow row, long nowNanos, long nowMicros) {
        long origin = nowNanos - age(row, nowMicros) * 1_000;
        long fresh = origin + fresh(row).toNanos();
        long nearFresh = Math.min(nowNanos + bounds.nearFresh().toNanos() - origin, fresh - origin) + origin;
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

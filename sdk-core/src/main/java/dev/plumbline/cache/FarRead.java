package dev.plumbline.cache;

import dev.plumbline.feature.FeatureRow;
import org.jspecify.annotations.Nullable;

/**
 * What the far tier answers for one key.
 *
 * <p>Immutable and thread-safe.
 *
 * @param outcome what it is
 * @param row the row, however old, for a hit; null otherwise
 * @param leaseToken what {@link FarTier#fill} wants back, opaque; null if there is none
 */
public record FarRead(
        Outcome outcome, @Nullable FeatureRow row, @Nullable Object leaseToken) {
    /** The answers. */
    public enum Outcome {
        /** There is a row. */
        HIT,
        /** There is none, and the reader is to load and fill it. */
        MISS,
        /** There is none, and another process is loading it. */
        WAIT,
        /** The tier cannot say; the reader loads and does not fill. */
        ERROR
    }

    private static final FarRead MISS = new FarRead(Outcome.MISS, null, null);
    private static final FarRead ERROR = new FarRead(Outcome.ERROR, null, null);

    /**
     * Returns a hit.
     *
     * @param row the row
     * @param leaseToken the lease to renew it, if this reader won one
     * @return the answer
     */
    public static FarRead hit(FeatureRow row, @Nullable Object leaseToken) {
        return new FarRead(Outcome.HIT, row, leaseToken);
    }

    /**
     * Returns a miss without a lease.
     *
     * @return the answer
     */
    public static FarRead miss() {
        return MISS;
    }

    /**
     * Returns a miss with a lease.
     *
     * @param leaseToken the lease
     * @return the answer
     */
    public static FarRead missWithLease(Object leaseToken) {
        return new FarRead(Outcome.MISS, null, leaseToken);
    }

    /**
     * Returns that another process is loading.
     *
     * @param leaseToken what a reader fills with that is elected in the place of the other, should that take too long;
     *     null if it is not to fill then
     * @return the answer
     */
    public static FarRead waiting(@Nullable Object leaseToken) {
        return new FarRead(Outcome.WAIT, null, leaseToken);
    }

    /**
     * Returns that the tier cannot say.
     *
     * @return the answer
     */
    public static FarRead error() {
        return ERROR;
    }
}

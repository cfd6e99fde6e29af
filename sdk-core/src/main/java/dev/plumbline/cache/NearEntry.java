package dev.plumbline.cache;

import dev.plumbline.feature.FeatureRow;

/**
 * A row in the near tier, with the moments at which it ages, on the runtime's ticker.
 *
 * <p>Immutable and thread-safe. For implementers of a tier: only {@link #weight()} matters, nothing expires.
 *
 * @param row the row as the origin answered it
 * @param originNanos when the origin answered
 * @param nearFreshUntilNanos until when it is served without a look further
 * @param freshUntilNanos until when it counts as fresh
 * @param revalidateUntilNanos until when it is served while one load renews it
 * @param errorUntilNanos until when it is served if that load fails; the entry's end
 * @param retryAfterNanos until when it is served without another try, because the last one has just failed; in the past
 *     if none has
 */
public record NearEntry(
        FeatureRow row,
        long originNanos,
        long nearFreshUntilNanos,
        long freshUntilNanos,
        long revalidateUntilNanos,
        long errorUntilNanos,
        long retryAfterNanos) {
    /**
     * Returns the entry of a row whose renewal has failed.
     *
     * @param nanos when the next try may be made
     * @return an entry of the same row and times
     */
    public NearEntry withRetryAfter(long nanos) {
        return new NearEntry(
                row, originNanos, nearFreshUntilNanos, freshUntilNanos, revalidateUntilNanos, errorUntilNanos, nanos);
    }

    /**
     * Returns about how much memory the entry takes.
     *
     * @return bytes, more than zero
     */
    public int weight() {
        return 160 + row.estimatedBytes();
    }
}

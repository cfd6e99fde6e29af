package dev.plumbline;

import dev.plumbline.feature.FeatureRow;
import java.util.concurrent.CompletableFuture;

/**
 * What is known of a write that has ended.
 *
 * <p>Immutable and thread-safe.
 *
 * @param dataVersion the row's version, to be passed to readers in other processes as their
 *     {@linkplain CallOptions#minVersion(long) minimum}; {@link FeatureRow#UNKNOWN_VERSION} if it is not known
 * @param shared completes with whether the far tier is known to hold nothing older any more; with true where there is
 *     none. If false, this client passes the far tier by for this row and tries again
 */
public record WriteReceipt(long dataVersion, CompletableFuture<Boolean> shared) {
    /** Returns the version, and whether the far tier has followed. */
    @Override
    public String toString() {
        return (dataVersion == FeatureRow.UNKNOWN_VERSION ? "a write" : "version " + dataVersion)
                + (shared.isDone() ? "" : ", the far tier follows");
    }
}

package dev.plumbline.cache;

import dev.plumbline.feature.FeatureRow;
import dev.plumbline.runtime.ClientRuntime;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Rows that processes share.
 *
 * <p>For implementers: thread-safe; no method but {@link #close()} blocks, and none throws or completes exceptionally: a
 * tier that fails answers {@link FarRead.Outcome#ERROR} or {@link FillOutcome#FAILED}, within the deadline. Futures
 * complete on a thread that may run the client's code.
 */
public interface FarTier extends AutoCloseable {
    /** What became of a fill. New outcomes may come. */
    enum FillOutcome {
        /** The row is stored. */
        STORED,
        /** The lease was lost, or the row was invalidated since: nothing is stored. */
        REFUSED,
        /** The row is too large, or the tier too busy: nothing is stored. */
        DROPPED,
        /** The tier failed: it is not known what is stored. */
        FAILED
    }

    /**
     * Gives the tier what it runs on and begins to connect. Called before all else.
     *
     * @param runtime the client's runtime
     */
    void start(ClientRuntime runtime);

    /**
     * Reads rows.
     *
     * @param keys the rows' names, distinct, at least one
     * @param wantLease whether a miss should win the lease to load
     * @param deadlineNanos when to give up, on the runtime's ticker
     * @return one answer for each key, in order
     */
    CompletableFuture<List<FarRead>> readMany(List<CacheKey> keys, boolean wantLease, long deadlineNanos);

    /**
     * Stores a row.
     *
     * @param key the row's name
     * @param leaseToken what the read gave, or null
     * @param row the row, without an error cell
     * @param ttl how long to keep it
     * @return what became of it
     */
    CompletableFuture<FillOutcome> fill(CacheKey key, @Nullable Object leaseToken, FeatureRow row, Duration ttl);

    /**
     * Removes a row.
     *
     * @param key the row's name
     * @return whether it is certain that no reader finds it any more
     */
    CompletableFuture<Boolean> invalidate(CacheKey key);

    /** Ends the tier. Does nothing the second time. */
    @Override
    void close();
}

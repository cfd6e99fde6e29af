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
 * complete on a thread that may run the client's own short code; a user's code never runs there.
 */
public interface FarTier extends AutoCloseable {
    /** What became of a fill. New outcomes may come. */
    enum FillOutcome {
        /** The row is stored. */
        STORED,
        /** The lease was lost, or the row was invalidated since: nothing is stored. */
        REFUSED,
        /** The row is too large or not fit to be stored, or the tier too busy: nothing is stored. */
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
     * Reads rows. Called in the context of the read, for the spans of a tier that makes them.
     *
     * @param keys the rows' names, distinct, at least one
     * @param lease how long the lease on a missing row lasts that one reader wins; zero for none. A tier may round it up
     *     to whole seconds, and a tier without leases ignores it
     * @param deadlineNanos when to give up, on the runtime's ticker
     * @return one answer for each key, in order
     */
    CompletableFuture<List<FarRead>> readMany(List<CacheKey> keys, Duration lease, long deadlineNanos);

    /**
     * Elects, among all processes, one to renew each row that is there but old. Whoever is elected is so until the lease
     * ends.
     *
     * @param keys the rows' names, distinct, at least one
     * @param lease how long the election holds, more than zero; a tier may round it up to whole seconds
     * @param deadlineNanos when to give up, on the runtime's ticker
     * @return whether this reader is to renew, for each key, in order; true for all from a tier that cannot say
     */
    CompletableFuture<List<Boolean>> claim(List<CacheKey> keys, Duration lease, long deadlineNanos);

    /**
     * Stores a row.
     *
     * @param key the row's name
     * @param leaseToken what the read gave: the row is stored only if nothing has changed since; or null for a row that
     *     replaces whatever there is
     * @param row the row, without an error cell
     * @param ttl how long to keep it, more or less: a tier may spread the ends of rows that were stored together
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

    /**
     * Removes all rows of this client's namespace: at once for this process, for others within about a second.
     *
     * @return whether it is certain that all rows are gone
     */
    CompletableFuture<Boolean> flush();

    /** Ends the tier. Does nothing the second time. */
    @Override
    void close();
}

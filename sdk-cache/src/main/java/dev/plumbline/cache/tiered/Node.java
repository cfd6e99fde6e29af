package dev.plumbline.cache.tiered;

import dev.plumbline.runtime.ClientRuntime;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * One memcached server, however it is talked to.
 *
 * <p>Thread-safe; nothing blocks and nothing throws. Every future completes by its deadline, on a thread on which only
 * short code may run; trouble is a {@link NodeException}. Names are ASCII without blanks, at most 250 octets. Times to
 * live are whole seconds, 2 to 30 days.
 */
interface Node {
    /** Begins to connect. Called before all else. */
    void start(ClientRuntime runtime);

    /** Whether the server speaks the meta commands, and so grants leases; false until that is known. */
    boolean grantsLeases();

    /**
     * Reads values in one round trip.
     *
     * @param names distinct, at least one, at most {@value BatchRead#MOST_NAMES}
     * @param leaseSeconds how long a lease on what is missing lasts, 1 to 60; 0 for none
     * @return one answer for each name, in order
     */
    CompletableFuture<List<NodeRead>> getMany(List<String> names, int leaseSeconds, long deadlineNanos);

    /**
     * Stores a value.
     *
     * @param token stores only if the name still holds what was read with it; null for whatever it holds
     * @return whether it is stored; false if the token is no longer good
     */
    CompletableFuture<Boolean> set(
            String name, StoredValue value, int ttlSeconds, @Nullable NodeToken token, long deadlineNanos);

    /** Stores a value unless the name holds one; says whether it did. */
    CompletableFuture<Boolean> add(String name, StoredValue value, int ttlSeconds, long deadlineNanos);

    /**
     * Removes a value, after all that was set before by this process.
     *
     * @param token removes only what was read with it; null for whatever the name holds
     * @return true when what was meant is gone, also if there was nothing; false if the token is no longer good
     */
    CompletableFuture<Boolean> delete(String name, @Nullable NodeToken token, long deadlineNanos);

    /** What a gauge tells of the way to the server. */
    State state();

    /** The circuit of a node. */
    enum State {
        /** Operations are sent. */
        CLOSED,
        /** A probe is under way; operations fail at once. */
        HALF_OPEN,
        /** Operations fail at once. */
        OPEN
    }

    /** Ends the node and fails what is under way. Returns at once; does nothing the second time. */
    void close();
}

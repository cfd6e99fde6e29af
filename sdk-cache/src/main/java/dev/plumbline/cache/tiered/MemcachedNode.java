package dev.plumbline.cache.tiered;

import dev.plumbline.runtime.ClientRuntime;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * One memcached server, however it is talked to.
 *
 * <p>Thread-safe; nothing blocks and nothing throws. Futures complete on any thread, on which no foreign code may run;
 * trouble is a {@link NodeException}. They may complete long after the timeout: the caller keeps its own time, and who
 * completes a future early gives the operation up. Names are ASCII without blanks, at most 250 octets.
 */
interface MemcachedNode {
    /** Begins to connect. Called before all else. */
    void start(ClientRuntime runtime);

    /** Reads values: those that there are, by name. At most {@value BatchRead#MOST_NAMES} names. */
    CompletableFuture<Map<String, StoredValue>> getMany(List<String> names, long timeoutMillis);

    /** Stores a value. Whether it is stored is known only when the future completes normally. */
    CompletableFuture<Void> set(String name, StoredValue value, int ttlSeconds, long timeoutMillis);

    /** Removes a value after all that was set before. It is gone when the future completes normally. */
    CompletableFuture<Void> delete(String name, long timeoutMillis);

    /** Ends the node and fails what is under way. Does nothing the second time. */
    void close();
}

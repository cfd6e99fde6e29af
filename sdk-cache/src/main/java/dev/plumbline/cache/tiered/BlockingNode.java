package dev.plumbline.cache.tiered;

import dev.plumbline.runtime.ClientRuntime;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * A node by Xmemcached's blocking calls. Reads share a few threads. Writes have one thread, so that a removal comes after
 * what was stored before it; a removal is sent even if nobody waits for it any more.
 */
final class BlockingNode implements MemcachedNode {
    private static final int WAITING_READS_EACH = 16;
    private static final int WAITING_WRITES = 512;
    private static final long WAITING_OCTETS = 8L << 20;

    private final NodeAddress address;
    private final int concurrency;
    private final NodeConnection connection;
    private final StoredValueTranscoder transcoder = new StoredValueTranscoder();
    private volatile @Nullable NodeLane reads;
    private volatile @Nullable NodeLane writes;

    BlockingNode(NodeAddress address, int concurrency, long timeoutMillis) {
        this.address = address;
        this.concurrency = concurrency;
        this.connection = new NodeConnection(address, timeoutMillis);
    }

    @Override
    public void start(ClientRuntime runtime) {
        String name = "plumbline-" + runtime.clientName() + "-far-" + address;
        reads = new NodeLane(name + "-read", concurrency, concurrency * WAITING_READS_EACH, WAITING_OCTETS);
        writes = new NodeLane(name + "-write", 1, WAITING_WRITES, WAITING_OCTETS);
        connection.open(runtime, name);
    }

    /** Tells whether operations have a client to run on, be the server up or down. */
    boolean isOpen() {
        return connection.isOpen();
    }

    @Override
    public CompletableFuture<Map<String, StoredValue>> getMany(List<String> names, long timeoutMillis) {
        NodeLane lane = reads;
        if (lane == null || !connection.isOpen()) {
            return notOpen();
        }
        return lane.submit(0, () -> {
            Map<String, StoredValue> found = connection.client().get(names, timeoutMillis, transcoder);
            return found == null ? Map.of() : found;
        });
    }

    @Override
    public CompletableFuture<Void> set(String name, StoredValue value, int ttlSeconds, long timeoutMillis) {
        NodeLane lane = writes;
        if (lane == null || !connection.isOpen()) {
            return notOpen();
        }
        return lane.submit(value.data().length, () -> {
            if (!connection.client().set(name, ttlSeconds, value, transcoder, timeoutMillis)) {
                throw NodeException.of(address + " did not store the value", null);
            }
            return null;
        });
    }

    @Override
    public CompletableFuture<Void> delete(String name, long timeoutMillis) {
        NodeLane lane = writes;
        if (lane == null || !connection.isOpen()) {
            return notOpen();
        }
        // False says that there was none, which is as good.
        return lane.submitAlways(() -> {
            boolean unused = connection.client().delete(name, timeoutMillis);
            return null;
        });
    }

    @Override
    public void close() {
        NodeLane readLane = reads;
        NodeLane writeLane = writes;
        if (readLane != null) {
            readLane.close();
        }
        if (writeLane != null) {
            writeLane.close();
        }
        connection.close();
    }

    private <T> CompletableFuture<T> notOpen() {
        return CompletableFuture.failedFuture(NodeException.of(address + " is not connected yet, or closed", null));
    }
}

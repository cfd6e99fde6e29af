package dev.plumbline.cache.tiered;

import dev.plumbline.runtime.Ticker;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A memcached in memory, with the meta commands as 1.6.18 answers them: stubs of leases with an end of their own, numbers
 * for compare-and-set, times to live in whole seconds of a clock that ticks once a second. It has no thread; many
 * {@link SimulatedNode}s of many clients talk to one. Thread-safe.
 */
final class SimulatedMemcached {
    private static final long NANOS_IN_SECOND = 1_000_000_000L;
    private static final int MOST_OCTETS = 1_048_400;
    private static final StoredValue NOTHING = new StoredValue(0, new byte[0]);

    /** What a server holds under a name. */
    private record Item(StoredValue value, long cas, long endSecond, boolean stub) {}

    private final Ticker ticker;
    private final Map<String, Item> items = new HashMap<>();
    private long cas;
    private long starts = 1;
    private long connections;
    private boolean meta = true;
    private boolean up = true;
    private boolean hung;
    private long reads;
    private long writes;

    SimulatedMemcached(Ticker ticker) {
        this.ticker = ticker;
    }

    /** Makes it an old server, or a proxy, which knows the plain commands only. */
    synchronized SimulatedMemcached withoutMeta() {
        meta = false;
        return this;
    }

    synchronized boolean hasMeta() {
        return meta;
    }

    /** Ends the process; all it held is lost. */
    synchronized void kill() {
        up = false;
        items.clear();
    }

    /** Starts it, empty, its numbers counted anew; connections that there were are gone. */
    synchronized void restart() {
        items.clear();
        cas = 0;
        starts++;
        up = true;
        hung = false;
    }

    /** Lets it take requests and answer none. */
    synchronized void hang() {
        hung = true;
    }

    /** Lets it answer again; what it was asked meanwhile is not carried out. */
    synchronized void goOn() {
        hung = false;
    }

    synchronized boolean isUp() {
        return up;
    }

    synchronized boolean isHung() {
        return hung;
    }

    /** Which process it is: connections to an earlier one are gone. */
    synchronized long starts() {
        return starts;
    }

    /** Returns the number of a new connection, never one it has given before. */
    synchronized long accept() {
        return ++connections;
    }

    /** Evicts what has such a name. */
    synchronized void evict(Predicate<String> name) {
        items.keySet().removeIf(name);
    }

    /** Drops all items, as {@code flush_all} does; the numbers go on. */
    synchronized void loseMemory() {
        items.clear();
    }

    /** Stores octets as somebody else would. */
    synchronized void put(String name, int flags, byte[] data, int ttlSeconds) {
        store(name, new StoredValue(flags, data), ttlSeconds);
    }

    /** Puts the stub of a lease, as another's read leaves it. */
    synchronized void putStub(String name, int ttlSeconds) {
        items.put(name, new Item(NOTHING, ++cas, second() + ttlSeconds, true));
    }

    /** Returns what it holds under a name, null for nothing or a stub. */
    synchronized @Nullable StoredValue peek(String name) {
        Item item = live(name);
        return item == null || item.stub ? null : copy(item.value);
    }

    /** Returns the names of what it holds, stubs too. */
    synchronized java.util.Set<String> names() {
        items.values().removeIf(item -> item.endSecond <= second());
        return new java.util.TreeSet<>(items.keySet());
    }

    synchronized String text(String name) {
        StoredValue value = peek(name);
        return value == null ? "" : new String(value.data(), StandardCharsets.US_ASCII);
    }

    /** Returns how many read requests were carried out, each of one or more names. */
    synchronized long reads() {
        return reads;
    }

    /** Returns how many sets, adds and deletes were carried out. */
    synchronized long writes() {
        return writes;
    }

    synchronized void countRead() {
        reads++;
    }

    /** {@code mg <name> v c t s N<leaseSeconds>}, or a plain {@code gets}. */
    synchronized NodeRead get(String name, int leaseSeconds, long connection) {
        Item item = live(name);
        if (!meta) {
            return item == null
                    ? new NodeRead(null, null, -1, NodeRead.Lease.NONE)
                    : new NodeRead(copy(item.value), new NodeToken(item.cas, connection), -1, NodeRead.Lease.NONE);
        }
        if (item == null) {
            if (leaseSeconds == 0) {
                return new NodeRead(null, null, -1, NodeRead.Lease.NONE);
            }
            putStub(name, leaseSeconds);
            return new NodeRead(null, new NodeToken(cas, connection), leaseSeconds, NodeRead.Lease.WON);
        }
        int left = (int) Math.min(Integer.MAX_VALUE, item.endSecond - second());
        NodeToken token = new NodeToken(item.cas, connection);
        return item.stub
                ? new NodeRead(null, token, left, leaseSeconds == 0 ? NodeRead.Lease.NONE : NodeRead.Lease.TAKEN)
                : new NodeRead(copy(item.value), token, left, NodeRead.Lease.NONE);
    }

    /** {@code ms}, with C where a number is given. */
    synchronized boolean set(String name, StoredValue value, int ttlSeconds, @Nullable Long expectedCas)
            throws NodeException {
        writes++;
        Item item = live(name);
        if (expectedCas != null && (item == null || item.cas != expectedCas)) {
            return false;
        }
        if (value.data().length > MOST_OCTETS) {
            items.remove(name);
            throw new NodeException(NodeException.Reason.SERVER, "object too large for cache", null);
        }
        store(name, value, ttlSeconds);
        return true;
    }

    /** {@code ms ... ME}. */
    synchronized boolean add(String name, StoredValue value, int ttlSeconds) {
        writes++;
        if (live(name) != null) {
            return false;
        }
        store(name, value, ttlSeconds);
        return true;
    }

    /** {@code md}, with C where a number is given. */
    synchronized boolean delete(String name, @Nullable Long expectedCas) {
        writes++;
        Item item = live(name);
        if (item != null && expectedCas != null && item.cas != expectedCas) {
            return false;
        }
        items.remove(name);
        return true;
    }

    private void store(String name, StoredValue value, int ttlSeconds) {
        items.put(name, new Item(copy(value), ++cas, second() + ttlSeconds, false));
    }

    private static StoredValue copy(StoredValue value) {
        return new StoredValue(value.flags(), value.data().clone());
    }

    private @Nullable Item live(String name) {
        Item item = items.get(name);
        if (item != null && item.endSecond <= second()) {
            items.remove(name);
            return null;
        }
        return item;
    }

    private long second() {
        return Math.floorDiv(ticker.nanos(), NANOS_IN_SECOND);
    }
}

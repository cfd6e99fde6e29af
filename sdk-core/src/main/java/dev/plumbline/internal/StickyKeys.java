package dev.plumbline.internal;

import static dev.plumbline.feature.FeatureRow.UNKNOWN_VERSION;

import dev.plumbline.cache.CacheKey;
import dev.plumbline.feature.FeatureRow;
import dev.plumbline.runtime.Ticker;
import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * Keys that this client has written a moment ago, and reads from the primary until replicas have them too.
 *
 * <p>What such a load may store, and why:
 *
 * <ul>
 *   <li>The near tier takes its row. The write has emptied the near tier and detached every load from before its end, and
 *       whatever loads begin within the window are the primary's, so nothing older can get there. A later write of this
 *       client detaches this load in its turn. What another writer does meanwhile is not known here, as ever: the near
 *       bound holds.
 *   <li>The far tier is looked at, but what it holds is an answer only if its version tells that it is not from before the
 *       write: another process may have put a row there since, which it has read from a replica that lags behind. For the
 *       same reason a lease that another process holds is not waited for. The primary's row then takes the place of just what was seen: of a lagging row, which it thereby
 *       ends for the whole fleet, or of the lease of a loader, whose late row the tier then refuses. A delete in between,
 *       by any writer, makes the token void, so that nothing comes back. If another row has come in between, that may be
 *       a replica's: it is removed.
 *   <li>While the far tier may still hold the row from before the write, or while a write is under way, the marks on the
 *       key go before: past the far tier, or nothing stored at all.
 *   <li>Of a read that asks for the primary by itself nothing is stored, and it looks nowhere: it has no flight that a
 *       write could detach.
 * </ul>
 *
 * <p>Memory is bounded: beyond so many keys the oldest are read as any other, and counted.
 */
final class StickyKeys {
    static final int MOST = 10_000;

    /** What is told of a key that is read as any other. */
    static final long NOT_STICKY = -1;

    /** When the window of a key ends, and the version that its row has had since; unknown if one write did not tell. */
    private record Wrote(long endNanos, long version) {}

    private final long windowNanos;
    private final Ticker ticker;
    private final LongAdder dropped;
    private final ConcurrentMap<CacheKey, Wrote> writes = new ConcurrentHashMap<>();

    /** The same keys, the one that ends first being first. */
    private final Set<CacheKey> order = new LinkedHashSet<>();

    StickyKeys(Duration window, Ticker ticker, LongAdder dropped) {
        this.windowNanos = window.toNanos();
        this.ticker = ticker;
        this.dropped = dropped;
    }

    /**
     * Says that a write of a key has ended, or may have.
     *
     * @param version what it wrote, {@link FeatureRow#UNKNOWN_VERSION} if that is not known
     */
    void wrote(CacheKey key, long version) {
        if (windowNanos == 0) {
            return;
        }
        synchronized (order) {
            long now = ticker.nanos();
            order.remove(key);
            order.add(key);
            Wrote before = writes.get(key);
            boolean isKnown = before == null || now - before.endNanos >= 0 || before.version != UNKNOWN_VERSION;
            writes.put(key, new Wrote(now + windowNanos, isKnown ? version : UNKNOWN_VERSION));
            Iterator<CacheKey> oldest = order.iterator();
            while (oldest.hasNext()) {
                CacheKey first = oldest.next();
                Wrote wrote = writes.get(first);
                boolean isOver = wrote == null || now - wrote.endNanos >= 0;
                if (!isOver && order.size() <= MOST) {
                    return;
                }
                oldest.remove();
                writes.remove(first);
                if (!isOver) {
                    dropped.increment();
                }
            }
        }
    }

    /**
     * Tells whether a key is to be read from the primary.
     *
     * @return {@link #NOT_STICKY} if not; else the least version that its row has,
     *     {@link FeatureRow#UNKNOWN_VERSION} if that is not known
     */
    long of(CacheKey key) {
        Wrote wrote = writes.isEmpty() ? null : writes.get(key);
        return wrote != null && ticker.nanos() - wrote.endNanos < 0 ? wrote.version : NOT_STICKY;
    }

    int size() {
        return writes.size();
    }
}

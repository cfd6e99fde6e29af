package dev.plumbline.testing.client;

import dev.plumbline.cache.CacheKey;
import dev.plumbline.cache.FarRead;
import dev.plumbline.cache.FarTier;
import dev.plumbline.feature.FeatureRow;
import dev.plumbline.runtime.ClientRuntime;
import dev.plumbline.runtime.Ticker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;

/**
 * A far tier that behaves as memcached with its meta commands does: stubs and leases, elections, tokens that any change
 * makes void. It keeps the books, and fails on demand.
 */
final class LeasedFar implements FarTier {
    /** One attempt to store a row. */
    record Fill(CacheKey key, Object token, FeatureRow row, Duration ttl, FillOutcome outcome) {}

    private record Item(FeatureRow row, long token, long leaseEndNanos) {}

    private final Ticker ticker;
    private final Map<CacheKey, Item> items = new HashMap<>();
    private final Map<CacheKey, Long> elections = new HashMap<>();
    private final Map<String, Supplier<?>> faults = new HashMap<>();
    private long tokens;

    final List<List<CacheKey>> reads = new CopyOnWriteArrayList<>();
    final List<List<CacheKey>> claims = new CopyOnWriteArrayList<>();
    final List<Fill> fills = new CopyOnWriteArrayList<>();
    final List<Long> deletes = new CopyOnWriteArrayList<>();
    final List<Long> flushes = new CopyOnWriteArrayList<>();

    /** Whether an unlocked hit comes with a token, and a miss with a lease. */
    volatile boolean leases = true;

    volatile Runnable beforeFill = () -> {};

    volatile Runnable afterFlush = () -> {};

    LeasedFar(Ticker ticker) {
        this.ticker = ticker;
    }

    /** Makes one operation (read, claim, fill, delete, flush) answer this, or throw, instead of doing anything. */
    synchronized void fault(String operation, Supplier<?> answer) {
        faults.put(operation, answer);
    }

    synchronized void heal(String operation) {
        faults.remove(operation);
    }

    /** Stores a row as another process would. */
    synchronized void put(CacheKey key, FeatureRow row) {
        items.put(key, new Item(row, ++tokens, 0));
    }

    /** Lets another process win the lease on a missing row. */
    synchronized void leaseElsewhere(CacheKey key, Duration lease) {
        items.put(key, new Item(null, ++tokens, ticker.nanos() + lease.toNanos()));
    }

    /** Lets another process be elected to renew a row. */
    synchronized void claimElsewhere(CacheKey key, Duration lease) {
        elections.put(key, ticker.nanos() + lease.toNanos());
    }

    synchronized void remove(CacheKey key) {
        items.remove(key);
    }

    synchronized FeatureRow row(CacheKey key) {
        Item item = items.get(key);
        return item == null ? null : item.row;
    }

    synchronized Object token(CacheKey key) {
        return items.get(key).token;
    }

    int readsOf(CacheKey key) {
        return (int) reads.stream().filter(keys -> keys.contains(key)).count();
    }

    @Override
    public void start(ClientRuntime runtime) {}

    @SuppressWarnings("unchecked")
    private <T> CompletableFuture<T> faultOf(String operation) {
        Supplier<?> fault = faults.get(operation);
        return (CompletableFuture<T>) fault.get();
    }

    @Override
    public CompletableFuture<List<FarRead>> readMany(List<CacheKey> keys, Duration lease, long deadlineNanos) {
        reads.add(List.copyOf(keys));
        synchronized (this) {
            if (faults.containsKey("read")) {
                return faultOf("read");
            }
            List<FarRead> answers = new ArrayList<>();
            keys.forEach(key -> answers.add(read(key, lease)));
            return CompletableFuture.completedFuture(answers);
        }
    }

    private FarRead read(CacheKey key, Duration lease) {
        Item item = items.get(key);
        if (item != null && item.row != null) {
            return FarRead.hit(item.row, leases ? item.token : null);
        }
        if (!leases || (item == null && lease.isZero())) {
            return FarRead.miss();
        }
        if (item != null && ticker.nanos() - item.leaseEndNanos < 0) {
            return FarRead.waiting(item.token);
        }
        items.put(key, new Item(null, ++tokens, ticker.nanos() + lease.toNanos()));
        return FarRead.missWithLease(tokens);
    }

    @Override
    public CompletableFuture<List<Boolean>> claim(List<CacheKey> keys, Duration lease, long deadlineNanos) {
        claims.add(List.copyOf(keys));
        synchronized (this) {
            if (faults.containsKey("claim")) {
                return faultOf("claim");
            }
            long now = ticker.nanos();
            List<Boolean> elected = new ArrayList<>();
            for (CacheKey key : keys) {
                Long until = elections.get(key);
                boolean mine = !leases || until == null || now - until >= 0;
                if (mine) {
                    elections.put(key, now + lease.toNanos());
                }
                elected.add(mine);
            }
            return CompletableFuture.completedFuture(elected);
        }
    }

    @Override
    public CompletableFuture<FillOutcome> fill(CacheKey key, Object leaseToken, FeatureRow row, Duration ttl) {
        beforeFill.run();
        synchronized (this) {
            if (faults.containsKey("fill")) {
                return faultOf("fill");
            }
            Item held = items.get(key);
            boolean holds = leaseToken == null || (held != null && leaseToken.equals(held.token));
            if (holds) {
                items.put(key, new Item(row, ++tokens, 0));
            }
            FillOutcome outcome = holds ? FillOutcome.STORED : FillOutcome.REFUSED;
            fills.add(new Fill(key, leaseToken, row, ttl, outcome));
            return CompletableFuture.completedFuture(outcome);
        }
    }

    @Override
    public CompletableFuture<Boolean> invalidate(CacheKey key) {
        deletes.add(ticker.nanos());
        synchronized (this) {
            if (faults.containsKey("delete")) {
                return faultOf("delete");
            }
            items.remove(key);
            return CompletableFuture.completedFuture(true);
        }
    }

    @Override
    public CompletableFuture<Boolean> flush() {
        flushes.add(ticker.nanos());
        synchronized (this) {
            if (faults.containsKey("flush")) {
                return faultOf("flush");
            }
            items.clear();
            elections.clear();
        }
        afterFlush.run();
        return CompletableFuture.completedFuture(true);
    }

    @Override
    public void close() {}

    @Override
    public String toString() {
        return "leased far tier";
    }
}

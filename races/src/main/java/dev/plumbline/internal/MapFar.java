package dev.plumbline.internal;

import dev.plumbline.cache.CacheKey;
import dev.plumbline.cache.FarRead;
import dev.plumbline.cache.FarTier;
import dev.plumbline.cache.FeatureCache;
import dev.plumbline.cache.NearTier;
import dev.plumbline.feature.FeatureRow;
import dev.plumbline.runtime.ClientRuntime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;

/** A far tier on a map, with tokens that any change makes void. Whoever misses wins the lease: nobody waits. */
final class MapFar implements FarTier {
    private record Item(FeatureRow row, long token) {}

    private final ConcurrentMap<CacheKey, Item> items = new ConcurrentHashMap<>();
    private final Set<CacheKey> deafTo = ConcurrentHashMap.newKeySet();
    private final AtomicLong tokens = new AtomicLong();

    /** Holds a row that it does not forget, until it {@linkplain #hears hears} again. */
    void keep(CacheKey key, FeatureRow row) {
        items.put(key, new Item(row, tokens.incrementAndGet()));
        deafTo.add(key);
    }

    void hears(CacheKey key) {
        deafTo.remove(key);
    }

    /** This tier behind the near one of a cache, or alone. */
    FeatureCache behind(FeatureCache near) {
        MapFar far = this;
        return new FeatureCache() {
            @Override
            public void start(ClientRuntime runtime) {
                if (near != null) {
                    near.start(runtime);
                }
            }

            @Override
            public Optional<NearTier> near() {
                return near == null ? Optional.empty() : near.near();
            }

            @Override
            public Optional<FarTier> far() {
                return Optional.of(far);
            }

            @Override
            public void close() {}
        };
    }

    @Override
    public void start(ClientRuntime runtime) {}

    @Override
    public CompletableFuture<List<FarRead>> readMany(List<CacheKey> keys, Duration lease, long deadlineNanos) {
        List<FarRead> answers = new ArrayList<>(keys.size());
        for (CacheKey key : keys) {
            Item item = items.compute(
                    key,
                    (same, old) -> old == null || old.row == null ? new Item(null, tokens.incrementAndGet()) : old);
            answers.add(item.row == null ? FarRead.missWithLease(item.token) : FarRead.hit(item.row, item.token));
        }
        return CompletableFuture.completedFuture(answers);
    }

    @Override
    public CompletableFuture<List<Boolean>> claim(List<CacheKey> keys, Duration lease, long deadlineNanos) {
        return CompletableFuture.completedFuture(Collections.nCopies(keys.size(), true));
    }

    @Override
    public CompletableFuture<FillOutcome> fill(CacheKey key, Object leaseToken, FeatureRow row, Duration ttl) {
        Item filled = new Item(row, tokens.incrementAndGet());
        Item held = items.computeIfPresent(
                key, (same, old) -> leaseToken != null && leaseToken.equals(old.token) ? filled : old);
        return CompletableFuture.completedFuture(held == filled ? FillOutcome.STORED : FillOutcome.REFUSED);
    }

    @Override
    public CompletableFuture<Boolean> invalidate(CacheKey key) {
        if (deafTo.contains(key)) {
            return CompletableFuture.completedFuture(false);
        }
        items.remove(key);
        return CompletableFuture.completedFuture(true);
    }

    @Override
    public CompletableFuture<Boolean> flush() {
        items.clear();
        return CompletableFuture.completedFuture(true);
    }

    @Override
    public void close() {}

    @Override
    public String toString() {
        return "map";
    }
}

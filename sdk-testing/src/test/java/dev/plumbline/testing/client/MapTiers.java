package dev.plumbline.testing.client;

import dev.plumbline.cache.CacheKey;
import dev.plumbline.cache.FarRead;
import dev.plumbline.cache.FarTier;
import dev.plumbline.cache.FeatureCache;
import dev.plumbline.cache.NearEntry;
import dev.plumbline.cache.NearTier;
import dev.plumbline.feature.FeatureRow;
import dev.plumbline.runtime.ClientRuntime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;

/** Tiers on maps that forget nothing: what is fresh is the client's to decide. */
final class MapTiers implements FeatureCache {
    final Near nearMap;
    final Far farMap;

    private MapTiers(Near near, Far far) {
        this.nearMap = near;
        this.farMap = far;
    }

    static MapTiers nearOnly() {
        return new MapTiers(new Near(), null);
    }

    static MapTiers farOnly() {
        return new MapTiers(null, new Far());
    }

    static MapTiers both() {
        return new MapTiers(new Near(), new Far());
    }

    @Override
    public void start(ClientRuntime runtime) {}

    @Override
    public Optional<NearTier> near() {
        return Optional.ofNullable(nearMap);
    }

    @Override
    public Optional<FarTier> far() {
        return Optional.ofNullable(farMap);
    }

    @Override
    public void close() {}

    static final class Near implements NearTier {
        final Map<CacheKey, NearEntry> entries = new ConcurrentHashMap<>();

        @Override
        public NearEntry get(CacheKey key) {
            return entries.get(key);
        }

        @Override
        public void compute(CacheKey key, UnaryOperator<NearEntry> change) {
            entries.compute(key, (same, old) -> change.apply(old));
        }

        @Override
        public long size() {
            return entries.size();
        }

        @Override
        public long evictions() {
            return 0;
        }

        @Override
        public void clear() {
            entries.clear();
        }

        @Override
        public String toString() {
            return "near map";
        }
    }

    static final class Far implements FarTier {
        final Map<CacheKey, FeatureRow> rows = new ConcurrentHashMap<>();
        final AtomicInteger reads = new AtomicInteger();
        final AtomicInteger fills = new AtomicInteger();
        volatile boolean broken;
        volatile boolean throwsOnFill;
        volatile Object lastToken;

        @Override
        public void start(ClientRuntime runtime) {}

        @Override
        public CompletableFuture<List<Boolean>> claim(List<CacheKey> keys, Duration lease, long deadlineNanos) {
            return CompletableFuture.completedFuture(java.util.Collections.nCopies(keys.size(), true));
        }

        @Override
        public CompletableFuture<Boolean> flush() {
            return CompletableFuture.completedFuture(true);
        }

        @Override
        public CompletableFuture<List<FarRead>> readMany(List<CacheKey> keys, Duration lease, long deadlineNanos) {
            reads.addAndGet(keys.size());
            List<FarRead> answers = new ArrayList<>();
            for (CacheKey key : keys) {
                FeatureRow row = rows.get(key);
                answers.add(
                        broken
                                ? FarRead.error()
                                : row == null ? FarRead.missWithLease("token " + key) : FarRead.hit(row, null));
            }
            return CompletableFuture.completedFuture(answers);
        }

        @Override
        public CompletableFuture<FillOutcome> fill(CacheKey key, Object leaseToken, FeatureRow row, Duration ttl) {
            if (throwsOnFill) {
                throw new IllegalStateException("broken tier");
            }
            lastToken = leaseToken;
            fills.incrementAndGet();
            rows.put(key, row);
            return CompletableFuture.completedFuture(FillOutcome.STORED);
        }

        @Override
        public CompletableFuture<Boolean> invalidate(CacheKey key) {
            rows.remove(key);
            return CompletableFuture.completedFuture(!broken);
        }

        @Override
        public void close() {}

        @Override
        public String toString() {
            return "far map";
        }
    }
}

package dev.plumbline.cache.tiered;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.plumbline.cache.CacheKey;
import dev.plumbline.cache.NearEntry;
import dev.plumbline.cache.NearTier;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** The near tier. Nothing expires in it: the entries' own times are the client's to check. Thread-safe. */
final class CaffeineNear implements NearTier {
    private static final Executor ON_THE_CALLERS_THREAD = Runnable::run;

    private final LongAdder evictions = new LongAdder();
    private final LongAdder puts = new LongAdder();
    private final Cache<CacheKey, NearEntry> entries;
    private final long maxBytes;
    private volatile Executor executor = ON_THE_CALLERS_THREAD;

    CaffeineNear(long maxBytes) {
        this.maxBytes = maxBytes;
        entries = Caffeine.newBuilder()
                .maximumWeight(maxBytes)
                .weigher((CacheKey key, NearEntry entry) -> entry.weight())
                .executor(task -> executor.execute(task))
                .evictionListener((key, entry, cause) -> evictions.increment())
                .build();
    }

    /** Gives the upkeep, which otherwise runs on the callers' threads, somewhere to run. */
    void start(Executor upkeep) {
        executor = upkeep;
    }

    void close() {
        executor = ON_THE_CALLERS_THREAD;
        entries.invalidateAll();
    }

    /** Does the upkeep that is due at once. */
    void cleanUp() {
        entries.cleanUp();
    }

    @Override
    public @Nullable NearEntry get(CacheKey key) {
        return entries.getIfPresent(key);
    }

    @Override
    @SuppressWarnings("ReferenceEquality") // An entry that is left as it is, is the same object.
    public void compute(CacheKey key, UnaryOperator<@Nullable NearEntry> change) {
        entries.asMap().compute(key, (same, entry) -> {
            NearEntry changed = change.apply(entry);
            if (changed != null && changed != entry) {
                puts.increment();
            }
            return changed;
        });
    }

    @Override
    public long size() {
        return entries.estimatedSize();
    }

    @Override
    public long evictions() {
        return evictions.sum();
    }

    /** Returns how many entries were stored, in the place of others or not. */
    long puts() {
        return puts.sum();
    }

    @Override
    public void clear() {
        entries.invalidateAll();
    }

    @Override
    public String toString() {
        return "Caffeine of " + maxBytes + " bytes";
    }
}

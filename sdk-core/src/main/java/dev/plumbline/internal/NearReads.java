package dev.plumbline.internal;

import dev.plumbline.cache.CacheKey;
import dev.plumbline.cache.NearEntry;
import dev.plumbline.cache.NearTier;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.StampedLock;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The near tier as the pipeline sees it: unable to fail. One that throws has nothing and stores nothing. Changes that have
 * begun end before the tier is cleared, which tiers themselves need not see to.
 */
final class NearReads {
    private static final Logger log = LoggerFactory.getLogger(NearReads.class);

    private final NearTier tier;
    private final StampedLock clearing = new StampedLock();
    private final AtomicBoolean told = new AtomicBoolean();

    NearReads(NearTier tier) {
        this.tier = tier;
    }

    @Nullable NearEntry get(CacheKey key) {
        try {
            return tier.get(key);
        } catch (RuntimeException e) {
            tell(e);
            return null;
        }
    }

    void compute(CacheKey key, UnaryOperator<@Nullable NearEntry> change) {
        long stamp = clearing.readLock();
        try {
            tier.compute(key, change);
        } catch (RuntimeException e) {
            tell(e);
        } finally {
            clearing.unlockRead(stamp);
        }
    }

    void clear() {
        long stamp = clearing.writeLock();
        try {
            tier.clear();
        } catch (RuntimeException e) {
            tell(e);
        } finally {
            clearing.unlockWrite(stamp);
        }
    }

    private void tell(RuntimeException failure) {
        if (told.compareAndSet(false, true)) {
            log.warn("the near tier {} throws; reads go on without it, and this is said once", tier, failure);
        }
    }

    @Override
    public String toString() {
        return tier.toString();
    }
}

package dev.plumbline.internal;

import dev.plumbline.FeatureException;
import dev.plumbline.cache.CacheKey;
import dev.plumbline.runtime.Ticker;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/**
 * Loads that have just failed and left nothing to serve. For a moment the next reads of their keys fail likewise, so that
 * a failing key is not loaded again and again. It is no cache: a failure is never stored, and the memo holds few.
 */
final class FailureMemo {
    static final long NANOS = Duration.ofMillis(200).toNanos();

    private static final int MOST = 10_000;

    private record Memo(FeatureException failure, long untilNanos) {}

    private final ConcurrentMap<CacheKey, Memo> memos = new ConcurrentHashMap<>();
    private final Ticker ticker;

    FailureMemo(Ticker ticker) {
        this.ticker = ticker;
    }

    void remember(CacheKey key, FeatureException failure) {
        long now = ticker.nanos();
        if (memos.size() >= MOST) {
            memos.values().removeIf(memo -> now - memo.untilNanos >= 0);
        }
        if (memos.size() < MOST) {
            memos.put(key, new Memo(failure, now + NANOS));
        }
    }

    @Nullable FeatureException of(CacheKey key) {
        if (memos.isEmpty()) {
            return null;
        }
        Memo memo = memos.get(key);
        if (memo == null) {
            return null;
        }
        if (ticker.nanos() - memo.untilNanos < 0) {
            return memo.failure;
        }
        memos.remove(key, memo);
        return null;
    }

    void forget(CacheKey key) {
        memos.remove(key);
    }

    void clear() {
        memos.clear();
    }
}

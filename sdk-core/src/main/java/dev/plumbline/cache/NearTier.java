package dev.plumbline.cache;

import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Rows in this process, bounded by weight.
 *
 * <p>For implementers: thread-safe; {@link #get} is on the hottest path there is and must neither block nor allocate.
 */
public interface NearTier {
    /**
     * Returns an entry.
     *
     * @param key the row's name
     * @return the entry, however old, or null
     */
    @Nullable NearEntry get(CacheKey key);

    /**
     * Changes one entry atomically: no other change of the same key runs meanwhile.
     *
     * @param key the row's name
     * @param change what becomes of the entry; null on either side stands for no entry. It is short and does not touch
     *     the tier
     */
    void compute(CacheKey key, UnaryOperator<@Nullable NearEntry> change);

    /**
     * Returns about how many entries there are.
     *
     * @return zero or more
     */
    long size();

    /**
     * Returns how many entries were evicted for want of room.
     *
     * @return a count that only grows
     */
    long evictions();

    /** Drops all entries. */
    void clear();
}

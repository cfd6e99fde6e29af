/**
 * A cache of two tiers: process memory by Caffeine, memcached behind it.
 *
 * <p>For callers: start with {@link dev.plumbline.cache.tiered.TieredCache}.
 */
@NullMarked
package dev.plumbline.cache.tiered;

import org.jspecify.annotations.NullMarked;

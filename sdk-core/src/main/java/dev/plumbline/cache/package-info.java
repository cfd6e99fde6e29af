/**
 * The seam between a client and its cache: a near tier in the process, a far tier that processes share, or either alone.
 *
 * <p>For those who write a tier. Start with {@link dev.plumbline.cache.FeatureCache}. Tiers store; the client decides what
 * is fresh.
 */
@NullMarked
package dev.plumbline.cache;

import org.jspecify.annotations.NullMarked;

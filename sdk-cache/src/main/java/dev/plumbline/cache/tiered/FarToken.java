package dev.plumbline.cache.tiered;

import org.jspecify.annotations.Nullable;

/**
 * What a read hands out for the fill that may follow it: where and what it was. Immutable and thread-safe.
 *
 * @param node the node that was asked
 * @param name under which name; a flush since has made it another's
 * @param seen what was there, null if the row must not be stored at all
 */
record FarToken(FarNode node, String name, @Nullable NodeToken seen) {}

package dev.plumbline.cache.tiered;

import dev.plumbline.cache.CacheKey;

/** A cache key as memcached sees it. Immutable and thread-safe. */
final class FarKey {
    private final CacheKey key;
    private final byte[] canonical;
    private final String name;
    private final long routingHash;

    FarKey(CacheKey key, byte[] canonical, String name, long routingHash) {
        this.key = key;
        this.canonical = canonical;
        this.name = name;
        this.routingHash = routingHash;
    }

    CacheKey key() {
        return key;
    }

    /** Returns what the entry echoes, not to be changed. */
    byte[] canonical() {
        return canonical;
    }

    /** Returns the key in memcached: letters, digits and {@code :-_.} only, at most 110 of them. */
    String name() {
        return name;
    }

    /** Returns the bits that choose a node. They have no part in the name. */
    long routingHash() {
        return routingHash;
    }
}

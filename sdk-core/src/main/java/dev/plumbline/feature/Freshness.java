package dev.plumbline.feature;

/**
 * Whether a row is within the cache's bounds. It says nothing of its cells: those grow stale by the view's maximum age.
 */
public enum Freshness {
    /** Read from the feature service within the fresh bound. */
    FRESH,
    /** Older than the fresh bound, served within a stale bound. */
    STALE,
    /**
     * Not the entity's row as it is now, nor within any bound: declared defaults, the last row that was known, or what a
     * feature service puts in the place of a row that it does not have.
     */
    FALLBACK
}

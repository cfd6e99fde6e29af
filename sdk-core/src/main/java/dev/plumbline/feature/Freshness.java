package dev.plumbline.feature;

/**
 * Whether a row is within the cache's bounds. It says nothing of its cells: those grow stale by the view's maximum age.
 */
public enum Freshness {
    /** Read from the feature service within the fresh bound. */
    FRESH,
    /** Older than the fresh bound, served within a stale bound. */
    STALE,
    /** Not read at all: declared defaults. */
    FALLBACK
}

package dev.plumbline.examples.featureserver;

/**
 * What a caller wants of a read.
 *
 * @param primary whether to read from the primary whatever the replica holds
 * @param minVersion the position in the primary's log, in octets, that the answer must hold; 0 for any
 */
record ReadWish(boolean primary, long minVersion) {
    static final ReadWish ANY = new ReadWish(false, 0);
}

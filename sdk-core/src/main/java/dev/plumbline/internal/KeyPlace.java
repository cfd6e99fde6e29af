package dev.plumbline.internal;

import dev.plumbline.feature.EntityKey;
import java.util.List;

/** Gives keys a place between 0 and 1, evenly and the same in every process. */
final class KeyPlace {
    private static final long FNV_OFFSET = 0xcbf29ce484222325L;
    private static final long FNV_PRIME = 0x100000001b3L;

    private KeyPlace() {}

    /** Returns a number from 0 to below 1: of the same spec and keys the same. */
    static double of(String spec, List<EntityKey> keys) {
        long hash = add(FNV_OFFSET, spec);
        for (EntityKey key : keys) {
            for (int i = 0; i < key.size(); i++) {
                // A number and its text have the same place: stores do not always tell them apart.
                hash = add(hash, key.text(i));
            }
        }
        return (mixed(hash) >>> 11) * 0x1.0p-53;
    }

    /** FNV-1a over UTF-16 units, with an end so that parts do not run into each other. */
    private static long add(long hash, String text) {
        long sum = hash;
        for (int i = 0; i < text.length(); i++) {
            sum = (sum ^ text.charAt(i)) * FNV_PRIME;
        }
        return (sum ^ 0xFFFF) * FNV_PRIME;
    }

    /** The end of Murmur3: FNV's high bits depend too little on the last units. */
    private static long mixed(long hash) {
        long mixed = (hash ^ hash >>> 33) * 0xff51afd7ed558ccdL;
        mixed = (mixed ^ mixed >>> 33) * 0xc4ceb9fe1a85ec53L;
        return mixed ^ mixed >>> 33;
    }
}

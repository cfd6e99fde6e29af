package dev.plumbline.transform;

import java.util.List;

/**
 * How a hash becomes one of some slots.
 *
 * @param seed the hash's seed
 * @param size the number of slots
 * @param absolute whether the remainder is that of the absolute value, and not the one that is never negative
 */
record HashSlots(int seed, int size, boolean absolute) {
    /** The seed of hashes that a spec does not set. */
    static final int SEED = 42;

    private static final long MAX_SIZE = 1 << 24;
    private static final long MAX_SEED = 0xFFFF_FFFFL;

    static final List<Option> OPTIONS = List.of(
            Option.integer("size", 1, MAX_SIZE),
            Option.choice("fn", "murmur3_32").orElse("murmur3_32"),
            Option.integer("seed", MAX_SEED).orElse((long) SEED),
            Option.choice("mod", "floor", "abs").orElse("floor"));

    static HashSlots of(Options options) {
        return new HashSlots(
                (int) options.integer64("seed"),
                options.integer("size"),
                options.text("mod").equals("abs"));
    }

    int slot(int hash) {
        return absolute ? (int) (Math.abs((long) hash) % size) : Math.floorMod(hash, size);
    }

    Labels labels() {
        return Labels.numbered(slot -> "hash " + slot);
    }
}

package dev.plumbline.transform;

import java.util.Set;

/** The slot of a hash: a category without a vocabulary. */
final class Hash extends Step {
    static final Op OP = new Op(
                    "hash",
                    HashSlots.OPTIONS,
                    Set.of(Kind.TEXT, Kind.INTEGER, Kind.BYTES, Kind.TEXTS, Kind.INTEGERS),
                    (site, options, in) -> new Hash(options, in, HashSlots.of(options)))
            .preset("spark", java.util.Map.of("seed", 42L, "mod", "floor"))
            .preset("sklearn", java.util.Map.of("seed", 0L, "mod", "abs"));

    private final HashSlots slots;

    private Hash(Options options, Port in, HashSlots slots) {
        super(
                "hash",
                options,
                in,
                in.kind().isList()
                        ? Port.indexes(slots.size(), slots.labels())
                        : Port.index(slots.size(), slots.labels()));
        this.slots = slots;
    }

    @Override
    void apply(Cell cell) {
        if (cell.missing) {
            return;
        }
        Murmur3 hash = cell.hash;
        int seed = slots.seed();
        switch (in.kind()) {
            case TEXT ->
                cell.index = slots.slot(hash.start(seed).add(cell.text()).finish());
            case INTEGER ->
                cell.index = slots.slot(hash.start(seed).add(cell.integer).finish());
            case BYTES ->
                cell.index = slots.slot(hash.start(seed).add(cell.bytes()).finish());
            case TEXTS -> {
                int[] indexes = cell.indexes(cell.length);
                for (int i = 0; i < cell.length; i++) {
                    indexes[i] = slots.slot(hash.start(seed).add(cell.text(i)).finish());
                }
            }
            default -> {
                int[] indexes = cell.indexes(cell.length);
                for (int i = 0; i < cell.length; i++) {
                    indexes[i] =
                            slots.slot(hash.start(seed).add(cell.integers[i]).finish());
                }
            }
        }
    }
}

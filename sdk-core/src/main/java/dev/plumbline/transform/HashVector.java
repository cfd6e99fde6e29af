package dev.plumbline.transform;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Hashes several inputs into one vector: a number adds itself in its name's slot, a text 1 in its own. */
final class HashVector extends JoinStep {
    static final Op OP = Op.joining(
                    "hash_vector",
                    options(),
                    Set.of(Kind.TEXT, Kind.NUMBER, Kind.INTEGER),
                    2,
                    Integer.MAX_VALUE,
                    HashVector::new)
            .preset("spark", Map.of("seed", 42L, "mod", "floor", "sign", "none", "missing", "skip"))
            .preset("sklearn", Map.of("seed", 0L, "mod", "abs", "sign", "alternate", "missing", "skip"));

    private final HashSlots slots;
    private final boolean alternates;
    private final boolean skips;

    /** For each input its name's hash, or for a text what stands before it. */
    private final int[] hashes;

    private final String[] prefixes;

    private HashVector(StepSite site, Options options, List<Port> ins) {
        super(
                "hash_vector",
                options,
                ins,
                Port.vector(options.integer("size"), HashSlots.of(options).labels()));
        this.slots = HashSlots.of(options);
        this.alternates = options.text("sign").equals("alternate");
        this.skips = options.text("missing").equals("skip");
        this.hashes = new int[ins.size()];
        this.prefixes = new String[ins.size()];
        for (int i = 0; i < hashes.length; i++) {
            String name = site.inputs().get(i).input().name();
            hashes[i] = new Murmur3().start(slots.seed()).add(name).finish();
            prefixes[i] = name + "=";
        }
    }

    private static List<Option> options() {
        List<Option> options = new ArrayList<>(HashSlots.OPTIONS);
        options.add(Option.choice("sign", "none", "alternate").orElse("none"));
        options.add(Option.choice("missing", "pass", "skip").orElse("pass"));
        return List.copyOf(options);
    }

    @Override
    void join(Cell[] cells) {
        Cell sum = cells[0];
        int[] indexes = sum.indexes(hashes.length);
        double[] numbers = sum.numbers(hashes.length);
        int entries = 0;
        for (int i = 0; i < hashes.length; i++) {
            Cell cell = cells[i];
            if (cell.missing) {
                continue;
            }
            boolean text = ins.get(i).kind() == Kind.TEXT;
            int hash = text
                    ? cell.hash
                            .start(slots.seed())
                            .add(prefixes[i])
                            .add(cell.text())
                            .finish()
                    : hashes[i];
            double value = text ? 1 : number(cells, i);
            entries = add(indexes, numbers, entries, slots.slot(hash), alternates && hash < 0 ? -value : value);
        }
        sum.length = entries;
        sum.sparse = true;
        sum.missing = false;
    }

    /** Adds to a slot's entry, or makes one in its place; returns how many there are then. */
    private static int add(int[] indexes, double[] numbers, int entries, int slot, double value) {
        int at = entries;
        while (at > 0 && indexes[at - 1] >= slot) {
            at--;
        }
        if (at < entries && indexes[at] == slot) {
            numbers[at] += value;
            return entries;
        }
        System.arraycopy(indexes, at, indexes, at + 1, entries - at);
        System.arraycopy(numbers, at, numbers, at + 1, entries - at);
        indexes[at] = slot;
        numbers[at] = 0.0 + value;
        return entries + 1;
    }

    @Override
    boolean skipsMissing() {
        return skips;
    }

    @Override
    boolean takesMissing() {
        return skips;
    }

    @Override
    boolean givesSparse() {
        return true;
    }
}

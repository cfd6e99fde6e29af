package dev.plumbline.transform;

import java.util.List;
import java.util.Map;
import java.util.Set;

/** One slot for each value of an index, or of an integer in a range: 1 in its own, 0 elsewhere. */
final class OneHot extends Step {
    private static final long MAX_SIZE = 1 << 24;
    private static final long MAX_BASE = 1L << 53;

    static final Op OP = new Op(
                    "one_hot",
                    List.of(
                            Option.integer("size", 1, MAX_SIZE).optional(),
                            Option.integer("base", -MAX_BASE, MAX_BASE).orElse(0L),
                            Option.choice("drop", "none", "first", "last").orElse("none")),
                    Set.of(Kind.INDEX, Kind.INTEGER),
                    OneHot::make)
            .preset("spark", Map.of("drop", "last"))
            .preset("sklearn", Map.of("drop", "none"))
            .preset("keras", Map.of("drop", "none"));

    private final int size;
    private final long base;
    private final boolean zeros;

    /** How many slots the first category has; the last one has none if the vector ends before it. */
    private final int first;

    private OneHot(Options options, Port in, Port all, boolean zeros) {
        super("one_hot", options, in, kept(all, options.text("drop")));
        this.size = all.width();
        this.base = options.integer64("base");
        this.first = options.text("drop").equals("first") ? -1 : 0;
        this.zeros = zeros;
    }

    private static Step make(StepSite site, Options options, Port in) {
        boolean integer = in.kind() == Kind.INTEGER;
        if (integer) {
            checkInteger(site, options);
        } else {
            checkIndex(site, options, in);
        }
        Port all = integer ? range(options.integer("size"), options.integer64("base")) : in;
        if (all.width() == 1 && !options.text("drop").equals("none")) {
            throw site.fault("PLB-106", "drops the only category; write drop: none");
        }
        return new OneHot(options, in, all, site.policy().unknown() == Rule.ZEROS);
    }

    private static void checkInteger(StepSite site, Options options) {
        if (!options.has("size")) {
            throw site.fault("PLB-106", "has no size and takes an integer; write how many integers there are");
        }
    }

    private static void checkIndex(StepSite site, Options options, Port in) {
        if (options.has("size") && options.integer("size") != in.width()) {
            throw site.fault(
                    "PLB-106",
                    "has size " + options.integer("size") + " and takes " + in.described() + "; write " + in.width()
                            + ", or no size");
        }
        if (options.integer64("base") != 0) {
            throw site.fault("PLB-106", "has a base and takes " + in.described() + "; write one for integers only");
        }
    }

    private static Port range(int size, long base) {
        return Port.index(size, Labels.numbered(slot -> "is " + (base + slot)));
    }

    private static Port kept(Port all, String drop) {
        return switch (drop) {
            case "first" -> Port.vector(all.width() - 1, all.labels().from(1));
            case "last" -> Port.vector(all.width() - 1, all.labels());
            default -> Port.vector(all.width(), all.labels());
        };
    }

    /** Tells whether a category's slot is its index. */
    boolean isPlain() {
        return in.kind() == Kind.INDEX && out.width() == size;
    }

    @Override
    void apply(Cell cell) {
        if (cell.missing) {
            return;
        }
        int category = in.kind() == Kind.INDEX ? cell.index : category(cell.integer);
        int slot = category + first;
        int entries = category == Cell.NONE || slot < 0 || slot >= out.width() ? 0 : 1;
        cell.numbers(entries);
        cell.indexes(entries);
        if (entries > 0) {
            cell.numbers[0] = 1;
            cell.indexes[0] = slot;
        }
        cell.sparse = true;
    }

    private int category(long integer) {
        long category = integer - base;
        if (Long.compareUnsigned(category, size) < 0) {
            return (int) category;
        }
        if (zeros) {
            return Cell.NONE;
        }
        throw new StepFault(
                "PLB-308",
                "is not among the " + size + " integers from " + base
                        + " of one_hot; clip it before, or set unknown: zeros");
    }

    @Override
    boolean givesSparse() {
        return true;
    }
}

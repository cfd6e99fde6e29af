package dev.plumbline.transform;

import java.util.List;
import java.util.Map;
import java.util.Set;

/** The index of a text or integer in a list, with slots for those that are unknown or missing. */
final class Vocab extends Step {
    /** Stands for the index of an unknown text where that is an error. */
    static final int UNKNOWN = -2;

    /** Stands for the index of an unknown text that its hash will tell. */
    private static final int HASHED = -3;

    private static final int MAX_OFFSET = 65_536;
    private static final int MAX_OOV = 65_536;
    private static final int MAX_VALUES = 1 << 24;

    static final Op OP = new Op(
                    "vocab",
                    List.of(
                            Option.texts("values").fitted(),
                            Option.integer("oov", MAX_OOV).orElse(0L),
                            Option.integer("missing", 1).orElse(0L),
                            Option.choice("missing_as", "own", "oov").orElse("own"),
                            Option.choice("layout", "values_first", "values_last")
                                    .orElse("values_first"),
                            Option.integer("offset", MAX_OFFSET).orElse(0L),
                            Option.integer("min_count", 1, Integer.MAX_VALUE).orElse(1L),
                            Option.integer("max_size", 1, MAX_VALUES).orElse(65_536L),
                            Option.choice("order", "asc", "desc").orElse("asc")),
                    Set.of(Kind.TEXT, Kind.INTEGER, Kind.TEXTS, Kind.INTEGERS),
                    Vocab::make)
            .preset("spark", Map.of("oov", 1L, "missing_as", "oov", "order", "asc"))
            .preset("sklearn", Map.of("order", "asc"))
            .preset("keras", Map.of("layout", "values_last", "missing", 1L, "oov", 1L, "order", "desc"));

    /** Finds texts; empty for integers. */
    final VocabTable table;

    /** Whether unknown texts have no index at all. */
    final boolean zeros;

    private final Categories categories;
    private final VocabSlots slots;
    private final boolean takesMissing;
    private final int missingIndex;

    private Vocab(Options options, Port in, VocabSlots slots, Rule unknown) {
        super("vocab", options, in, slots.port(in.kind().isList()));
        boolean asUnknown = options.text("missing_as").equals("oov");
        this.slots = slots;
        this.takesMissing = !in.kind().isList() && (asUnknown || slots.missing() > 0);
        this.missingIndex = asUnknown ? slots.firstOov() : slots.firstMissing();
        this.zeros = unknown == Rule.ZEROS;
        int unknownIndex = switch (unknown) {
            case OOV -> slots.oov() == 1 ? slots.firstOov() : HASHED;
            case ZEROS -> Cell.NONE;
            default -> UNKNOWN;
        };
        this.categories = new Categories(in, slots.values(), slots.firstValue(), unknownIndex);
        this.table = categories.texts;
    }

    private static Step make(StepSite site, Options options, Port in) {
        VocabSlots slots = VocabSlots.of(options);
        Categories.check(site, in, "values", slots.values());
        Rule unknown = site.policy().unknown();
        if (unknown == Rule.OOV && slots.oov() == 0) {
            throw site.fault("PLB-118", "has no slot for unknown values and the policy is unknown: oov; add oov: 1");
        }
        if (options.text("missing_as").equals("oov")) {
            if (slots.oov() == 0) {
                throw site.fault("PLB-106", "has missing_as: oov and no slot for that; add oov: 1");
            }
            if (slots.missing() > 0) {
                throw site.fault("PLB-106", "has missing_as: oov, which leaves the slot of missing: 1 empty; drop one");
            }
        }
        return new Vocab(options, in, slots, unknown);
    }

    /** Tells whether the index of a text follows from the table alone. */
    boolean isFixed() {
        return in.kind() == Kind.TEXT && slots.oov() <= 1;
    }

    /** Tells whether missing values share the slots of unknown ones. */
    boolean countsMissingAsUnknown() {
        return takesMissing && slots.missing() == 0;
    }

    @Override
    void apply(Cell cell) {
        if (cell.missing) {
            if (takesMissing) {
                cell.missing = false;
                cell.index = missingIndex;
            }
            return;
        }
        Kind kind = in.kind();
        if (!kind.isList()) {
            int index = categories.index(cell, kind);
            cell.index = index == HASHED ? hashed(kind == Kind.TEXT ? text(cell) : integer(cell)) : index;
            if (index == UNKNOWN) {
                throw unknown("is not");
            }
            return;
        }
        int[] indexes = cell.indexes(cell.length);
        for (int i = 0; i < cell.length; i++) {
            int index = categories.index(cell, kind, i);
            if (index == UNKNOWN) {
                throw unknown("has element " + i + ", which is not");
            }
            indexes[i] = index == HASHED ? hashed(kind == Kind.TEXTS ? text(cell, i) : integer(cell, i)) : index;
        }
    }

    private int hashed(Murmur3 hash) {
        return slots.firstOov() + Math.floorMod(hash.finish(), slots.oov());
    }

    private static Murmur3 text(Cell cell) {
        return cell.hash.start(HashSlots.SEED).add(cell.text());
    }

    private static Murmur3 text(Cell cell, int element) {
        return cell.hash.start(HashSlots.SEED).add(cell.text(element));
    }

    private static Murmur3 integer(Cell cell) {
        return cell.hash.start(HashSlots.SEED).add(cell.integer);
    }

    private static Murmur3 integer(Cell cell, int element) {
        return cell.hash.start(HashSlots.SEED).add(cell.integers[element]);
    }

    private StepFault unknown(String subject) {
        return new StepFault(
                "PLB-308",
                subject + " among the " + categories.size() + " values of vocab; set unknown: oov or unknown: zeros");
    }

    @Override
    boolean takesMissing() {
        return takesMissing;
    }
}

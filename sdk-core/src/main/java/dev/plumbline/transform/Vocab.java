package dev.plumbline.transform;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** The index of a text in a list: values, then the slot for unknown ones, then the slot for missing ones. */
final class Vocab extends Step {
    /** Stands for an unknown text where that is an error. */
    static final int UNKNOWN = -2;

    private static final int MAX_OFFSET = 65_536;

    static final Op OP = new Op(
            "vocab",
            List.of(
                    Option.texts("values").fitted(),
                    Option.integer("oov", 1).orElse(0L),
                    Option.integer("missing", 1).orElse(0L),
                    Option.integer("offset", MAX_OFFSET).orElse(0L)),
            Set.of(Kind.TEXT),
            Vocab::make);

    final VocabTable table;

    /** Whether unknown texts have no index at all. */
    final boolean zeros;

    private final int missingIndex;

    private Vocab(Options options, Port in, Port out, Rule unknown) {
        super("vocab", options, in, out);
        List<String> values = options.texts("values");
        int offset = options.integer("offset");
        int afterValues = offset + values.size();
        this.missingIndex = options.integer("missing") == 0 ? -1 : afterValues + options.integer("oov");
        this.zeros = unknown == Rule.ZEROS;
        int unknownIndex = unknown == Rule.OOV ? afterValues : zeros ? Cell.NONE : UNKNOWN;
        this.table = new VocabTable(values, offset, unknownIndex);
    }

    private static Step make(StepSite site, Options options, Port in) {
        List<String> values = options.texts("values");
        if (values.isEmpty()) {
            throw site.fault("PLB-106", "has no values; list at least one");
        }
        Map<String, Integer> first = new HashMap<>();
        for (int i = 0; i < values.size(); i++) {
            Integer earlier = first.putIfAbsent(values.get(i), i);
            if (earlier != null) {
                throw site.fault(
                        "PLB-113",
                        "has \"" + values.get(i) + "\" twice (values " + earlier + " and " + i + "); remove one");
            }
        }
        if (site.policy().unknown() == Rule.OOV && options.integer("oov") == 0) {
            throw site.fault("PLB-118", "has no slot for unknown values and the policy is unknown: oov; add oov: 1");
        }
        return new Vocab(options, in, port(options, values), site.policy().unknown());
    }

    private static Port port(Options options, List<String> values) {
        List<String> labels = new ArrayList<>();
        List<String> meanings = new ArrayList<>();
        for (int i = 0; i < options.integer("offset"); i++) {
            labels.add("[" + i + "]");
            meanings.add("reserved");
        }
        for (String value : values) {
            labels.add("=" + value);
            meanings.add("is \"" + value + "\"");
        }
        if (options.integer("oov") == 1) {
            labels.add("[oov]");
            meanings.add("is unknown");
        }
        if (options.integer("missing") == 1) {
            labels.add("[missing]");
            meanings.add("is missing");
        }
        return Port.index(labels.size(), Labels.of(labels, meanings));
    }

    /** Tells whether an index follows from the table alone. */
    boolean isFixed() {
        return in.kind() == Kind.TEXT;
    }

    @Override
    void apply(Cell cell) {
        if (cell.missing) {
            if (missingIndex >= 0) {
                cell.missing = false;
                cell.index = missingIndex;
            }
            return;
        }
        String text = Objects.requireNonNull(cell.text);
        cell.index = table.index(text);
        if (cell.index == UNKNOWN) {
            throw new StepFault(
                    "PLB-308",
                    "is not among the " + table.size() + " values of vocab; set unknown: oov or unknown: zeros");
        }
    }

    @Override
    boolean takesMissing() {
        return missingIndex >= 0;
    }
}

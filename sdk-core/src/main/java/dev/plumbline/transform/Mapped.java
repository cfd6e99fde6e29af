package dev.plumbline.transform;

import java.util.List;
import java.util.Map;
import java.util.Set;

/** A number that is written down for each text or integer, such as its count in the training data. */
final class Mapped extends Step {
    static final Op VALUE_MAP = op("value_map");
    static final Op COUNT_ENCODE = op("count_encode");
    static final Op FREQ_ENCODE = op("freq_encode");

    private static final String DEFAULT = "default";

    private final NumberTable table;
    private final boolean hasDefault;
    private final double fallback;

    private Mapped(String op, Options options, Port in) {
        super(op, options, in, Port.NUMBER);
        this.table = new NumberTable(in, options.map("map"));
        this.hasDefault = options.has(DEFAULT);
        this.fallback = options.number(DEFAULT, 0);
    }

    private static Op op(String name) {
        return new Op(
                name,
                List.of(Option.map("map").fitted(), Option.number(DEFAULT).optional()),
                Set.of(Kind.TEXT, Kind.INTEGER),
                Mapped::make);
    }

    private static Step make(StepSite site, Options options, Port in) {
        Map<String, Double> map = options.map("map");
        Categories.check(site, in, "map", List.copyOf(map.keySet()));
        Rule unknown = site.policy().unknown();
        if (unknown != Rule.ERROR && !options.has(DEFAULT)) {
            throw site.fault(
                    "PLB-118",
                    "has no default and the policy is unknown: " + unknown.spelled()
                            + "; add default, or set unknown: error for the feature");
        }
        return new Mapped(site.op(), options, in);
    }

    @Override
    void apply(Cell cell) {
        if (cell.missing) {
            return;
        }
        int place = table.place(cell);
        if (place >= 0) {
            cell.number = table.number(place);
        } else if (hasDefault) {
            cell.number = fallback;
        } else {
            throw new StepFault("PLB-308", "is not among the " + table.size() + " keys of " + op + "; add default");
        }
    }
}

package dev.plumbline.transform;

import java.util.List;
import java.util.Set;
import java.util.TreeMap;

/** Replaces a missing number. */
final class Impute extends Step {
    static final Op OP = new Op(
            "impute",
            List.of(Option.number("value").fitted()),
            Set.of(Kind.NUMBER),
            (site, options, in) -> new Impute(options));

    final double value;

    private Impute(Options options) {
        super("impute", options, Port.NUMBER, Port.NUMBER);
        this.value = options.number("value");
    }

    static Impute of(double value) {
        TreeMap<String, Object> written = new TreeMap<>();
        written.put("value", value);
        return new Impute(Options.of(OP.options(), written));
    }

    @Override
    void apply(Cell cell) {
        if (cell.missing) {
            cell.missing = false;
            cell.number = value;
        }
    }

    @Override
    boolean takesMissing() {
        return true;
    }
}

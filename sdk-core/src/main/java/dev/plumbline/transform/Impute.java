package dev.plumbline.transform;

import java.util.List;
import java.util.TreeMap;

/** Replaces a missing number. */
final class Impute extends Step {
    static final Op OP = new Op(
            "impute",
            List.of(Option.number("value").fitted()),
            Kind.NUMERIC,
            (site, options, in) -> new Impute(options, in));

    final double value;

    private final boolean integer;

    private Impute(Options options, Port in) {
        super("impute", options, in, isInteger(in, options.number("value")) ? in : in.computed());
        this.value = options.number("value");
        this.integer = out.kind() == Kind.INTEGER;
    }

    /** An integer stays one only if what stands for a missing one is one, too. */
    private static boolean isInteger(Port in, double value) {
        return in.kind() == Kind.INTEGER && value == Math.rint(value) && Math.abs(value) <= 1L << 53;
    }

    static Impute of(double value, Port in) {
        TreeMap<String, Object> written = new TreeMap<>();
        written.put("value", value);
        return new Impute(Options.of(OP.options(), written), in);
    }

    @Override
    void apply(Cell cell) {
        if (cell.missing) {
            cell.missing = false;
            cell.number = value;
            cell.integer = (long) value;
        } else if (!integer) {
            cell.number = cell.number(in.kind());
        }
    }

    @Override
    boolean takesMissing() {
        return true;
    }
}

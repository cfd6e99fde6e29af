package dev.plumbline.transform;

import java.util.EnumSet;
import java.util.List;
import java.util.TreeMap;

/** Replaces a missing value. */
final class Impute extends Step {
    static final Op OP = new Op(
            "impute",
            List.of(
                    Option.node("value").fitted(),
                    Option.choice("by", "mean", "median", "mode", "min", "max")
                            .orElse("median")
                            .addedLater()),
            EnumSet.of(
                    Kind.NUMBER,
                    Kind.INTEGER,
                    Kind.TEXT,
                    Kind.TIME,
                    Kind.VECTOR,
                    Kind.NUMBERS,
                    Kind.INTEGERS,
                    Kind.TEXTS),
            Impute::make);

    private final Filler filler;

    private Impute(Options options, Port in, Filler filler) {
        super("impute", options, in, filler.isInteger() ? in : in.computed());
        this.filler = filler;
    }

    private static Step make(StepSite site, Options options, Port in) {
        Scalars scalars = new Scalars(site.site());
        Object value = Filler.parse(scalars, options.node("value"), in.kind(), site.where("value"));
        return new Impute(options.with("value", value), in, new Filler(in, value));
    }

    static Impute of(double value, Port in) {
        TreeMap<String, Object> written = new TreeMap<>();
        written.put("value", value);
        return new Impute(Options.of(OP.options(), written), in, new Filler(in, value));
    }

    @Override
    void apply(Cell cell) {
        if (cell.missing) {
            filler.fill(cell, out.kind());
        } else if (in.kind() == Kind.INTEGER && out.kind() == Kind.NUMBER) {
            cell.number = cell.number(Kind.INTEGER);
        } else if (in.kind() == Kind.INTEGERS && out.kind() == Kind.NUMBERS) {
            cell.numbers(Kind.INTEGERS);
        }
    }

    @Override
    boolean takesMissing() {
        return true;
    }
}

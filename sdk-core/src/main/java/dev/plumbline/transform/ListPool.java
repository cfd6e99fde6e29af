package dev.plumbline.transform;

import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** One number of a list or vector. */
final class ListPool extends Step {
    private static final Set<Kind> COUNTED =
            EnumSet.of(Kind.VECTOR, Kind.NUMBERS, Kind.INTEGERS, Kind.TEXTS, Kind.INDEXES);

    static final Op OP = new Op(
            "list_pool",
            List.of(Option.choice("fn", "sum", "mean", "max", "min", "first", "last", "len")),
            COUNTED,
            ListPool::make);

    private enum Pool {
        SUM,
        MEAN,
        MAX,
        MIN,
        FIRST,
        LAST,
        LEN
    }

    private final Pool fn;

    private ListPool(Options options, Port in) {
        super("list_pool", options, in, Port.NUMBER);
        this.fn = Pool.valueOf(options.text("fn").toUpperCase(Locale.ROOT));
    }

    private static Step make(StepSite site, Options options, Port in) {
        if (!Kind.NUMERIC_LISTS.contains(in.kind()) && !options.is("fn", "len")) {
            throw site.fault(
                    "PLB-103", "has fn " + options.text("fn") + " and takes " + in.described() + "; write fn: len");
        }
        return new ListPool(options, in);
    }

    @Override
    void apply(Cell cell) {
        if (cell.missing) {
            return;
        }
        if (fn == Pool.LEN) {
            cell.number = cell.length;
        } else if (cell.length == 0) {
            cell.missing = true;
        } else {
            cell.number = pooled(cell.numbers(in.kind()), cell.length);
        }
    }

    private double pooled(double[] elements, int length) {
        double pooled = fn == Pool.LAST ? elements[length - 1] : elements[0];
        for (int i = 1; i < length; i++) {
            pooled = switch (fn) {
                case SUM, MEAN -> pooled + elements[i];
                case MAX -> Math.max(pooled, elements[i]);
                case MIN -> Math.min(pooled, elements[i]);
                default -> pooled;
            };
        }
        return fn == Pool.MEAN ? pooled / length : pooled;
    }
}

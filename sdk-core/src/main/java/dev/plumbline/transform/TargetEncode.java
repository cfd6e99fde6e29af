package dev.plumbline.transform;

import java.util.List;
import java.util.Set;

/** What the label was on average, in the training data, where the text or integer was the same. */
final class TargetEncode extends Step {
    private static final String MISSING = "missing";

    static final Op OP = new Op(
            "target_encode",
            List.of(
                    Option.map("map").fitted(),
                    Option.number("prior").fitted(),
                    Option.number(MISSING).optional().fitted(),
                    Option.input("target").optional(),
                    Option.number("smoothing").orElse(0.0),
                    Option.choice("training", "in_fold", "out_of_fold")),
            Set.of(Kind.TEXT, Kind.INTEGER),
            TargetEncode::make);

    private final NumberTable table;
    private final double prior;
    private final boolean takesMissing;
    private final double missing;

    private TargetEncode(Options options, Port in) {
        super("target_encode", options, in, Port.NUMBER);
        this.table = new NumberTable(in, options.map("map"));
        this.prior = options.number("prior");
        this.takesMissing = options.has(MISSING);
        this.missing = options.number(MISSING, 0);
    }

    private static Step make(StepSite site, Options options, Port in) {
        Categories.check(site, in, "map", List.copyOf(options.map("map").keySet()));
        if (options.number("smoothing") < 0) {
            throw site.fault(
                    "PLB-107", "has smoothing " + Options.number(options.number("smoothing")) + "; write 0 or more");
        }
        return new TargetEncode(options, in);
    }

    @Override
    void apply(Cell cell) {
        if (!cell.missing) {
            int place = table.place(cell);
            cell.number = place < 0 ? prior : table.number(place);
        } else if (takesMissing) {
            cell.missing = false;
            cell.number = missing;
        }
    }

    @Override
    boolean takesMissing() {
        return takesMissing;
    }
}

package dev.plumbline.transform;

import java.util.List;

/** 1 for a number above a threshold, else 0. */
final class Binarize extends NumberStep {
    static final Op OP = new Op(
            "binarize",
            List.of(
                    Option.number("threshold"),
                    Option.choice("compare", "gt", "ge").orElse("gt")),
            Kind.ELEMENTWISE,
            (site, options, in) -> new Binarize(options, in));

    private final double threshold;
    private final boolean reached;

    private Binarize(Options options, Port in) {
        super("binarize", options, in);
        this.threshold = options.number("threshold");
        this.reached = options.text("compare").equals("ge");
    }

    @Override
    double apply(double x) {
        return Double.isNaN(x) ? x : (reached ? x >= threshold : x > threshold) ? 1.0 : 0.0;
    }

    @Override
    void apply(Cell cell) {
        if (!cell.missing && cell.hasNaN(in.kind())) {
            throw new StepFault("PLB-302", "is nan, which no threshold compares with; set nan: missing and impute it");
        }
        super.apply(cell);
    }
}

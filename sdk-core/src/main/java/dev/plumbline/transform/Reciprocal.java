package dev.plumbline.transform;

import java.util.List;

/** 1 / x. */
final class Reciprocal extends NumberStep {
    static final Op OP = new Op(
            "reciprocal",
            List.of(Option.numberOr("zero", "missing")),
            Kind.ELEMENTWISE,
            (site, options, in) -> new Reciprocal(options, in));

    private final boolean zeroIsMissing;
    private final double zero;

    private Reciprocal(Options options, Port in) {
        super("reciprocal", options, in);
        this.zeroIsMissing = options.is("zero", "missing");
        this.zero = zeroIsMissing ? Double.NaN : options.number("zero");
    }

    @Override
    double apply(double x) {
        return x == 0 ? zero : 1.0 / x;
    }

    @Override
    boolean isMissingOutside() {
        return zeroIsMissing;
    }
}

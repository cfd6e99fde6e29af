package dev.plumbline.transform;

import java.util.List;

/** A number to the power of another. */
final class Pow extends NumberStep {
    static final Op OP = new Op(
            "pow",
            List.of(Option.number("exponent"), DOMAIN),
            Kind.ELEMENTWISE,
            (site, options, in) -> new Pow(options, in, site.strict()));

    private final double exponent;
    private final boolean strict;

    private Pow(Options options, Port in, boolean strict) {
        super("pow", options, in);
        this.exponent = options.number("exponent");
        this.strict = strict;
    }

    @Override
    double apply(double x) {
        // Java has NaN to the 0 as 1.
        if (Double.isNaN(x)) {
            return x;
        }
        double value = strict ? StrictPow.pow(x, exponent) : Math.pow(x, exponent);
        return Double.isInfinite(value) && !Double.isInfinite(x) ? Double.NaN : value;
    }
}

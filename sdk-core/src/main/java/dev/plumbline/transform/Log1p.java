package dev.plumbline.transform;

import java.util.List;

/** The natural logarithm of 1 + x, for x above -1. */
final class Log1p extends NumberStep {
    static final Op OP = new Op(
            "log1p",
            List.of(DOMAIN.addedLater()),
            Kind.ELEMENTWISE,
            (site, options, in) -> new Log1p(options, in, site.strict()));

    final boolean strict;

    private Log1p(Options options, Port in, boolean strict) {
        super("log1p", options, in);
        this.strict = strict;
    }

    @Override
    double apply(double x) {
        return strict ? strict(x) : x <= -1 ? Double.NaN : Math.log1p(x);
    }

    static double strict(double x) {
        return x <= -1 ? Double.NaN : StrictMath.log1p(x);
    }
}

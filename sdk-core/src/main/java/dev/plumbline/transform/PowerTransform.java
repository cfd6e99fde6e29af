package dev.plumbline.transform;

import java.util.List;

/** Bends a number so that many of them look normal: Yeo-Johnson, or Box-Cox for those above 0. */
final class PowerTransform extends NumberStep {
    static final Op OP = new Op(
            "power",
            List.of(Option.choice("method", "yeo_johnson", "box_cox"), Option.number("lambda"), DOMAIN),
            Kind.ELEMENTWISE,
            (site, options, in) -> new PowerTransform(options, in, site.strict()));

    private final boolean boxCox;
    private final double lambda;
    private final boolean strict;

    private PowerTransform(Options options, Port in, boolean strict) {
        super("power", options, in);
        this.boxCox = options.text("method").equals("box_cox");
        this.lambda = options.number("lambda");
        this.strict = strict;
    }

    @Override
    double apply(double x) {
        if (boxCox) {
            return !(x > 0) ? Double.NaN : lambda == 0 ? ln(x) : powered(x, lambda);
        }
        if (x < 0) {
            return -(lambda == 2 ? log1p(-x) : powered(1 - x, 2 - lambda));
        }
        return Double.isNaN(x) ? x : lambda == 0 ? log1p(x) : powered(x + 1, lambda);
    }

    private double powered(double x, double exponent) {
        return ((strict ? StrictPow.pow(x, exponent) : Math.pow(x, exponent)) - 1) / exponent;
    }

    private double ln(double x) {
        return strict ? StrictMath.log(x) : Math.log(x);
    }

    private double log1p(double x) {
        return strict ? StrictMath.log1p(x) : Math.log1p(x);
    }
}

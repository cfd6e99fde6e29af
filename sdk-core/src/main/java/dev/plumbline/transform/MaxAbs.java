package dev.plumbline.transform;

import java.util.List;
import java.util.Map;

/** A number divided by the greatest magnitude; by nothing if that is 0. */
final class MaxAbs extends NumberStep {
    static final Op OP = new Op(
                    "maxabs",
                    List.of(
                            Option.number("max").fitted(),
                            Option.choice("form", "mul", "div").orElse("mul")),
                    Kind.ELEMENTWISE,
                    MaxAbs::make)
            .preset("spark", Map.of("form", "mul"))
            .preset("sklearn", Map.of("form", "div"));

    private final double max;
    private final double factor;
    private final boolean divides;

    private MaxAbs(Options options, Port in, double max) {
        super("maxabs", options, in);
        this.max = max;
        this.factor = 1.0 / max;
        this.divides = options.text("form").equals("div");
    }

    private static Step make(StepSite site, Options options, Port in) {
        double max = options.number("max");
        if (max < 0 || (max > 0 && Double.isInfinite(1.0 / max))) {
            throw site.fault("PLB-107", "has max " + max + "; write 0, or a positive one whose inverse is finite");
        }
        return new MaxAbs(options, in, max == 0 ? 1.0 : max);
    }

    @Override
    double apply(double x) {
        return divides ? x / max : x * factor;
    }
}

package dev.plumbline.transform;

import java.util.List;

/** Maps one range to another; values outside go outside. */
final class MinMax extends NumberStep {
    static final Op OP = new Op(
            "minmax",
            List.of(
                    Option.number("min").fitted(),
                    Option.number("max").fitted(),
                    Option.numbers("to").orElse(List.of(0.0, 1.0)),
                    Option.choice("form", "shift", "affine").orElse("shift")),
            Kind.ELEMENTWISE,
            MinMax::make);

    final double min;
    final double factor;
    final double low;

    /** What is added in the affine form. */
    final double offset;

    final boolean affine;

    private MinMax(Options options, Port in) {
        super("minmax", options, in);
        double[] to = options.numbers("to");
        this.min = options.number("min");
        this.factor = (to[1] - to[0]) / (options.number("max") - min);
        this.low = to[0];
        this.offset = low - min * factor;
        this.affine = options.text("form").equals("affine");
    }

    private static Step make(StepSite site, Options options, Port in) {
        double[] to = options.numbers("to");
        if (to.length != 2 || !(to[0] < to[1])) {
            throw site.fault("PLB-106", "needs 'to' with a low and a high end; write to: [0, 1]");
        }
        if (!(options.number("min") < options.number("max"))) {
            throw site.fault(
                    "PLB-107",
                    "has min " + Options.number(options.number("min")) + " and max "
                            + Options.number(options.number("max")) + "; min has to be less than max");
        }
        MinMax step = new MinMax(options, in);
        if (step.factor == 0 || Double.isInfinite(step.factor) || !Double.isFinite(step.offset)) {
            throw site.fault("PLB-107", "has ranges whose ratio is beyond binary64; write narrower ones");
        }
        return step;
    }

    @Override
    double apply(double x) {
        return affine ? x * factor + offset : (x - min) * factor + low;
    }
}

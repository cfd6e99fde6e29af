package dev.plumbline.transform;

import java.util.List;

/** Bounds a number; a NaN stays one. */
final class Clip extends NumberStep {
    static final Op OP = new Op(
            "clip",
            List.of(
                    Option.number("min").fitted().optional(),
                    Option.number("max").fitted().optional()),
            Kind.ELEMENTWISE,
            Clip::make);

    static final Op WINSORIZE = new Op(
            "winsorize",
            List.of(
                    Option.number("min").fitted(),
                    Option.number("max").fitted(),
                    Option.number("lower").orElse(0.01),
                    Option.number("upper").orElse(0.99),
                    QUANTILE_METHOD),
            Kind.ELEMENTWISE,
            Clip::winsorize);

    final double min;
    final double max;

    private Clip(String op, Options options, Port in) {
        super(op, options, in);
        this.min = options.number("min", Double.NEGATIVE_INFINITY);
        this.max = options.number("max", Double.POSITIVE_INFINITY);
    }

    private static Step make(StepSite site, Options options, Port in) {
        if (!options.has("min") && !options.has("max")) {
            throw site.fault("PLB-106", "has neither min nor max; give at least one");
        }
        Clip clip = new Clip(site.op(), options, in);
        if (clip.min > clip.max) {
            throw site.fault(
                    "PLB-107",
                    "has min " + Options.number(clip.min) + " above max " + Options.number(clip.max) + "; swap them");
        }
        return clip;
    }

    private static Step winsorize(StepSite site, Options options, Port in) {
        double lower = options.number("lower");
        double upper = options.number("upper");
        if (!(lower >= 0 && lower < upper && upper <= 1)) {
            throw site.fault(
                    "PLB-107",
                    "has lower " + Options.number(lower) + " and upper " + Options.number(upper)
                            + "; write two quantiles from 0 to 1, the lower one first");
        }
        return make(site, options, in);
    }

    @Override
    double apply(double x) {
        return x < min ? min : x > max ? max : x;
    }
}

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

    final double min;
    final double max;

    private Clip(Options options, Port in) {
        super("clip", options, in);
        this.min = options.number("min", Double.NEGATIVE_INFINITY);
        this.max = options.number("max", Double.POSITIVE_INFINITY);
    }

    private static Step make(StepSite site, Options options, Port in) {
        if (!options.has("min") && !options.has("max")) {
            throw site.fault("PLB-106", "has neither min nor max; give at least one");
        }
        Clip clip = new Clip(options, in);
        if (clip.min > clip.max) {
            throw site.fault(
                    "PLB-107",
                    "has min " + Options.number(clip.min) + " above max " + Options.number(clip.max) + "; swap them");
        }
        return clip;
    }

    @Override
    double apply(double x) {
        return x < min ? min : x > max ? max : x;
    }
}

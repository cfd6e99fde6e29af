package dev.plumbline.transform;

import java.util.List;

/** Standard score. */
final class ZScore extends NumberStep {
    /** How the deviation is divided out, or what stands for it where it is zero. */
    enum Form {
        MUL,
        DIV,
        ZEROS,
        CENTER
    }

    static final Op OP = new Op(
            "zscore",
            List.of(
                    Option.number("mean").fitted(),
                    Option.number("std").fitted(),
                    Option.integer("ddof", 1).orElse(1L),
                    Option.choice("form", "mul", "div").orElse("mul"),
                    Option.choice("zero_std", "zeros", "center").optional()),
            Kind.ELEMENTWISE,
            ZScore::make);

    final double mean;
    final double std;

    /** 1 / std, rounded once. */
    final double factor;

    final Form form;

    private ZScore(Options options, Port in, Form form) {
        super("zscore", options, in);
        this.mean = options.number("mean");
        this.std = options.number("std");
        this.factor = 1.0 / std;
        this.form = form;
    }

    private static Step make(StepSite site, Options options, Port in) {
        double std = options.number("std");
        if (std == 0) {
            if (!options.has("zero_std")) {
                throw site.fault("PLB-107", "has std 0; add zero_std: zeros or zero_std: center");
            }
            return new ZScore(options, in, options.text("zero_std").equals("zeros") ? Form.ZEROS : Form.CENTER);
        }
        if (std < 0 || Double.isInfinite(1.0 / std)) {
            throw site.fault("PLB-107", "has std " + std + "; write a positive one whose inverse is finite");
        }
        Options full = options.has("zero_std") ? options : options.with("zero_std", "zeros");
        return new ZScore(full, in, options.text("form").equals("mul") ? Form.MUL : Form.DIV);
    }

    @Override
    double apply(double x) {
        return switch (form) {
            case MUL -> (x - mean) * factor;
            case DIV -> (x - mean) / std;
            case ZEROS -> Double.isNaN(x) ? x : 0.0;
            case CENTER -> x - mean;
        };
    }
}

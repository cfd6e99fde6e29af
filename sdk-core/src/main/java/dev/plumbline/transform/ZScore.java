package dev.plumbline.transform;

import java.util.List;
import java.util.Map;

/** A number less the middle of its distribution, divided by the spread: by mean and deviation, or by median and range. */
final class ZScore extends NumberStep {
    /** How the spread is divided out, or what stands for it where it is zero. */
    enum Form {
        MUL,
        DIV,
        ZEROS,
        CENTER
    }

    /** What a deviation is at least under {@code zero_std: epsilon}. */
    private static final double EPSILON = 1e-7;

    static final Op OP = new Op(
                    "zscore",
                    List.of(
                            Option.number("mean").fitted(),
                            Option.number("std").fitted(),
                            Option.integer("ddof", 1).orElse(1L),
                            Option.choice("form", "mul", "div").orElse("mul"),
                            Option.choice("zero_std", "zeros", "center", "epsilon")
                                    .optional()),
                    Kind.ELEMENTWISE,
                    (site, options, in) -> make(site, options, in, "mean", "std", "zero_std"))
            .preset("spark", Map.of("form", "mul", "ddof", 1L, "zero_std", "zeros"))
            .preset("sklearn", Map.of("form", "div", "ddof", 0L, "zero_std", "center"))
            .preset("keras", Map.of("form", "div", "ddof", 0L, "zero_std", "epsilon"));

    static final Op CENTER_SCALE = new Op(
                    "center_scale",
                    List.of(
                            Option.number("center").fitted(),
                            Option.number("scale").fitted(),
                            Option.choice("form", "mul", "div").orElse("mul"),
                            QUANTILE_METHOD,
                            Option.choice("zero_scale", "zeros", "center").optional()),
                    Kind.ELEMENTWISE,
                    (site, options, in) -> make(site, options, in, "center", "scale", "zero_scale"))
            .preset("spark", Map.of("form", "mul", "method", "inverted_cdf", "zero_scale", "zeros"))
            .preset("sklearn", Map.of("form", "div", "method", "linear", "zero_scale", "center"));

    final double mean;
    final double std;

    /** 1 / std, rounded once. */
    final double factor;

    final Form form;

    private ZScore(String op, Options options, Port in, double mean, double std, Form form) {
        super(op, options, in);
        this.mean = mean;
        this.std = std;
        this.factor = 1.0 / std;
        this.form = form;
    }

    private static Step make(StepSite site, Options options, Port in, String center, String spread, String zero) {
        double mean = options.number(center);
        double given = options.number(spread);
        double std = options.is(zero, "epsilon") && given >= 0 ? Math.max(given, EPSILON) : given;
        if (std == 0) {
            if (!options.has(zero)) {
                throw site.fault("PLB-107", "has " + spread + " 0; add " + zero + ": zeros or " + zero + ": center");
            }
            Form form = options.text(zero).equals("zeros") ? Form.ZEROS : Form.CENTER;
            return new ZScore(site.op(), options, in, mean, std, form);
        }
        if (std < 0 || Double.isInfinite(1.0 / std)) {
            throw site.fault("PLB-107", "has " + spread + " " + std + "; write a positive one whose inverse is finite");
        }
        Options full = options.has(zero) ? options : options.with(zero, "zeros");
        Form form = options.text("form").equals("mul") ? Form.MUL : Form.DIV;
        return new ZScore(site.op(), full, in, mean, std, form);
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

package dev.plumbline.transform;

import java.util.List;
import java.util.Map;

/** Maps one range to another; values outside go outside. */
final class MinMax extends NumberStep {
    /** How the range is mapped, or what stands for it where it is a point. */
    enum Form {
        SHIFT,
        AFFINE,
        MIDDLE,
        CENTER
    }

    static final Op OP = new Op(
                    "minmax",
                    List.of(
                            Option.number("min").fitted(),
                            Option.number("max").fitted(),
                            Option.numbers("to").orElse(List.of(0.0, 1.0)),
                            Option.choice("form", "shift", "affine").orElse("shift"),
                            Option.choice("zero_range", "middle", "center").optional()),
                    Kind.ELEMENTWISE,
                    MinMax::make)
            .preset("spark", Map.of("form", "shift", "zero_range", "middle"))
            .preset("sklearn", Map.of("form", "affine", "zero_range", "center"));

    final double min;
    final double factor;
    final double low;
    final Form form;

    /** What is added in the affine form. */
    private final double offset;

    private final double middle;

    private MinMax(Options options, Port in, Form form) {
        super("minmax", options, in);
        double[] to = options.numbers("to");
        this.min = options.number("min");
        this.factor = (to[1] - to[0]) / (options.number("max") - min);
        this.low = to[0];
        this.form = form;
        this.offset = low - min * factor;
        this.middle = (to[0] + to[1]) / 2;
    }

    private static Step make(StepSite site, Options options, Port in) {
        double[] to = options.numbers("to");
        if (to.length != 2 || !(to[0] < to[1])) {
            throw site.fault("PLB-106", "needs 'to' with a low and a high end; write to: [0, 1]");
        }
        double min = options.number("min");
        double max = options.number("max");
        if (min == max && options.has("zero_range")) {
            MinMax step = new MinMax(options, in, options.is("zero_range", "middle") ? Form.MIDDLE : Form.CENTER);
            if (Double.isInfinite(step.middle)) {
                throw site.fault("PLB-107", "has ends of 'to' whose sum is beyond binary64; write smaller ones");
            }
            return step;
        }
        if (!(min < max)) {
            throw site.fault(
                    "PLB-107",
                    "has min " + Options.number(min) + " and max " + Options.number(max)
                            + "; min has to be less than max"
                            + (min == max ? ", or add zero_range: middle or zero_range: center" : ""));
        }
        MinMax step = new MinMax(options, in, options.is("form", "affine") ? Form.AFFINE : Form.SHIFT);
        if (step.factor == 0 || Double.isInfinite(step.factor) || !Double.isFinite(step.offset)) {
            throw site.fault("PLB-107", "has ranges whose ratio is beyond binary64; write narrower ones");
        }
        return step;
    }

    @Override
    double apply(double x) {
        return switch (form) {
            case SHIFT -> (x - min) * factor + low;
            case AFFINE -> x * factor + offset;
            case MIDDLE -> Double.isNaN(x) ? x : middle;
            case CENTER -> (x - min) + low;
        };
    }
}

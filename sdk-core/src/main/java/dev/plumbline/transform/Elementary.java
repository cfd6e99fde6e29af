package dev.plumbline.transform;

import java.util.List;

/** A function of one number without parameters. */
final class Elementary extends NumberStep {
    private enum Function {
        LN,
        LOG2,
        LOG10,
        SIGNED_LOG1P,
        SQRT,
        EXP,
        EXPM1,
        ABS,
        SIGN
    }

    static final Op LOG = new Op(
            "log",
            List.of(Option.choice("base", "e", "2", "10").orElse("e"), DOMAIN),
            Kind.ELEMENTWISE,
            (site, options, in) -> new Elementary("log", logarithm(options.text("base")), site, options, in));

    static final Op SIGNED_LOG1P = op("signed_log1p", Function.SIGNED_LOG1P, List.of());
    static final Op SQRT = op("sqrt", Function.SQRT, List.of(DOMAIN));
    static final Op EXP = op("exp", Function.EXP, List.of());
    static final Op EXPM1 = op("expm1", Function.EXPM1, List.of());
    static final Op ABS = op("abs", Function.ABS, List.of());
    static final Op SIGN = op("sign", Function.SIGN, List.of());

    private static final double LN_2 = StrictMath.log(2);

    private final Function function;
    private final boolean strict;

    private Elementary(String op, Function function, StepSite site, Options options, Port in) {
        super(op, options, in);
        this.function = function;
        this.strict = site.strict();
    }

    private static Op op(String name, Function function, List<Option> options) {
        return new Op(
                name, options, Kind.ELEMENTWISE, (site, given, in) -> new Elementary(name, function, site, given, in));
    }

    private static Function logarithm(String base) {
        return switch (base) {
            case "2" -> Function.LOG2;
            case "10" -> Function.LOG10;
            default -> Function.LN;
        };
    }

    @Override
    double apply(double x) {
        return switch (function) {
            case LN -> ln(x);
            case LOG2 -> ln(x) / LN_2;
            case LOG10 -> !(x > 0) ? Double.NaN : strict ? StrictMath.log10(x) : Math.log10(x);
            case SIGNED_LOG1P -> x < 0 ? -log1p(-x) : x == 0 ? 0.0 : log1p(x);
            case SQRT -> Math.sqrt(x);
            case EXP -> strict ? StrictMath.exp(x) : Math.exp(x);
            case EXPM1 -> strict ? StrictMath.expm1(x) : Math.expm1(x);
            case ABS -> Math.abs(x);
            case SIGN -> x > 0 ? 1.0 : x < 0 ? -1.0 : x == 0 ? 0.0 : x;
        };
    }

    private double ln(double x) {
        return !(x > 0) ? Double.NaN : strict ? StrictMath.log(x) : Math.log(x);
    }

    private double log1p(double x) {
        return strict ? StrictMath.log1p(x) : Math.log1p(x);
    }
}

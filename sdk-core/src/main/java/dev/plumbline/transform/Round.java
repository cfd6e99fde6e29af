package dev.plumbline.transform;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Rounds to a number of decimal digits; a negative that becomes zero is -0.0. */
final class Round extends NumberStep {
    static final Op OP = new Op(
                    "round",
                    List.of(
                            Option.choice("mode", "half_even", "half_up", "floor", "ceil", "trunc")
                                    .orElse("half_even"),
                            Option.integer("digits", 9).orElse(0L)),
                    Kind.ELEMENTWISE,
                    (site, options, in) -> new Round(options, in))
            .preset("spark", Map.of("mode", "half_up"))
            .preset("sklearn", Map.of("mode", "half_even"))
            .preset("keras", Map.of("mode", "half_even"));

    private enum Mode {
        HALF_EVEN,
        HALF_UP,
        FLOOR,
        CEIL,
        TRUNC
    }

    private final Mode mode;
    private final double unit;

    private Round(Options options, Port in) {
        super("round", options, in);
        this.mode = Mode.valueOf(options.text("mode").toUpperCase(Locale.ROOT));
        double power = 1;
        for (int i = 0; i < options.integer("digits"); i++) {
            power *= 10;
        }
        this.unit = power;
    }

    @Override
    double apply(double x) {
        return unit == 1 ? rounded(x) : rounded(x * unit) / unit;
    }

    private double rounded(double x) {
        return switch (mode) {
            case HALF_EVEN -> Math.rint(x);
            case HALF_UP -> awayFromZero(x);
            case FLOOR -> Math.floor(x);
            case CEIL -> Math.ceil(x);
            case TRUNC -> x < 0 ? Math.ceil(x) : Math.floor(x);
        };
    }

    /** Not the floor of x + 0.5, which rounds before it is taken. */
    private static double awayFromZero(double x) {
        double size = Math.abs(x);
        double whole = Math.floor(size);
        return Math.copySign(size - whole >= 0.5 ? whole + 1 : whole, x);
    }
}

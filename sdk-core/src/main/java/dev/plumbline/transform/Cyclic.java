package dev.plumbline.transform;

import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Sine and cosine of where a value stands in its period. */
final class Cyclic extends Step {
    private static final long DAY = 86_400;

    /** 1970-01-01 was a Thursday, three days after a Monday. */
    private static final long MONDAY = 3 * DAY;

    /** What a cycle of time starts with. */
    private enum Part {
        HOUR,
        DAY,
        WEEK,
        YEAR;

        static Part of(String spelled) {
            return valueOf(spelled.substring("second_of_".length()).toUpperCase(Locale.ROOT));
        }
    }

    static final Op OP = new Op(
            "cyclic",
            List.of(
                    Option.choice("part", "second_of_hour", "second_of_day", "second_of_week", "second_of_year")
                            .optional(),
                    Option.number("period"),
                    Option.text("zone").optional(),
                    Option.choice("order", "sin_cos", "cos_sin").orElse("sin_cos")),
            Set.of(Kind.NUMBER, Kind.INTEGER, Kind.TIME),
            Cyclic::make);

    private final double period;
    private final boolean sineFirst;
    private final boolean strict;
    private final @Nullable Part part;
    private final @Nullable ZoneOffsets zone;

    private Cyclic(Options options, Port in, boolean strict, @Nullable Part part, @Nullable ZoneOffsets zone) {
        super("cyclic", options, in, port(options.text("order").equals("sin_cos")));
        this.period = options.number("period");
        this.sineFirst = options.text("order").equals("sin_cos");
        this.strict = strict;
        this.part = part;
        this.zone = zone;
    }

    private static Port port(boolean sineFirst) {
        List<String> labels = sineFirst ? List.of("[sin]", "[cos]") : List.of("[cos]", "[sin]");
        List<String> meanings = sineFirst ? List.of("sine", "cosine") : List.of("cosine", "sine");
        return Port.vector(2, Labels.of(labels, meanings));
    }

    private static Step make(StepSite site, Options options, Port in) {
        if (!(options.number("period") > 0)) {
            throw site.fault("PLB-107", "has period " + options.number("period") + "; write one above 0");
        }
        if (in.kind().isNumeric()) {
            if (options.has("part") || options.has("zone")) {
                throw site.fault("PLB-106", "has part or zone, but its input is a number; keep period only");
            }
            return new Cyclic(options, in, site.strict(), null, null);
        }
        if (!options.has("part")) {
            throw site.fault("PLB-106", "needs a part; write part: second_of_day");
        }
        ZoneOffsets zone = ZoneOffsets.of(site, options);
        return new Cyclic(options.with("zone", zone.id), in, site.strict(), Part.of(options.text("part")), zone);
    }

    /** Returns the seconds since the cycle's start, in the zone. */
    double part(long micros) {
        long second = Objects.requireNonNull(zone).local(micros);
        long since = switch (Objects.requireNonNull(part)) {
            case HOUR -> Math.floorMod(second, 3_600L);
            case DAY -> Math.floorMod(second, DAY);
            case WEEK -> Math.floorMod(second + MONDAY, 7 * DAY);
            case YEAR -> second - Calendar.firstDay(Calendar.year(Math.floorDiv(second, DAY))) * DAY;
        };
        return (since * 1_000_000 + Math.floorMod(micros, 1_000_000L)) / 1e6;
    }

    double first(double x) {
        return sineFirst ? sine(x) : cosine(x);
    }

    double second(double x) {
        return sineFirst ? cosine(x) : sine(x);
    }

    private double sine(double x) {
        double angle = 2 * Math.PI * x / period;
        return strict ? StrictMath.sin(angle) : Math.sin(angle);
    }

    private double cosine(double x) {
        double angle = 2 * Math.PI * x / period;
        return strict ? StrictMath.cos(angle) : Math.cos(angle);
    }

    @Override
    void apply(Cell cell) {
        if (!cell.missing) {
            double x = in.kind() == Kind.TIME ? part(cell.micros) : cell.number(in.kind());
            double[] pair = cell.numbers(2);
            pair[0] = first(x);
            pair[1] = second(x);
        }
    }
}

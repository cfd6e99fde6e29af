package dev.plumbline.transform;

import java.time.DateTimeException;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;

/** Sine and cosine of where a value stands in its period. */
final class Cyclic extends Step {
    private static final long DAY = 86_400_000_000L;

    /** 1970-01-01 was a Thursday, three days after a Monday. */
    private static final long MONDAY = 3 * DAY;

    static final Op OP = new Op(
            "cyclic",
            List.of(
                    Option.choice("part", "second_of_day", "second_of_week").optional(),
                    Option.number("period"),
                    Option.text("zone").optional(),
                    Option.choice("order", "sin_cos", "cos_sin").orElse("sin_cos")),
            Set.of(Kind.NUMBER, Kind.INTEGER, Kind.TIME),
            Cyclic::make);

    private final double period;
    private final boolean sineFirst;
    private final boolean strict;
    private final long cycle;
    private final long shift;

    private Cyclic(Options options, Port in, boolean strict, long cycle, long shift) {
        super("cyclic", options, in, port(options.text("order").equals("sin_cos")));
        this.period = options.number("period");
        this.sineFirst = options.text("order").equals("sin_cos");
        this.strict = strict;
        this.cycle = cycle;
        this.shift = shift;
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
            return new Cyclic(options, in, site.strict(), 0, 0);
        }
        if (!options.has("part")) {
            throw site.fault("PLB-106", "needs a part; write part: second_of_day");
        }
        if (!options.has("zone")) {
            throw site.fault("PLB-106", "needs an explicit zone; write zone: UTC");
        }
        ZoneOffset zone = zone(site, options.text("zone"));
        boolean week = options.text("part").equals("second_of_week");
        long shift = zone.getTotalSeconds() * 1_000_000L + (week ? MONDAY : 0);
        return new Cyclic(options.with("zone", zone.getId()), in, site.strict(), week ? 7 * DAY : DAY, shift);
    }

    private static ZoneOffset zone(StepSite site, String text) {
        try {
            ZoneId zone = text.equals("UTC") ? ZoneOffset.UTC : ZoneId.of(text);
            if (zone instanceof ZoneOffset offset) {
                return offset;
            }
        } catch (DateTimeException e) {
            throw site.fault("PLB-106", "has an unknown zone '" + text + "'; write UTC or an offset such as +01:00");
        }
        throw site.fault(
                "PLB-106", "has zone '" + text + "', whose offset is not fixed; write UTC or an offset such as +01:00");
    }

    /** Returns the seconds since the cycle's start, in the zone. */
    double part(long micros) {
        // Only the rest counts, so the sum cannot overflow.
        return Math.floorMod(Math.floorMod(micros, cycle) + shift, cycle) / 1e6;
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

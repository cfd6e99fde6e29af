package dev.plumbline.transform;

import java.util.List;
import java.util.Locale;
import java.util.Set;

/** A part of a time in a zone. */
final class DatePart extends Step {
    /** A part and what its first value is called by ISO. */
    private enum Part {
        YEAR(0),
        QUARTER(1),
        MONTH(1),
        DAY_OF_MONTH(1),
        DAY_OF_YEAR(1),
        ISO_DAY_OF_WEEK(1),
        ISO_WEEK(1),
        HOUR(0),
        MINUTE(0),
        SECOND(0);

        final int first;

        Part(int first) {
            this.first = first;
        }

        static Part of(String spelled) {
            return valueOf(spelled.toUpperCase(Locale.ROOT));
        }
    }

    private static final long DAY = 86_400;

    static final Op OP = new Op(
            "date_part",
            List.of(
                    Option.choice(
                            "part",
                            "year",
                            "quarter",
                            "month",
                            "day_of_month",
                            "day_of_year",
                            "iso_day_of_week",
                            "iso_week",
                            "hour",
                            "minute",
                            "second"),
                    Option.text("zone").optional(),
                    Option.integer("base", 1).optional()),
            Set.of(Kind.TIME),
            DatePart::make);

    private final Part part;
    private final ZoneOffsets zone;
    private final int shift;

    private DatePart(Options options, Port in, Part part, ZoneOffsets zone) {
        super("date_part", options, in, Port.INTEGER);
        this.part = part;
        this.zone = zone;
        this.shift = part == Part.YEAR ? 0 : options.integer("base") - part.first;
    }

    private static Step make(StepSite site, Options options, Port in) {
        ZoneOffsets zone = ZoneOffsets.of(site, options);
        Part part = Part.of(options.text("part"));
        if (part == Part.YEAR && options.has("base")) {
            throw site.fault("PLB-106", "has a base, but years have none; remove it");
        }
        if (part == Part.ISO_DAY_OF_WEEK && !options.has("base")) {
            throw site.fault("PLB-106", "needs a base for iso_day_of_week; write base: 0 or base: 1 for Monday");
        }
        Options full = options.with("zone", zone.id);
        boolean based = part == Part.YEAR || options.has("base");
        return new DatePart(based ? full : full.with("base", (long) part.first), in, part, zone);
    }

    @Override
    void apply(Cell cell) {
        if (!cell.missing) {
            long second = zone.local(cell.micros);
            cell.integer = part(Math.floorDiv(second, DAY), (int) Math.floorMod(second, DAY)) + shift;
        }
    }

    private long part(long day, int second) {
        return switch (part) {
            case YEAR -> Calendar.year(day);
            case QUARTER -> (Calendar.month(day) - 1) / 3 + 1;
            case MONTH -> Calendar.month(day);
            case DAY_OF_MONTH -> Calendar.dayOfMonth(day);
            case DAY_OF_YEAR -> Calendar.dayOfYear(day);
            case ISO_DAY_OF_WEEK -> Calendar.dayOfWeek(day);
            case ISO_WEEK -> Calendar.week(day);
            case HOUR -> second / 3_600;
            case MINUTE -> second / 60 % 60;
            case SECOND -> second % 60;
        };
    }
}

package dev.plumbline.transform.reference;

import java.math.BigInteger;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoField;
import java.time.temporal.IsoFields;
import java.util.List;

/** The ops of times, on the calendar of the JDK. */
final class Times {
    private static final BigInteger EXACT = BigInteger.ONE.shiftLeft(53);

    private Times() {}

    static ZonedDateTime at(Step step, long micros) {
        Instant instant =
                Instant.ofEpochSecond(Math.floorDiv(micros, 1_000_000L), Math.floorMod(micros, 1_000_000L) * 1_000L);
        return instant.atZone(ZoneId.of(step.text("zone", "")));
    }

    static long part(Step step, long micros) {
        ZonedDateTime time = at(step, micros);
        String part = step.text("part", "");
        long value = switch (part) {
            case "year" -> time.getYear();
            case "quarter" -> time.get(IsoFields.QUARTER_OF_YEAR);
            case "month" -> time.getMonthValue();
            case "day_of_month" -> time.getDayOfMonth();
            case "day_of_year" -> time.getDayOfYear();
            case "iso_day_of_week" -> time.getDayOfWeek().getValue();
            case "iso_week" -> time.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR);
            case "hour" -> time.getHour();
            case "minute" -> time.getMinute();
            default -> time.getSecond();
        };
        if (!step.has("base")) {
            return value;
        }
        int first = List.of("hour", "minute", "second").contains(part) ? 0 : 1;
        return value - first + step.integer("base", 0);
    }

    static List<Double> cyclic(Step step, Object value, boolean fast) {
        double x = step.has("part") ? seconds(step, (Long) value) : Numbers.number(value);
        double angle = 2 * Math.PI * x / step.number("period");
        double sin = Lists.sound(List.of(x), fast ? Math.sin(angle) : StrictMath.sin(angle));
        double cos = Lists.sound(List.of(x), fast ? Math.cos(angle) : StrictMath.cos(angle));
        return step.is("order", "cos_sin") ? List.of(cos, sin) : List.of(sin, cos);
    }

    private static double seconds(Step step, long micros) {
        ZonedDateTime time = at(step, micros);
        long before = switch (step.text("part", "")) {
            case "second_of_hour" -> -time.getHour() * 3_600L;
            case "second_of_week" -> (time.getDayOfWeek().getValue() - 1) * 86_400L;
            case "second_of_year" -> (time.getDayOfYear() - 1) * 86_400L;
            default -> 0;
        };
        return (before * 1_000_000L + time.getLong(ChronoField.MICRO_OF_DAY)) / 1e6;
    }

    static Double difference(Step step, long a, long b) {
        BigInteger micros = BigInteger.valueOf(a).subtract(BigInteger.valueOf(b));
        String unit = step.text("unit", "");
        if (micros.abs().compareTo(EXACT) > 0) {
            throw new RowFault(306);
        }
        double difference = micros.longValueExact()
                / switch (unit) {
                    case "us" -> 1.0;
                    case "ms" -> 1e3;
                    case "s" -> 1e6;
                    case "m" -> 60e6;
                    case "h" -> 3600e6;
                    default -> 86400e6;
                };
        if (difference >= 0) {
            return difference;
        }
        return switch (step.text("negative", "")) {
            case "keep" -> difference;
            case "clip0" -> 0.0;
            case "missing" -> null;
            default -> throw new RowFault(305);
        };
    }
}

package dev.plumbline.transform;

/** The ISO calendar over days since 1970-01-01, without garbage. The arithmetic is that of {@link java.time.LocalDate}. */
final class Calendar {
    private static final long DAYS_0000_TO_1970 = 719_528;
    private static final long DAYS_PER_CYCLE = 146_097;

    private Calendar() {}

    static long year(long day) {
        long shifted = day + DAYS_0000_TO_1970 - 60;
        long cycle = Math.floorDiv(shifted, DAYS_PER_CYCLE);
        long ofCycle = Math.floorMod(shifted, DAYS_PER_CYCLE);
        long year = (400 * ofCycle + 591) / DAYS_PER_CYCLE;
        long ofYear = ofCycle - (365 * year + year / 4 - year / 100 + year / 400);
        if (ofYear < 0) {
            year--;
            ofYear = ofCycle - (365 * year + year / 4 - year / 100 + year / 400);
        }
        long marchMonth = (ofYear * 5 + 2) / 153;
        return year + cycle * 400 + marchMonth / 10;
    }

    /** Returns the day of a year's first of January. */
    static long firstDay(long year) {
        long before = year - 1;
        return 365 * year
                + Math.floorDiv(before, 4L)
                - Math.floorDiv(before, 100L)
                + Math.floorDiv(before, 400L)
                + 1
                - DAYS_0000_TO_1970;
    }

    static boolean isLeap(long year) {
        return (year & 3) == 0 && (year % 100 != 0 || year % 400 == 0);
    }

    /** Returns 1 to 366. */
    static int dayOfYear(long day) {
        return (int) (day - firstDay(year(day))) + 1;
    }

    /** Returns 1 to 12. */
    static int month(long day) {
        return (fromMarch(day) * 5 + 2) / 153 + (isBeforeMarch(day) ? -9 : 3);
    }

    /** Returns 1 to 31. */
    static int dayOfMonth(long day) {
        int fromMarch = fromMarch(day);
        int month = (fromMarch * 5 + 2) / 153;
        return fromMarch - (month * 306 + 5) / 10 + 1;
    }

    /** Returns 1 for Monday to 7 for Sunday; 1970-01-01 was a Thursday. */
    static int dayOfWeek(long day) {
        return (int) Math.floorMod(day + 3, 7L) + 1;
    }

    /** Returns 1 to 53: the week belongs to the year that has its Thursday. */
    static int week(long day) {
        long thursday = day - dayOfWeek(day) + 4;
        return (dayOfYear(thursday) - 1) / 7 + 1;
    }

    private static boolean isBeforeMarch(long day) {
        long year = year(day);
        return day - firstDay(year) < (isLeap(year) ? 60 : 59);
    }

    /** Returns the days since the last first of March. */
    private static int fromMarch(long day) {
        long year = year(day);
        int ofYear = (int) (day - firstDay(year));
        int march = isLeap(year) ? 60 : 59;
        return ofYear >= march ? ofYear - march : ofYear + 306;
    }
}

package dev.plumbline.http.internal;

import dev.plumbline.feature.FeatureRow;

/** Times of day as texts, such as {@code 2026-01-01T00:00:00.5Z}; what is finer than a microsecond is cut off. */
final class Rfc3339 {
    /** Stands for a text that is no time. */
    static final long INVALID = FeatureRow.UNKNOWN_TIME;

    private static final long MICROS = 1_000_000;
    private static final int[] DAYS = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};

    private final char[] text;
    private final int end;
    private int at;
    private boolean wrong;

    private Rfc3339(char[] text, int from, int length) {
        this.text = text;
        this.at = from;
        this.end = from + length;
    }

    /** Returns microseconds since 1970 UTC, or {@link #INVALID}. */
    static long micros(char[] text, int from, int length) {
        return new Rfc3339(text, from, length).read();
    }

    private long read() {
        int year = digits(4);
        expect('-', '-', '-');
        int month = digits(2);
        expect('-', '-', '-');
        int day = digits(2);
        expect('T', 't', ' ');
        int hour = digits(2);
        expect(':', ':', ':');
        int minute = digits(2);
        expect(':', ':', ':');
        int second = digits(2);
        if (wrong || month < 1 || month > 12 || day < 1 || day > daysOf(year, month)) {
            return INVALID;
        }
        if (hour > 23 || minute > 59 || second > 60) {
            return INVALID;
        }
        long fraction = fraction();
        long offset = offsetSeconds();
        if (wrong || at != end) {
            return INVALID;
        }
        long seconds = daysSince1970(year, month, day) * 86_400 + hour * 3600L + minute * 60L + second - offset;
        return seconds * MICROS + fraction;
    }

    private int digits(int count) {
        int value = 0;
        for (int i = 0; i < count; i++) {
            char c = at < end ? text[at] : ' ';
            wrong |= c < '0' || c > '9';
            value = value * 10 + (c - '0');
            at++;
        }
        return value;
    }

    private void expect(char one, char other, char third) {
        char c = at < end ? text[at] : '?';
        wrong |= c != one && c != other && c != third;
        at++;
    }

    private long fraction() {
        if (at >= end || text[at] != '.') {
            return 0;
        }
        at++;
        int from = at;
        long micros = 0;
        long unit = MICROS / 10;
        while (at < end && text[at] >= '0' && text[at] <= '9') {
            micros += (text[at] - '0') * unit;
            unit /= 10;
            at++;
        }
        wrong |= at == from || at - from > 9;
        return micros;
    }

    private long offsetSeconds() {
        char c = at < end ? text[at] : '?';
        at++;
        if (c == 'Z' || c == 'z') {
            return 0;
        }
        wrong |= c != '+' && c != '-';
        int hours = digits(2);
        expect(':', ':', ':');
        int minutes = digits(2);
        wrong |= hours > 23 || minutes > 59;
        long offset = hours * 3600L + minutes * 60L;
        return c == '-' ? -offset : offset;
    }

    private static int daysOf(int year, int month) {
        boolean leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
        return month == 2 && leap ? 29 : DAYS[month - 1];
    }

    /** Counts with years that begin in March, so that the day that some years have more comes last. */
    private static long daysSince1970(int year, int month, int day) {
        long shifted = month <= 2 ? year - 1L : year;
        long era = Math.floorDiv(shifted, 400L);
        long yearOfEra = shifted - era * 400;
        long dayOfYear = (153L * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468;
    }
}

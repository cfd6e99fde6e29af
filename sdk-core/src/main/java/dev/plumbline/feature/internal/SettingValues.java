package dev.plumbline.feature.internal;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How durations are written in settings and specs: a number and a unit. */
public final class SettingValues {
    private static final Pattern DURATION = Pattern.compile("(-?[0-9]{1,12})(ns|us|ms|s|m|h|d)");

    private SettingValues() {}

    /**
     * Reads a duration.
     *
     * @param text a number and ns, us, ms, s, m, h or d
     * @return the duration, negative if the number is
     * @throws IllegalArgumentException if it is none
     */
    public static Duration duration(String text) {
        Matcher matcher = DURATION.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException(
                    "'" + text + "' is no duration: write a number and ms, s, m, h or d, such as 150ms");
        }
        long amount = Long.parseLong(matcher.group(1));
        return switch (matcher.group(2)) {
            case "ns" -> Duration.ofNanos(amount);
            case "us" -> Duration.ofNanos(Math.multiplyExact(amount, 1_000L));
            case "ms" -> Duration.ofMillis(amount);
            case "s" -> Duration.ofSeconds(amount);
            case "m" -> Duration.ofMinutes(amount);
            case "h" -> Duration.ofHours(amount);
            default -> Duration.ofDays(amount);
        };
    }

    /**
     * Writes a duration without loss.
     *
     * @param duration the duration
     * @return the text that {@link #duration} reads
     */
    public static String text(Duration duration) {
        long nanos = duration.toNanosPart();
        if (nanos == 0) {
            return duration.toSeconds() + "s";
        }
        return nanos % 1_000_000 == 0 ? duration.toMillis() + "ms" : duration.toNanos() + "ns";
    }
}

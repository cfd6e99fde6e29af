package dev.plumbline.cache.tiered;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Reads settings, which are text, into a builder and keeps all problems for one message. */
final class CacheSettings {
    static final String NEAR_BYTES = "cache.near-bytes";
    static final String MEMCACHED = "cache.memcached";
    static final String NAMESPACE = "cache.namespace";
    static final String FAR_TIMEOUT = "cache.far-timeout";
    static final String FAR_MAX_VALUE_BYTES = "cache.far-max-value-bytes";
    static final String LEASES = "cache.leases";
    static final String COMPRESS_ABOVE = "cache.compress-above";

    static final List<String> KEYS =
            List.of(NEAR_BYTES, MEMCACHED, NAMESPACE, FAR_TIMEOUT, FAR_MAX_VALUE_BYTES, LEASES, COMPRESS_ABOVE);

    private static final Pattern DURATION = Pattern.compile("(\\d{1,9})(ms|s|m)");

    private final Map<String, String> settings;
    private final List<String> problems = new ArrayList<>();

    private CacheSettings(Map<String, String> settings) {
        this.settings = settings;
    }

    /** Lays settings over what a builder has, and builds. */
    static TieredCache apply(Map<String, String> settings, TieredCache.Builder builder) {
        CacheSettings reading = new CacheSettings(settings);
        settings.keySet().stream().filter(key -> !KEYS.contains(key)).sorted().forEach(reading::unknown);
        reading.take(NEAR_BYTES, text -> builder.near(number(text)));
        reading.take(MEMCACHED, text -> nodes(text, builder));
        reading.take(NAMESPACE, builder::namespace);
        reading.take(FAR_TIMEOUT, text -> builder.farTimeout(duration(text)));
        reading.take(FAR_MAX_VALUE_BYTES, text -> builder.farMaxValueBytes(integer(text)));
        reading.take(LEASES, text -> builder.leases(flag(text)));
        reading.take(COMPRESS_ABOVE, text -> builder.compressAbove(integer(text)));
        if (reading.problems.isEmpty()) {
            try {
                return builder.build();
            } catch (IllegalArgumentException e) {
                reading.problems.add(e.getMessage());
            }
        }
        throw new IllegalArgumentException("cache settings: " + String.join("\n  ", reading.problems));
    }

    private void unknown(String key) {
        problems.add("unknown setting '" + key + "': the cache knows " + String.join(", ", KEYS));
    }

    private void take(String key, Consumer<String> target) {
        String text = settings.get(key);
        if (text == null) {
            return;
        }
        try {
            target.accept(text);
        } catch (IllegalArgumentException e) {
            problems.add("setting '" + key + "': " + e.getMessage());
        }
    }

    private static void nodes(String text, TieredCache.Builder builder) {
        if (text.isBlank()) {
            builder.withoutMemcached();
        } else {
            builder.memcached(Stream.of(text.split(",", -1)).map(String::strip).toArray(String[]::new));
        }
    }

    private static long number(String text) {
        try {
            return Long.parseLong(text.strip());
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("'" + text + "' is no whole number", e);
        }
    }

    private static int integer(String text) {
        long number = number(text);
        return (int) Math.max(Integer.MIN_VALUE, Math.min(Integer.MAX_VALUE, number));
    }

    private static boolean flag(String text) {
        return switch (text.strip()) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException("'" + text + "' is neither true nor false");
        };
    }

    private static Duration duration(String text) {
        Matcher matcher = DURATION.matcher(text.strip());
        if (!matcher.matches()) {
            throw new IllegalArgumentException(
                    "'" + text + "' is no duration: write a number and ms, s or m, such as 10ms");
        }
        long number = Long.parseLong(matcher.group(1));
        return switch (matcher.group(2)) {
            case "ms" -> Duration.ofMillis(number);
            case "s" -> Duration.ofSeconds(number);
            default -> Duration.ofMinutes(number);
        };
    }
}

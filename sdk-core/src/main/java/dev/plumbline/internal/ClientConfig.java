package dev.plumbline.internal;

import dev.plumbline.feature.ReadPreference;
import dev.plumbline.feature.StalenessBounds;
import dev.plumbline.feature.internal.Names;
import dev.plumbline.feature.internal.SettingValues;
import dev.plumbline.policy.RetryPolicy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The settings of one client, read and checked as a whole. */
record ClientConfig(
        String name,
        Duration deadline,
        Duration attemptTimeout,
        Duration connectGrace,
        int maxInFlightBatches,
        int maxConcurrentFetches,
        Duration writeTimeout,
        @Nullable ReadPreference readPreference,
        Duration stickyWindow,
        RetryPolicy retry,
        StalenessBounds staleness,
        double jitter,
        LogSettings predictionLog,
        LogSettings featureLog,
        double featureLogRate) {

    private static final Duration MOST_STICKY = Duration.ofMinutes(10);

    static final List<String> KEYS = List.of(
            "name",
            "deadline",
            "attempt-timeout",
            "connect-grace",
            "retry.max-attempts",
            "retry.base-delay",
            "retry.max-delay",
            "merge.max-in-flight-batches",
            "max-concurrent-fetches",
            "write-timeout",
            "read-preference",
            "read.sticky-window",
            "staleness.fresh",
            "staleness.near-fresh",
            "staleness.stale-while-revalidate",
            "staleness.stale-if-error",
            "staleness.not-found",
            "staleness.jitter",
            "prediction-log.max-events",
            "prediction-log.max-bytes",
            "prediction-log.drop",
            "prediction-log.send-timeout",
            "prediction-log.max-attempts",
            "prediction-log.drain",
            "feature-log.max-events",
            "feature-log.max-bytes",
            "feature-log.drop",
            "feature-log.send-timeout",
            "feature-log.max-attempts",
            "feature-log.drain",
            "feature-log.rate");

    static ClientConfig read(Map<String, String> values) {
        Reading reading = new Reading(values);
        RetryPolicy.Builder retry = RetryPolicy.builder();
        reading.take("retry.max-attempts", text -> retry.maxAttempts(integer(text)));
        reading.take("retry.base-delay", text -> retry.baseDelay(SettingValues.duration(text)));
        reading.take("retry.max-delay", text -> retry.maxDelay(SettingValues.duration(text)));
        StalenessBounds.Builder staleness = StalenessBounds.builder();
        reading.take("staleness.fresh", text -> staleness.fresh(SettingValues.duration(text)));
        reading.take("staleness.near-fresh", text -> staleness.nearFresh(SettingValues.duration(text)));
        reading.take(
                "staleness.stale-while-revalidate",
                text -> staleness.staleWhileRevalidate(SettingValues.duration(text)));
        reading.take("staleness.stale-if-error", text -> staleness.staleIfError(SettingValues.duration(text)));
        reading.take("staleness.not-found", text -> staleness.notFound(SettingValues.duration(text)));
        String name = values.getOrDefault("name", "default");
        reading.check("name", () -> Names.require("client", name));
        Duration deadline = reading.duration("deadline", Duration.ofMillis(500));
        Duration attempt = reading.duration("attempt-timeout", Duration.ofMillis(150));
        Duration grace = reading.duration("connect-grace", Duration.ofSeconds(2));
        int batches = reading.integer("merge.max-in-flight-batches", 2, 1, 64);
        int fetches = reading.integer("max-concurrent-fetches", 64, 1, 10_000);
        Duration write = reading.duration("write-timeout", Duration.ofSeconds(5));
        ReadPreference preference = reading.preference("read-preference");
        Duration sticky = reading.duration("read.sticky-window", Duration.ofSeconds(5), Duration.ZERO, MOST_STICKY);
        double jitter = reading.fraction("staleness.jitter", 0.1, 0.5);
        LogSettings predictionLog = reading.log("prediction-log.", Duration.ofSeconds(2));
        LogSettings featureLog = reading.log("feature-log.", Duration.ofSeconds(30));
        double rate = reading.fraction("feature-log.rate", 0, 1);
        RetryPolicy retryPolicy = reading.build("retry", retry::build);
        StalenessBounds bounds = reading.build("staleness", staleness::build);
        reading.finish();
        if (retryPolicy == null || bounds == null) {
            throw new IllegalStateException("a policy without a problem was not built");
        }
        return new ClientConfig(
                name,
                deadline,
                attempt,
                grace,
                batches,
                fetches,
                write,
                preference,
                sticky,
                retryPolicy,
                bounds,
                jitter,
                predictionLog,
                featureLog,
                rate);
    }

    private static String text(ReadPreference preference) {
        return preference.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static int integer(String text) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("'" + text + "' is no whole number", e);
        }
    }

    /** Reads one value after the other and keeps all problems for one message. */
    private static final class Reading {
        private final Map<String, String> values;
        private final List<String> problems = new ArrayList<>();

        Reading(Map<String, String> values) {
            this.values = values;
        }

        void take(String key, Consumer<String> target) {
            String text = values.get(key);
            if (text != null) {
                check(key, () -> target.accept(text));
            }
        }

        Duration duration(String key, Duration fallback) {
            return duration(key, fallback, Duration.ofMillis(1), Duration.ofHours(1));
        }

        Duration duration(String key, Duration fallback, Duration least, Duration most) {
            Duration[] read = {fallback};
            take(key, text -> {
                Duration duration = SettingValues.duration(text);
                if (duration.compareTo(least) < 0 || duration.compareTo(most) > 0) {
                    throw new IllegalArgumentException(
                            "it is " + words(least) + " to " + words(most) + ", not " + duration);
                }
                read[0] = duration;
            });
            return read[0];
        }

        private static String words(Duration duration) {
            if (duration.compareTo(Duration.ofMinutes(1)) < 0) {
                return duration.toMillis() + " ms";
            }
            return duration.toHours() > 0 ? duration.toHours() + " hour" : duration.toMinutes() + " minutes";
        }

        @Nullable ReadPreference preference(String key) {
            @Nullable ReadPreference[] read = new ReadPreference[1];
            take(key, text -> {
                for (ReadPreference preference : ReadPreference.values()) {
                    if (text(preference).equals(text)) {
                        read[0] = preference;
                    }
                }
                if (read[0] == null) {
                    throw new IllegalArgumentException("'" + text + "' is none: it is "
                            + Stream.of(ReadPreference.values())
                                    .map(ClientConfig::text)
                                    .collect(Collectors.joining(", ")));
                }
            });
            return read[0];
        }

        int integer(String key, int fallback, int least, int most) {
            int[] read = {fallback};
            take(key, text -> {
                int number = ClientConfig.integer(text);
                if (number < least || number > most) {
                    throw new IllegalArgumentException("it is " + least + " to " + most + ", not " + number);
                }
                read[0] = number;
            });
            return read[0];
        }

        double fraction(String key, double fallback, double most) {
            double[] read = {fallback};
            take(key, text -> {
                try {
                    read[0] = Double.parseDouble(text);
                } catch (NumberFormatException e) {
                    throw new IllegalArgumentException("'" + text + "' is no number", e);
                }
                if (!(read[0] >= 0 && read[0] <= most)) {
                    throw new IllegalArgumentException("it is 0 to " + most + ", not " + text);
                }
            });
            return read[0];
        }

        LogSettings log(String prefix, Duration sendTimeout) {
            boolean[] oldest = {false};
            take(prefix + "drop", text -> {
                if (!text.equals("newest") && !text.equals("oldest")) {
                    throw new IllegalArgumentException("it is newest or oldest, not '" + text + "'");
                }
                oldest[0] = text.equals("oldest");
            });
            return new LogSettings(
                    integer(prefix + "max-events", 10_000, 1, 10_000_000),
                    integer(prefix + "max-bytes", 16 << 20, 1 << 10, 1 << 30),
                    oldest[0],
                    duration(prefix + "send-timeout", sendTimeout),
                    integer(prefix + "max-attempts", 4, 1, 10),
                    duration(prefix + "drain", Duration.ofSeconds(2)));
        }

        <T> @Nullable T build(String what, java.util.function.Supplier<T> builder) {
            try {
                return builder.get();
            } catch (IllegalArgumentException e) {
                problems.add(what + ": " + e.getMessage());
                return null;
            }
        }

        void check(String key, Runnable check) {
            try {
                check.run();
            } catch (IllegalArgumentException e) {
                problems.add("setting '" + key + "': " + e.getMessage());
            }
        }

        void finish() {
            if (!problems.isEmpty()) {
                throw new IllegalArgumentException("client settings: " + String.join("\n  ", problems));
            }
        }
    }
}

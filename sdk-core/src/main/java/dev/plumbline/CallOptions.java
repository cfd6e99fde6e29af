package dev.plumbline;

import dev.plumbline.feature.FeatureRow;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * What one call wants otherwise than its client does.
 *
 * <p>By default nothing. Immutable and thread-safe.
 */
public final class CallOptions {
    private static final CallOptions DEFAULTS = new CallOptions(null, FeatureRow.UNKNOWN_VERSION);

    private final @Nullable Duration deadline;
    private final long minVersion;

    private CallOptions(@Nullable Duration deadline, long minVersion) {
        this.deadline = deadline;
        this.minVersion = minVersion;
    }

    /**
     * Returns the options of a call that wants what its client does.
     *
     * @return the defaults
     */
    public static CallOptions ofDefaults() {
        return DEFAULTS;
    }

    /**
     * Returns the options of a call with a deadline of its own.
     *
     * @param deadline how long the caller waits, 1 ms to 1 hour
     * @return the options
     * @throws IllegalArgumentException if the deadline is out of range
     */
    public static CallOptions deadline(Duration deadline) {
        return DEFAULTS.withDeadline(deadline);
    }

    /**
     * Returns the options of a call that takes no row older than a version, such as that of a write that it follows. It
     * reads past both tiers, and asks a replica that lags behind again until the deadline.
     *
     * @param version the least {@linkplain FeatureRow#dataVersion() version}, at least 1
     * @return the options
     * @throws IllegalArgumentException if the version is less than 1
     */
    public static CallOptions minVersion(long version) {
        return DEFAULTS.withMinVersion(version);
    }

    /**
     * Returns these options with another deadline.
     *
     * @param other how long the caller waits, 1 ms to 1 hour
     * @return the options
     * @throws IllegalArgumentException if the deadline is out of range
     */
    public CallOptions withDeadline(Duration other) {
        return new CallOptions(checkDeadline("the call's deadline", other), minVersion);
    }

    /**
     * Returns these options with another minimum version.
     *
     * @param version the least version, at least 1
     * @return the options
     * @throws IllegalArgumentException if the version is less than 1
     */
    public CallOptions withMinVersion(long version) {
        return new CallOptions(deadline, checkVersion(version));
    }

    static Duration checkDeadline(String what, Duration deadline) {
        if (deadline.compareTo(Duration.ofMillis(1)) < 0 || deadline.compareTo(Duration.ofHours(1)) > 0) {
            throw new IllegalArgumentException(
                    what + " is " + deadline + ": it has to be 1 ms to 1 hour; leave it out for the client's default");
        }
        return deadline;
    }

    static long checkVersion(long version) {
        if (version < 1) {
            throw new IllegalArgumentException(
                    "the version is " + version + ": it has to be at least 1; leave it out if it is not known");
        }
        return version;
    }

    /**
     * Returns how long the caller waits.
     *
     * @return the deadline, empty for the client's
     */
    public Optional<Duration> deadline() {
        return Optional.ofNullable(deadline);
    }

    /**
     * Returns the least version that the caller takes.
     *
     * @return the version, empty for any
     */
    public OptionalLong minVersion() {
        return minVersion == FeatureRow.UNKNOWN_VERSION ? OptionalLong.empty() : OptionalLong.of(minVersion);
    }

    /** Returns the options in words. */
    @Override
    public String toString() {
        String version = minVersion == FeatureRow.UNKNOWN_VERSION ? "" : "version " + minVersion + " or later";
        if (deadline == null) {
            return version.isEmpty() ? "defaults" : version;
        }
        return "deadline " + deadline + (version.isEmpty() ? "" : ", " + version);
    }
}

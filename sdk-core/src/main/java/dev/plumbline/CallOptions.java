package dev.plumbline;

import dev.plumbline.feature.FeatureRow;
import dev.plumbline.feature.ReadPreference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What one call wants otherwise than its client does.
 *
 * <p>By default nothing. Immutable and thread-safe.
 */
public final class CallOptions {
    private static final CallOptions DEFAULTS =
            new CallOptions(null, FeatureRow.UNKNOWN_VERSION, null, Map.of(), false, null);

    private final @Nullable Duration deadline;
    private final long minVersion;
    private final @Nullable ReadPreference readPreference;
    private final Map<String, String> headers;
    private final boolean expectsFound;
    private final @Nullable FeatureSession session;

    private CallOptions(
            @Nullable Duration deadline,
            long minVersion,
            @Nullable ReadPreference readPreference,
            Map<String, String> headers,
            boolean expectsFound,
            @Nullable FeatureSession session) {
        this.deadline = deadline;
        this.minVersion = minVersion;
        this.readPreference = readPreference;
        this.headers = headers;
        this.expectsFound = expectsFound;
        this.session = session;
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
     * reads past both tiers, tells the feature service as {@code plumbline-min-version}, and asks a replica that lags
     * behind again until the deadline.
     *
     * @param version the least {@linkplain FeatureRow#dataVersion() version}, at least 1
     * @return the options
     * @throws IllegalArgumentException if the version is less than 1
     */
    public static CallOptions minVersion(long version) {
        return DEFAULTS.withMinVersion(version);
    }

    /**
     * Returns the options of a call that is to be answered from a certain store of the feature service.
     *
     * @param preference which
     * @return the options
     */
    public static CallOptions readPreference(ReadPreference preference) {
        return DEFAULTS.withReadPreference(preference);
    }

    /**
     * Returns the options of a call that sees what was written in a session.
     *
     * @param session the session
     * @return the options
     */
    public static CallOptions session(FeatureSession session) {
        return DEFAULTS.withSession(session);
    }

    /**
     * Returns the options of a call for rows that are known to exist, such as one that was just created. The feature
     * service is asked again for a row that it does not find: after 20 ms, and then each time after twice as long, at most
     * five times and as far as the deadline allows. If it is not found even then, that is the answer; it is not remembered.
     *
     * @return the options
     */
    public static CallOptions expectFound() {
        return DEFAULTS.withExpectFound();
    }

    /**
     * Returns these options with another deadline.
     *
     * @param other how long the caller waits, 1 ms to 1 hour
     * @return the options
     * @throws IllegalArgumentException if the deadline is out of range
     */
    public CallOptions withDeadline(Duration other) {
        return new CallOptions(
                checkDeadline("the call's deadline", other),
                minVersion,
                readPreference,
                headers,
                expectsFound,
                session);
    }

    /**
     * Returns these options with another minimum version.
     *
     * @param version the least version, at least 1
     * @return the options
     * @throws IllegalArgumentException if the version is less than 1
     */
    public CallOptions withMinVersion(long version) {
        return new CallOptions(deadline, checkVersion(version), readPreference, headers, expectsFound, session);
    }

    /**
     * Returns these options with another read preference. Where it is not the primary, near and far tier answer as ever.
     *
     * @param preference which store of the feature service is to answer
     * @return the options
     */
    public CallOptions withReadPreference(ReadPreference preference) {
        return new CallOptions(
                deadline,
                minVersion,
                Objects.requireNonNull(preference, "the read preference is null: leave it out"),
                headers,
                expectsFound,
                session);
    }

    /**
     * Returns these options for rows that are known to exist, as {@link #expectFound()} does.
     *
     * @return the options
     */
    public CallOptions withExpectFound() {
        return new CallOptions(deadline, minVersion, readPreference, headers, true, session);
    }

    /**
     * Returns these options for a call that sees what was written in a session, in this process or another. Keys that were
     * not written in it are read as without it.
     *
     * @param other the session, in the place of one that there is
     * @return the options
     */
    public CallOptions withSession(FeatureSession other) {
        return new CallOptions(
                deadline,
                minVersion,
                readPreference,
                headers,
                expectsFound,
                Objects.requireNonNull(other, "the session is null: leave it out"));
    }

    /**
     * Returns these options with metadata that travels to the feature service if it is called: as gRPC metadata or as an
     * HTTP header. It is in no meter and no log.
     *
     * <p>Headers are no part of a row's name in the cache. Near and far tier answer whatever the headers say, and keep what
     * was read under any: what changes which row an entity has belongs into another view. Loads with different headers are
     * not shared, so that a header that differs from call to call, such as a request id, costs each its own load; trace
     * context travels by itself and costs nothing.
     *
     * @param name the header's name: 1 to 64 lower-case letters, digits, {@code -}, {@code _} or {@code .}; not one that
     *     the client or a transport sets, such as {@code plumbline-*}, {@code grpc-*}, {@code *-bin} and
     *     {@code content-type}
     * @param value the value, in the place of one that there is: 1 to 1,024 printable ASCII characters
     * @return the options
     * @throws IllegalArgumentException if name or value is not valid, or there are more than 16 headers or more than 4,096
     *     characters in all; the message names the header
     */
    public CallOptions withHeader(String name, String value) {
        return new CallOptions(
                deadline, minVersion, readPreference, CallHeaders.with(headers, name, value), expectsFound, session);
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

    /**
     * Returns which store of the feature service is to answer.
     *
     * @return the preference, empty for the view's or the client's
     */
    public Optional<ReadPreference> readPreference() {
        return Optional.ofNullable(readPreference);
    }

    /**
     * Returns the metadata that travels to the feature service.
     *
     * @return values by name; unmodifiable, in no order
     */
    public Map<String, String> headers() {
        return headers;
    }

    /**
     * Tells whether the rows are known to exist.
     *
     * @return whether a row that is not found is asked for again
     */
    public boolean expectsFound() {
        return expectsFound;
    }

    /**
     * Returns the session that the call follows.
     *
     * @return the session, empty for none
     */
    public Optional<FeatureSession> session() {
        return Optional.ofNullable(session);
    }

    /** Returns the options in words; of headers only the names. */
    @Override
    public String toString() {
        List<String> words = new ArrayList<>();
        if (deadline != null) {
            words.add("deadline " + deadline);
        }
        if (minVersion != FeatureRow.UNKNOWN_VERSION) {
            words.add("version " + minVersion + " or later");
        }
        if (readPreference != null) {
            words.add("from " + readPreference);
        }
        if (expectsFound) {
            words.add("expected to be found");
        }
        if (session != null) {
            words.add("in a session");
        }
        if (!headers.isEmpty()) {
            words.add("headers " + new TreeSet<>(headers.keySet()));
        }
        return words.isEmpty() ? "defaults" : String.join(", ", words);
    }
}

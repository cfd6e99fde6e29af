package dev.plumbline;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What one call wants otherwise than its client does.
 *
 * <p>By default nothing. Immutable and thread-safe.
 */
public final class CallOptions {
    private static final CallOptions DEFAULTS = new CallOptions(null);

    private final @Nullable Duration deadline;

    private CallOptions(@Nullable Duration deadline) {
        this.deadline = deadline;
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
        return new CallOptions(checkDeadline("the call's deadline", deadline));
    }

    static Duration checkDeadline(String what, Duration deadline) {
        if (deadline.compareTo(Duration.ofMillis(1)) < 0 || deadline.compareTo(Duration.ofHours(1)) > 0) {
            throw new IllegalArgumentException(
                    what + " is " + deadline + ": it has to be 1 ms to 1 hour; leave it out for the client's default");
        }
        return deadline;
    }

    /**
     * Returns how long the caller waits.
     *
     * @return the deadline, empty for the client's
     */
    public Optional<Duration> deadline() {
        return Optional.ofNullable(deadline);
    }

    /** Returns the options in words. */
    @Override
    public String toString() {
        return deadline == null ? "defaults" : "deadline " + deadline;
    }
}

package dev.plumbline.policy;

import java.time.Duration;

/**
 * How often and when a failed fetch is made again.
 *
 * <p>Defaults: 3 attempts in all, delays drawn evenly from zero to 10 ms, doubled for each attempt, at most 100 ms (full
 * jitter). A retry that could not end before the read's deadline is not started. Only failures that may pass are retried:
 * a target that is out of reach, an attempt that timed out, a call that the server asks to be made again.
 *
 * <p>Immutable and thread-safe.
 *
 * @see <a href="https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/">Exponential backoff and
 *     jitter</a>
 */
public final class RetryPolicy {
    private static final RetryPolicy DEFAULTS = builder().build();

    private final int maxAttempts;
    private final Duration baseDelay;
    private final Duration maxDelay;

    private RetryPolicy(Builder builder) {
        this.maxAttempts = builder.maxAttempts;
        this.baseDelay = builder.baseDelay;
        this.maxDelay = builder.maxDelay;
    }

    /**
     * Returns the defaults.
     *
     * @return the policy named in the class description
     */
    public static RetryPolicy ofDefaults() {
        return DEFAULTS;
    }

    /**
     * Returns the policy of one attempt and no retry.
     *
     * @return the policy
     */
    public static RetryPolicy never() {
        return builder().maxAttempts(1).build();
    }

    /**
     * Returns a builder that holds the defaults.
     *
     * @return the builder
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Returns how many attempts there are in all.
     *
     * @return 1 to 10; 1 is no retry
     */
    public int maxAttempts() {
        return maxAttempts;
    }

    /**
     * Returns the upper end of the first delay.
     *
     * @return 1 ms or more
     */
    public Duration baseDelay() {
        return baseDelay;
    }

    /**
     * Returns the upper end of any delay.
     *
     * @return {@link #baseDelay()} or more
     */
    public Duration maxDelay() {
        return maxDelay;
    }

    /** Returns the policy in words. */
    @Override
    public String toString() {
        return maxAttempts == 1
                ? "no retry"
                : maxAttempts + " attempts, delay up to " + baseDelay + " doubling to " + maxDelay;
    }

    /** Collects a policy. Not thread-safe. */
    public static final class Builder {
        private int maxAttempts = 3;
        private Duration baseDelay = Duration.ofMillis(10);
        private Duration maxDelay = Duration.ofMillis(100);

        private Builder() {}

        /**
         * Sets how many attempts there are in all. Default 3.
         *
         * @param attempts 1 (no retry) to 10
         * @return this
         * @throws IllegalArgumentException if the number is out of range
         */
        public Builder maxAttempts(int attempts) {
            if (attempts < 1 || attempts > 10) {
                throw new IllegalArgumentException("retry: maxAttempts is 1 to 10, not " + attempts);
            }
            this.maxAttempts = attempts;
            return this;
        }

        /**
         * Sets the upper end of the first delay. Default 10 ms.
         *
         * @param delay 1 ms to 1 minute
         * @return this
         * @throws IllegalArgumentException if the delay is out of range
         */
        public Builder baseDelay(Duration delay) {
            this.baseDelay = checked("baseDelay", delay);
            return this;
        }

        /**
         * Sets the upper end of any delay. Default 100 ms.
         *
         * @param delay 1 ms to 1 minute
         * @return this
         * @throws IllegalArgumentException if the delay is out of range
         */
        public Builder maxDelay(Duration delay) {
            this.maxDelay = checked("maxDelay", delay);
            return this;
        }

        /**
         * Returns the policy.
         *
         * @return an immutable value
         * @throws IllegalArgumentException if the base delay is more than the longest
         */
        public RetryPolicy build() {
            if (baseDelay.compareTo(maxDelay) > 0) {
                throw new IllegalArgumentException(
                        "retry: baseDelay " + baseDelay + " is more than maxDelay " + maxDelay);
            }
            return new RetryPolicy(this);
        }

        private static Duration checked(String what, Duration delay) {
            if (delay.compareTo(Duration.ofMillis(1)) < 0 || delay.compareTo(Duration.ofMinutes(1)) > 0) {
                throw new IllegalArgumentException("retry: " + what + " is 1 ms to 1 minute, not " + delay);
            }
            return delay;
        }
    }
}

package dev.plumbline.feature;

import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How old a cached row may be when it is served.
 *
 * <p>Ages count from the moment the row was read from the feature service. Defaults: fresh 30 s, near-fresh 5 s,
 * stale-while-revalidate 60 s, stale-if-error ten times fresh, not-found 1 s. Immutable and thread-safe.
 */
public final class StalenessBounds {
    private static final Duration LONGEST = Duration.ofDays(365);
    private static final StalenessBounds DEFAULTS = builder().build();

    private final Duration fresh;
    private final Duration nearFresh;
    private final Duration staleWhileRevalidate;
    private final Duration staleIfError;
    private final Duration notFound;

    private StalenessBounds(Builder builder) {
        this.fresh = builder.fresh;
        this.nearFresh = builder.nearFresh.compareTo(fresh) > 0 ? fresh : builder.nearFresh;
        this.staleWhileRevalidate = builder.staleWhileRevalidate;
        this.staleIfError = builder.staleIfError == null ? fresh.multipliedBy(10) : builder.staleIfError;
        this.notFound = builder.notFound;
    }

    /**
     * Returns the defaults.
     *
     * @return the bounds named in the class description
     */
    public static StalenessBounds ofDefaults() {
        return DEFAULTS;
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
     * Returns how old a row may be and still count as fresh.
     *
     * @return the bound
     */
    public Duration fresh() {
        return fresh;
    }

    /**
     * Returns how long a process answers from its own memory without looking further; never more than {@link #fresh()}.
     *
     * @return the bound
     */
    public Duration nearFresh() {
        return nearFresh;
    }

    /**
     * Returns how long after {@link #fresh()} a row is served at once while one load renews it.
     *
     * @return the bound, zero for never
     */
    public Duration staleWhileRevalidate() {
        return staleWhileRevalidate;
    }

    /**
     * Returns how long after {@link #fresh()} a row is served when the load that should renew it fails.
     *
     * @return the bound, zero for never
     */
    public Duration staleIfError() {
        return staleIfError;
    }

    /**
     * Returns how long "there is no such entity" is remembered, where the service is certain of it.
     *
     * @return the bound, zero for never
     */
    public Duration notFound() {
        return notFound;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return this == other
                || (other instanceof StalenessBounds that
                        && fresh.equals(that.fresh)
                        && nearFresh.equals(that.nearFresh)
                        && staleWhileRevalidate.equals(that.staleWhileRevalidate)
                        && staleIfError.equals(that.staleIfError)
                        && notFound.equals(that.notFound));
    }

    @Override
    public int hashCode() {
        return Objects.hash(fresh, nearFresh, staleWhileRevalidate, staleIfError, notFound);
    }

    /** Returns the five bounds in words. */
    @Override
    public String toString() {
        return "fresh " + fresh + ", near " + nearFresh + ", stale-while-revalidate " + staleWhileRevalidate
                + ", stale-if-error " + staleIfError + ", not-found " + notFound;
    }

    /** Collects bounds. Not thread-safe. */
    public static final class Builder {
        private Duration fresh = Duration.ofSeconds(30);
        private Duration nearFresh = Duration.ofSeconds(5);
        private Duration staleWhileRevalidate = Duration.ofSeconds(60);
        private @Nullable Duration staleIfError;
        private Duration notFound = Duration.ofSeconds(1);

        private Builder() {}

        /**
         * Sets how old a row may be and still count as fresh. Default 30 s.
         *
         * @param bound 1 ms to 365 days
         * @return this
         * @throws IllegalArgumentException if the bound is out of range
         */
        public Builder fresh(Duration bound) {
            this.fresh = checked("fresh", bound, Duration.ofMillis(1));
            return this;
        }

        /**
         * Sets how long a process answers from its own memory. Default 5 s; cut to {@code fresh}.
         *
         * @param bound 0 to 365 days
         * @return this
         * @throws IllegalArgumentException if the bound is out of range
         */
        public Builder nearFresh(Duration bound) {
            this.nearFresh = checked("near-fresh", bound, Duration.ZERO);
            return this;
        }

        /**
         * Sets how long after fresh a row is served while it is renewed. Default 60 s.
         *
         * @param bound 0 (never) to 365 days
         * @return this
         * @throws IllegalArgumentException if the bound is out of range
         */
        public Builder staleWhileRevalidate(Duration bound) {
            this.staleWhileRevalidate = checked("stale-while-revalidate", bound, Duration.ZERO);
            return this;
        }

        /**
         * Sets how long after fresh a row is served when its renewal fails. Default ten times fresh.
         *
         * @param bound 0 (never) to 365 days
         * @return this
         * @throws IllegalArgumentException if the bound is out of range
         */
        public Builder staleIfError(Duration bound) {
            this.staleIfError = checked("stale-if-error", bound, Duration.ZERO);
            return this;
        }

        /**
         * Sets how long a certain not-found is remembered. Default 1 s.
         *
         * @param bound 0 (never) to 365 days
         * @return this
         * @throws IllegalArgumentException if the bound is out of range
         */
        public Builder notFound(Duration bound) {
            this.notFound = checked("not-found", bound, Duration.ZERO);
            return this;
        }

        /**
         * Returns the bounds.
         *
         * @return an immutable value
         */
        public StalenessBounds build() {
            return new StalenessBounds(this);
        }

        private static Duration checked(String what, Duration bound, Duration least) {
            if (bound.compareTo(least) < 0 || bound.compareTo(LONGEST) > 0) {
                throw new IllegalArgumentException(
                        "the " + what + " bound is " + least + " to " + LONGEST + ", not " + bound);
            }
            return bound;
        }
    }
}

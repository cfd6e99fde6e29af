package dev.plumbline.testing;

import dev.plumbline.feature.FeatureType;
import dev.plumbline.transport.TransportException.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * What a contract can carry, for {@link TransportContract}: what it cannot is left out of the checks, or is checked to be
 * refused. Immutable and thread-safe.
 */
public final class TransportTraits {
    private static final List<FeatureType> SCALARS = List.of(
            FeatureType.BOOL,
            FeatureType.INT32,
            FeatureType.INT64,
            FeatureType.FLOAT32,
            FeatureType.FLOAT64,
            FeatureType.STRING,
            FeatureType.BYTES,
            FeatureType.TIMESTAMP);

    /** All types that a contract may carry; for vectors, one length stands for all. */
    static final List<FeatureType> ALL_TYPES = allTypes();

    private final List<FeatureType> types;
    private final Numbers numbers;
    private final Duration timestampUnit;
    private final PartialFailure partialFailure;
    private final Set<Kind> kinds;
    private final Set<Trait> traits;
    private final int concurrency;

    private TransportTraits(Builder builder) {
        this.types = List.copyOf(builder.types);
        this.numbers = builder.numbers;
        this.timestampUnit = builder.timestampUnit;
        this.partialFailure = builder.partialFailure;
        this.kinds = Set.copyOf(builder.kinds);
        this.traits = Set.copyOf(builder.traits);
        this.concurrency = builder.concurrency;
    }

    /** Which numbers arrive as they were. */
    public enum Numbers {
        /** All of every type. */
        EXACT,
        /** Those that are a binary64: integers up to 2 to the 53rd. Beyond, a cell is an error. */
        FLOAT64,
        /** Those that are a binary32: integers up to 2 to the 24th. Beyond, a cell is an error. */
        FLOAT32
    }

    /** What becomes of one entity that a server cannot read. */
    public enum PartialFailure {
        /** Its cells are errors; the others' rows are well. */
        ERROR,
        /** It cannot be told from an unknown entity; the others' rows are well. */
        NOT_FOUND,
        /** Its call fails. For contracts with one entity in a call. */
        CALL
    }

    enum Trait {
        COMPOSITE_KEYS("composite keys"),
        NULLS("nulls that are told from what is missing"),
        NON_FINITE("NaN and infinities"),
        EVENT_TIMES("event times"),
        VERSIONS("data versions"),
        REPLY_LIMIT("a limit of replies"),
        REQUEST_LIMIT("a limit of requests"),
        CANCELS("cancels that the server sees"),
        DEADLINES("deadlines that the server sees"),
        HEADERS("headers"),
        RETRY_AFTER("the server's wish for the next call");

        private final String words;

        Trait(String words) {
            this.words = words;
        }

        @Override
        public String toString() {
            return words;
        }
    }

    private static List<FeatureType> allTypes() {
        List<FeatureType> all = new ArrayList<>(SCALARS);
        SCALARS.forEach(type -> all.add(FeatureType.listOf(type)));
        all.add(FeatureType.vectorOf(FeatureType.FLOAT32, 4));
        all.add(FeatureType.vectorOf(FeatureType.FLOAT64, 4));
        return List.copyOf(all);
    }

    /**
     * Starts with a contract that carries everything.
     *
     * @return a builder
     */
    public static Builder builder() {
        return new Builder();
    }

    List<FeatureType> types() {
        return types;
    }

    boolean carries(FeatureType type) {
        return types.contains(type);
    }

    boolean has(Trait trait) {
        return traits.contains(trait);
    }

    Numbers numbers() {
        return numbers;
    }

    Duration timestampUnit() {
        return timestampUnit;
    }

    PartialFailure partialFailure() {
        return partialFailure;
    }

    Set<Kind> kinds() {
        return kinds;
    }

    int concurrency() {
        return concurrency;
    }

    /** Collects traits. Not thread-safe. */
    public static final class Builder {
        private List<FeatureType> types = ALL_TYPES;
        private Numbers numbers = Numbers.EXACT;
        private Duration timestampUnit = Duration.ofNanos(1_000);
        private PartialFailure partialFailure = PartialFailure.ERROR;
        private Set<Kind> kinds = EnumSet.of(
                Kind.UNAVAILABLE,
                Kind.ABORTED,
                Kind.OVERLOADED,
                Kind.INVALID_REQUEST,
                Kind.UNAUTHENTICATED,
                Kind.UNIMPLEMENTED,
                Kind.INTERNAL);
        private final Set<Trait> traits = EnumSet.allOf(Trait.class);
        private int concurrency = 1_000;

        private Builder() {}

        private Builder set(Trait trait, boolean has) {
            if (has) {
                traits.add(trait);
            } else {
                traits.remove(trait);
            }
            return this;
        }

        /**
         * Sets the types of features. Default all. Views with any other are to be refused when they are bound.
         *
         * @param carried the types; for vectors a length of 4 stands for all
         * @return this
         */
        public Builder types(FeatureType... carried) {
            this.types = Arrays.asList(carried);
            return this;
        }

        /**
         * Takes types out, and the lists and vectors of them.
         *
         * @param refused scalar types
         * @return this
         */
        public Builder without(FeatureType... refused) {
            List<FeatureType> out = Arrays.asList(refused);
            this.types = types.stream()
                    .filter(type -> !out.contains(type) && (type.isScalar() || !out.contains(type.element())))
                    .toList();
            return this;
        }

        /**
         * Sets which numbers arrive as they were. Default all.
         *
         * @param exact which
         * @return this
         */
        public Builder numbers(Numbers exact) {
            this.numbers = exact;
            return this;
        }

        /**
         * Sets how fine timestamps are. Default a microsecond.
         *
         * @param unit of which a timestamp is a whole number
         * @return this
         */
        public Builder timestampUnit(Duration unit) {
            this.timestampUnit = unit;
            return this;
        }

        /**
         * Sets what becomes of one entity that cannot be read. Default its cells are errors.
         *
         * @param failure what
         * @return this
         */
        public Builder partialFailure(PartialFailure failure) {
            this.partialFailure = failure;
            return this;
        }

        /**
         * Sets which kinds of a server's failure are told apart. Default unavailable, aborted, overloaded, invalid
         * request, unauthenticated, unimplemented and internal.
         *
         * @param told the kinds
         * @return this
         */
        public Builder kinds(Kind... told) {
            this.kinds = Set.of(told);
            return this;
        }

        /**
         * Sets how many calls may be under way at once. Default 1,000, which is as many as are tried.
         *
         * @param calls 1 or more
         * @return this
         */
        public Builder concurrency(int calls) {
            this.concurrency = calls;
            return this;
        }

        /**
         * Sets whether views may have several join keys. Default true; otherwise such views are to be refused.
         *
         * @param carried whether they may
         * @return this
         */
        public Builder compositeKeys(boolean carried) {
            return set(Trait.COMPOSITE_KEYS, carried);
        }

        /**
         * Sets whether a null is told from a missing value. Default true; otherwise both are not found.
         *
         * @param told whether it is
         * @return this
         */
        public Builder nulls(boolean told) {
            return set(Trait.NULLS, told);
        }

        /**
         * Sets whether NaN and the infinities are carried. Default true.
         *
         * @param carried whether they are
         * @return this
         */
        public Builder nonFinite(boolean carried) {
            return set(Trait.NON_FINITE, carried);
        }

        /**
         * Sets whether rows have event times. Default true.
         *
         * @param carried whether they have
         * @return this
         */
        public Builder eventTimes(boolean carried) {
            return set(Trait.EVENT_TIMES, carried);
        }

        /**
         * Sets whether rows have data versions. Default true.
         *
         * @param carried whether they have
         * @return this
         */
        public Builder versions(boolean carried) {
            return set(Trait.VERSIONS, carried);
        }

        /**
         * Sets whether the transport has a limit for replies. Default true.
         *
         * @param limited whether it has
         * @return this
         */
        public Builder replyLimit(boolean limited) {
            return set(Trait.REPLY_LIMIT, limited);
        }

        /**
         * Sets whether the transport has a limit for requests. Default true.
         *
         * @param limited whether it has
         * @return this
         */
        public Builder requestLimit(boolean limited) {
            return set(Trait.REQUEST_LIMIT, limited);
        }

        /**
         * Sets whether the server learns that a call was cancelled. Default true.
         *
         * @param seen whether it does
         * @return this
         */
        public Builder cancels(boolean seen) {
            return set(Trait.CANCELS, seen);
        }

        /**
         * Sets whether the server learns how long the caller waits. Default true.
         *
         * @param seen whether it does
         * @return this
         */
        public Builder deadlines(boolean seen) {
            return set(Trait.DEADLINES, seen);
        }

        /**
         * Sets whether headers of a call reach the server. Default true.
         *
         * @param carried whether they do
         * @return this
         */
        public Builder headers(boolean carried) {
            return set(Trait.HEADERS, carried);
        }

        /**
         * Sets whether a server's wish for the next call reaches the caller. Default true.
         *
         * @param carried whether it does
         * @return this
         */
        public Builder retryAfter(boolean carried) {
            return set(Trait.RETRY_AFTER, carried);
        }

        /**
         * Returns the traits.
         *
         * @return an immutable value
         */
        public TransportTraits build() {
            return new TransportTraits(this);
        }
    }
}

package dev.plumbline.grpc;

import dev.plumbline.feature.FeatureType;
import dev.plumbline.grpc.internal.FeastTerms;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How a Feast server is to be asked. The defaults do for feature views whose join keys are texts or 64-bit integers.
 *
 * <p>Immutable and thread-safe.
 */
public final class FeastOptions {
    private static final FeastOptions DEFAULTS = builder().build();

    private final FeastTerms terms;

    private FeastOptions(FeastTerms terms) {
        this.terms = terms;
    }

    /**
     * Returns the defaults: features are listed, keys go as what they are, and there is no request data.
     *
     * @return the options
     */
    public static FeastOptions ofDefaults() {
        return DEFAULTS;
    }

    /**
     * Starts from the defaults.
     *
     * @return a builder
     */
    public static Builder builder() {
        return new Builder();
    }

    FeastTerms terms() {
        return terms;
    }

    @Override
    public String toString() {
        return "feature service " + terms.featureService().orElse("none") + ", full feature names "
                + terms.fullFeatureNames() + ", join key types " + terms.keyTypes() + ", request data "
                + terms.requestData();
    }

    /** Collects options. Not thread-safe. */
    public static final class Builder {
        private final Map<String, FeatureType> keyTypes = new LinkedHashMap<>();
        private final Map<String, FeatureType> requestData = new LinkedHashMap<>();
        private @Nullable String featureService;
        private boolean fullFeatureNames;

        private Builder() {}

        /**
         * Asks for a feature service instead of a list of features. Default none. Columns of the service that a view does
         * not name are skipped; a feature that the service does not send is not found.
         *
         * @param name the feature service's name, for all views of the transport
         * @return this
         * @throws IllegalArgumentException if it is blank
         */
        public Builder featureService(String name) {
            if (name.isBlank()) {
                throw new IllegalArgumentException("the feature service's name is blank");
            }
            this.featureService = name;
            return this;
        }

        /**
         * Asks for columns that are named with their feature view. Default only where a view's features cannot be told
         * apart by their bare names.
         *
         * @return this
         */
        public Builder fullFeatureNames() {
            this.fullFeatureNames = true;
            return this;
        }

        /**
         * Sets what a join key's values go as. Default a text as a string and a number as an int64. Feast finds a row
         * only under the very type that it was written with.
         *
         * @param joinKey the join key's name
         * @param type INT32, INT64, STRING, BOOL (keys 0, 1, "false", "true") or TIMESTAMP (keys in microseconds, whole
         *     seconds)
         * @return this
         * @throws IllegalArgumentException if it is of another type
         */
        public Builder joinKeyType(String joinKey, FeatureType type) {
            switch (type.kind()) {
                case INT32, INT64, STRING, BOOL, TIMESTAMP -> keyTypes.put(joinKey, type);
                default ->
                    throw new IllegalArgumentException("join key '" + joinKey + "' cannot be " + type
                            + ": Feast's are int32, int64, string, bool or timestamp");
            }
            return this;
        }

        /**
         * Says that a join key of the views is an input of on-demand feature views, not an entity. It is part of the key
         * and so of the cache's key, and it is sent in both places in which Feast's servers look for it.
         *
         * @param joinKey the join key's name, which is the input's
         * @param type what its values go as: any type but bytes, lists and vectors; floats from texts such as "12.5"
         * @return this
         * @throws IllegalArgumentException if it is of another type
         */
        public Builder requestData(String joinKey, FeatureType type) {
            if (!type.isScalar() || type.kind() == FeatureType.Kind.BYTES) {
                throw new IllegalArgumentException(
                        "request data '" + joinKey + "' cannot be " + type + ": keys hold one number or text");
            }
            requestData.put(joinKey, type);
            return this;
        }

        /**
         * Returns the options.
         *
         * @return the options
         */
        public FeastOptions build() {
            return new FeastOptions(
                    new FeastTerms(Optional.ofNullable(featureService), fullFeatureNames, keyTypes, requestData));
        }
    }
}

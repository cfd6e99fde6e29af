package dev.plumbline.feature;

import dev.plumbline.feature.internal.Names;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The unit of fetching, caching and freshness: typed features of one kind of entity that are read together.
 *
 * <p>A view has a name, the entity's join keys, features in a fixed order, a maximum age and, if it wants others than
 * the client's, staleness bounds, a read preference and fallbacks. Two views are equal if they agree in all of it. Immutable
 * and thread-safe.
 */
public final class FeatureView {
    private final String name;
    private final List<String> joinKeys;
    private final List<String> featureNames;
    private final FeatureType[] types;
    private final Map<String, Integer> slots;
    private final @Nullable Duration maxAge;
    private final @Nullable StalenessBounds staleness;
    private final @Nullable ReadPreference readPreference;
    private final Fallback onNotFound;
    private final Fallback onFailure;
    private final long schemaHash;
    private final long maxAgeMicros;

    private FeatureView(Builder builder) {
        this.name = builder.name;
        this.joinKeys = builder.joinKeys;
        this.featureNames = List.copyOf(builder.featureNames);
        this.types = builder.types.toArray(FeatureType[]::new);
        this.slots = Map.copyOf(builder.slots);
        this.maxAge = builder.maxAge;
        this.staleness = builder.staleness;
        this.readPreference = builder.readPreference;
        this.onNotFound = builder.onNotFound;
        this.onFailure = builder.onFailure;
        this.schemaHash = hashSchema();
        this.maxAgeMicros = maxAge == null ? Long.MAX_VALUE : micros(maxAge);
    }

    /**
     * Starts a view.
     *
     * @param name the view's name: a lower-case letter, then up to 62 lower-case letters, digits or underscores
     * @param joinKeys the names of the values that name an entity, at least one, in the order of an
     *     {@link EntityKey}'s values
     * @return a builder
     * @throws IllegalArgumentException if a name is not valid, a join key is named twice, or there is none
     */
    public static Builder builder(String name, String... joinKeys) {
        return new Builder(name, joinKeys);
    }

    /**
     * Returns the view's name.
     *
     * @return the name
     */
    public String name() {
        return name;
    }

    /**
     * Returns the join keys.
     *
     * @return their names, at least one
     */
    public List<String> joinKeys() {
        return joinKeys;
    }

    /**
     * Returns the features.
     *
     * @return their names, in slot order, at least one
     */
    public List<String> featureNames() {
        return featureNames;
    }

    /**
     * Returns the number of features, which is the number of slots of a row.
     *
     * @return 1 or more
     */
    public int size() {
        return types.length;
    }

    /**
     * Returns a feature's type.
     *
     * @param slot 0 to {@code size() - 1}
     * @return the type
     * @throws IndexOutOfBoundsException if there is no such slot
     */
    public FeatureType type(int slot) {
        return types[slot];
    }

    /**
     * Returns a feature's slot.
     *
     * @param feature the feature's name
     * @return 0 to {@code size() - 1}
     * @throws IllegalArgumentException if the view has no such feature; the message names the nearest that it has
     */
    public int slot(String feature) {
        Integer slot = slots.get(feature);
        if (slot == null) {
            throw new IllegalArgumentException(
                    "view '" + name + "' has no feature '" + feature + "'" + Names.hint(feature, featureNames));
        }
        return slot;
    }

    /**
     * Returns a feature's slot, if there is such a feature.
     *
     * @param feature the feature's name
     * @return 0 to {@code size() - 1}, or -1
     */
    public int findSlot(String feature) {
        return slots.getOrDefault(feature, -1);
    }

    /**
     * Returns how old a value's event time may be before its cell counts as stale.
     *
     * @return the age, empty if values never grow stale
     */
    public Optional<Duration> maxAge() {
        return Optional.ofNullable(maxAge);
    }

    /**
     * Returns the cache's bounds for this view.
     *
     * @return the bounds, empty if the client's hold
     */
    public Optional<StalenessBounds> staleness() {
        return Optional.ofNullable(staleness);
    }

    /**
     * Returns which store of the feature service is to answer reads of this view.
     *
     * @return the preference, empty if the client's holds
     */
    public Optional<ReadPreference> readPreference() {
        return Optional.ofNullable(readPreference);
    }

    /**
     * Returns what reads answer in the place of a row that is not found.
     *
     * @return the fallback
     */
    public Fallback onNotFound() {
        return onNotFound;
    }

    /**
     * Returns what reads answer in the place of a failure.
     *
     * @return the fallback
     */
    public Fallback onFailure() {
        return onFailure;
    }

    /**
     * Returns a hash of the name, the join keys, and the features' names, order and types.
     *
     * @return the first 64 bits of a SHA-256
     */
    public long schemaHash() {
        return schemaHash;
    }

    /**
     * Checks that a key fits this view.
     *
     * @param key the key
     * @param index the key's place in a batch for the message, or -1
     * @return the key
     * @throws IllegalArgumentException if the key is null or has another number of values than the view has join keys
     */
    public EntityKey checkKey(@Nullable EntityKey key, int index) {
        if (key == null || key.size() != joinKeys.size()) {
            throw new IllegalArgumentException("view '" + name + "'"
                    + (index < 0 ? "" : ", key index " + index)
                    + (key == null
                            ? ": the entity key is null; leave out requests that have no entity"
                            : ": the entity key has " + key.size() + " values, the view's join keys are " + joinKeys));
        }
        return key;
    }

    /**
     * Checks that a feature takes a value as it is written in code, as {@link FeatureRowBuilder#putValue} does.
     *
     * @param feature the feature's name
     * @param value the value, null for one that is null
     * @throws IllegalArgumentException if the view has no such feature, or its type does not take the value exactly; the
     *     message names view, feature, class and what to pass
     */
    public void checkValue(String feature, @Nullable Object value) {
        AnyValue.check(this, feature, value);
    }

    long maxAgeMicros() {
        return maxAgeMicros;
    }

    private static long micros(Duration age) {
        return age.getSeconds() > Long.MAX_VALUE / 1_000_000 - 1
                ? Long.MAX_VALUE
                : age.getSeconds() * 1_000_000 + age.getNano() / 1_000;
    }

    private long hashSchema() {
        StringBuilder text = new StringBuilder("plumbline-view-v1\n").append(name);
        joinKeys.forEach(key -> text.append('\n').append(key));
        for (int i = 0; i < types.length; i++) {
            text.append('\n').append(featureNames.get(i)).append(':').append(types[i]);
        }
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256").digest(text.toString().getBytes(StandardCharsets.UTF_8));
            return ByteBuffer.wrap(digest).getLong();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return this == other
                || (other instanceof FeatureView that
                        && schemaHash == that.schemaHash
                        && name.equals(that.name)
                        && maxAge().equals(that.maxAge())
                        && staleness().equals(that.staleness())
                        && readPreference == that.readPreference
                        && onNotFound.equals(that.onNotFound)
                        && onFailure.equals(that.onFailure));
    }

    @Override
    public int hashCode() {
        return Long.hashCode(schemaHash);
    }

    /** Returns the name, the join keys, the number of features and the schema hash. */
    @Override
    public String toString() {
        return name + joinKeys + " " + types.length + " features, schema "
                + HexFormat.of().toHexDigits(schemaHash);
    }

    /** Collects a view. Not thread-safe. */
    public static final class Builder {
        private final String name;
        private final List<String> joinKeys;
        private final List<String> featureNames = new ArrayList<>();
        private final List<FeatureType> types = new ArrayList<>();
        private final Map<String, Integer> slots = new HashMap<>();
        private @Nullable Duration maxAge;
        private @Nullable StalenessBounds staleness;
        private @Nullable ReadPreference readPreference;
        private Fallback onNotFound = Fallback.fail();
        private Fallback onFailure = Fallback.fail();

        private Builder(String name, String... joinKeys) {
            this.name = Names.require("view", name);
            if (joinKeys.length == 0) {
                throw new IllegalArgumentException("view '" + name + "' has no join key: name at least one");
            }
            for (int i = 0; i < joinKeys.length; i++) {
                Names.require("view '" + name + "': join key", joinKeys[i]);
                for (int j = 0; j < i; j++) {
                    if (joinKeys[i].equals(joinKeys[j])) {
                        throw new IllegalArgumentException(
                                "view '" + name + "' has join key '" + joinKeys[i] + "' twice: remove one");
                    }
                }
            }
            this.joinKeys = List.of(joinKeys);
        }

        /**
         * Adds a feature in the next slot.
         *
         * @param feature the feature's name, formed as the view's
         * @param type its type
         * @return this
         * @throws IllegalArgumentException if the name is not valid or the view has it already
         */
        public Builder feature(String feature, FeatureType type) {
            Names.require("view '" + name + "': feature", feature);
            Integer first = slots.putIfAbsent(feature, types.size());
            if (first != null) {
                throw new IllegalArgumentException("view '" + name + "' has feature '" + feature + "' twice (slots "
                        + first + " and " + types.size() + "): remove one");
            }
            featureNames.add(feature);
            types.add(type);
            return this;
        }

        /**
         * Sets how old a value's event time may be before its cell counts as stale. Default: values never do.
         *
         * @param age more than zero, microseconds count
         * @return this
         * @throws IllegalArgumentException if the age is zero or negative
         */
        public Builder maxAge(Duration age) {
            if (age.isNegative() || age.isZero()) {
                throw new IllegalArgumentException("view '" + name + "': the maximum age is " + age
                        + "; it has to be more than zero, or leave it out");
            }
            this.maxAge = age;
            return this;
        }

        /**
         * Sets the cache's bounds for this view. Default: the client's.
         *
         * @param bounds the bounds
         * @return this
         */
        public Builder staleness(StalenessBounds bounds) {
            this.staleness = bounds;
            return this;
        }

        /**
         * Sets which store of the feature service is to answer reads of this view; rows and their names in the cache stay
         * the same. Reads from {@link ReadPreference#PRIMARY} are not cached at all. Default: the client's.
         *
         * @param preference the preference
         * @return this
         */
        public Builder readPreference(ReadPreference preference) {
            this.readPreference = preference;
            return this;
        }

        /**
         * Sets what reads answer in the place of a row that is not found: when the feature service has answered so, and not
         * when it was not reached. With {@link Fallback#lastKnown()} it is not remembered that there is no such row, so that
         * the last known one is kept. Default {@link Fallback#fail()}: the row of status not found.
         *
         * @param fallback the fallback
         * @return this
         */
        public Builder onNotFound(Fallback fallback) {
            this.onNotFound = fallback;
            return this;
        }

        /**
         * Sets what reads answer in the place of a failure, whatever failed but a client that is closed. Default
         * {@link Fallback#fail()}: the failure.
         *
         * @param fallback the fallback
         * @return this
         */
        public Builder onFailure(Fallback fallback) {
            this.onFailure = fallback;
            return this;
        }

        /**
         * Returns the view.
         *
         * @return an immutable value
         * @throws IllegalArgumentException if it has no feature, or a fallback has a default that the view does not take; the
         *     message names it
         */
        public FeatureView build() {
            if (types.isEmpty()) {
                throw new IllegalArgumentException("view '" + name + "' has no feature: add at least one");
            }
            FeatureView view = new FeatureView(this);
            onNotFound.check(view, "onNotFound");
            onFailure.check(view, "onFailure");
            return view;
        }
    }
}

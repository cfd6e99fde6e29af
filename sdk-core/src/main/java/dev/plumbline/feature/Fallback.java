package dev.plumbline.feature;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a view's reads answer where there is no row to answer: nothing else, declared defaults, or the last row that this
 * process knows.
 *
 * <p>The order is always the same: a fresh row, else a stale one within its bounds, else the fallback, else the failure or
 * the row of status not found. A row made by a fallback is marked {@link Freshness#FALLBACK}, is counted, and is stored in
 * no tier. Immutable and thread-safe.
 */
public final class Fallback {
    private static final Fallback FAIL = new Fallback(false, Map.of());
    private static final Fallback LAST_KNOWN = new Fallback(true, Map.of());

    private final boolean lastKnown;
    private final Map<String, @Nullable Object> defaults;

    private Fallback(boolean lastKnown, Map<String, @Nullable Object> defaults) {
        this.lastKnown = lastKnown;
        this.defaults = defaults;
    }

    /**
     * Answers nothing else: a failure stays a failure, and a row that is not found stays one.
     *
     * @return the fallback that every view has by default
     */
    public static Fallback fail() {
        return FAIL;
    }

    /**
     * Answers declared values, in a row of tier {@link ReadTier#NONE}. Features that are not named are not found. Values are
     * checked when the view is built.
     *
     * @param values values by feature, at least one: a Boolean, Integer, Long, Float, Double, String, byte[] or Instant, a
     *     List or an array of those, or null for a value that is null; they are not to be changed any more
     * @return the fallback
     * @throws IllegalArgumentException if there is no value
     */
    public static Fallback defaults(Map<String, ? extends @Nullable Object> values) {
        return new Fallback(false, checked(values));
    }

    /**
     * Answers the last row that this process knows of the entity, however old: what its near tier still holds, or what the
     * far tier had when this read looked there. There may be none: the near tier drops rows for want of room, and a row that
     * was written or invalidated through the client is forgotten at once. Reads that ask for a version, for the primary or
     * for what was written in a session never get one.
     *
     * @return the fallback
     */
    public static Fallback lastKnown() {
        return LAST_KNOWN;
    }

    /**
     * Answers the last row that this process knows, as {@link #lastKnown()} does, or declared values where there is none.
     *
     * @param values values by feature, as in {@link #defaults}
     * @return the fallback
     * @throws IllegalArgumentException if there is no value
     */
    public static Fallback lastKnownOr(Map<String, ? extends @Nullable Object> values) {
        return new Fallback(true, checked(values));
    }

    private static Map<String, @Nullable Object> checked(Map<String, ? extends @Nullable Object> values) {
        if (values.isEmpty()) {
            throw new IllegalArgumentException(
                    "a fallback without a default: name at least one feature, or leave it out");
        }
        return Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }

    /** Checks the defaults against a view. */
    void check(FeatureView view, String method) {
        defaults.forEach((feature, value) -> {
            try {
                view.checkValue(feature, value);
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException(method + ": " + e.getMessage(), e);
            }
        });
    }

    /**
     * Tells whether the last known row is an answer.
     *
     * @return whether it is, before any defaults
     */
    public boolean isLastKnown() {
        return lastKnown;
    }

    /**
     * Returns the row of declared values. For pipelines.
     *
     * @param view the view that has this fallback
     * @param atMicros the time of the read, microseconds since 1970 UTC
     * @return the row, marked; empty if no values are declared
     */
    public Optional<FeatureRow> defaultRow(FeatureView view, long atMicros) {
        if (defaults.isEmpty()) {
            return Optional.empty();
        }
        FeatureRowBuilder row = FeatureRow.builder(view, atMicros);
        defaults.forEach((feature, value) -> row.putValue(view.slot(feature), value));
        return Optional.of(row.build().asRead(atMicros, Freshness.FALLBACK, ReadTier.NONE));
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return this == other
                || (other instanceof Fallback that
                        && lastKnown == that.lastKnown
                        && defaults.keySet().equals(that.defaults.keySet())
                        && defaults.entrySet().stream()
                                .allMatch(entry ->
                                        Objects.deepEquals(entry.getValue(), that.defaults.get(entry.getKey()))));
    }

    @Override
    public int hashCode() {
        return defaults.keySet().hashCode() * 2 + (lastKnown ? 1 : 0);
    }

    /** Returns the kind, and the features that have defaults. */
    @Override
    public String toString() {
        if (defaults.isEmpty()) {
            return lastKnown ? "last known" : "fail";
        }
        return (lastKnown ? "last known or " : "") + "defaults of " + defaults.keySet();
    }
}

package dev.plumbline.cache;

import dev.plumbline.feature.EntityKey;
import dev.plumbline.feature.FeatureView;
import org.jspecify.annotations.Nullable;

/**
 * Names one cached row: its view and schema, its entity, and the variant of the route that it was read on.
 *
 * <p>Immutable and thread-safe.
 *
 * @param view the view
 * @param key the entity
 * @param variant the route's variant, empty for the plain one
 */
public record CacheKey(FeatureView view, EntityKey key, String variant) {
    /** The variant of reads that are not on an experiment's route. */
    public static final String NO_VARIANT = "";

    @Override
    public boolean equals(@Nullable Object other) {
        return this == other
                || (other instanceof CacheKey that
                        && key.equals(that.key)
                        && view.schemaHash() == that.view.schemaHash()
                        && view.name().equals(that.view.name())
                        && variant.equals(that.variant));
    }

    @Override
    public int hashCode() {
        return (key.hashCode() * 31 + view.hashCode()) * 31 + variant.hashCode();
    }

    /** Returns view and variant; not the entity, so that it may be logged. */
    @Override
    public String toString() {
        return view.name() + (variant.isEmpty() ? "" : "/" + variant);
    }
}

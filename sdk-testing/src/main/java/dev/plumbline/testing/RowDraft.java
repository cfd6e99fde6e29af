package dev.plumbline.testing;

import dev.plumbline.feature.EntityKey;
import dev.plumbline.feature.FeatureRow;
import dev.plumbline.feature.FeatureView;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A row that is being written for an {@link InMemoryFeatureStore}: values, and what the store is to tell of them.
 *
 * <p>Nothing is stored before {@link #put()}. Not thread-safe.
 */
public final class RowDraft {
    private final InMemoryFeatureStore store;
    private final FeatureView view;
    private final EntityKey key;
    private final Map<String, Cell> cells = new HashMap<>();
    private long eventTimeMicros = FeatureRow.UNKNOWN_TIME;
    private long dataVersion = FeatureRow.UNKNOWN_VERSION;

    RowDraft(InMemoryFeatureStore store, FeatureView view, EntityKey key) {
        this.store = store;
        this.view = view;
        this.key = view.checkKey(key, -1);
    }

    /**
     * Sets one value.
     *
     * @param feature the feature's name
     * @param value a Boolean, Integer, Long, Float, Double, String, byte[] or Instant, a List or an array of those, or
     *     null for a value that is null; it is copied
     * @return this
     * @throws IllegalArgumentException if the view has no such feature, or its type does not take the value exactly; the
     *     message names view, feature, class and what to pass
     */
    public RowDraft value(String feature, @Nullable Object value) {
        cells.put(feature, Cell.of(view, feature, value));
        return this;
    }

    /**
     * Sets when the values came to be. Default unknown.
     *
     * @param time the time, microseconds count
     * @return this
     */
    public RowDraft eventTime(Instant time) {
        this.eventTimeMicros = ChronoUnit.MICROS.between(Instant.EPOCH, time);
        return this;
    }

    /**
     * Sets the store's version of the row. Default unknown.
     *
     * @param version the version, larger is newer
     * @return this
     */
    public RowDraft dataVersion(long version) {
        this.dataVersion = version;
        return this;
    }

    /**
     * Stores the row in place of the one that the entity had.
     *
     * @return the store
     */
    public InMemoryFeatureStore put() {
        return store.put(view, key, new StoredRow(Map.copyOf(cells), eventTimeMicros, dataVersion));
    }
}

package dev.plumbline.feature;

import java.util.Iterator;
import java.util.List;

/**
 * The answer to a batch: exactly one row for each key asked for, in that order, duplicates included.
 *
 * <p>An entity that could not be read has a row of status {@link RowStatus#ERROR}; the batch does not fail for it.
 * Immutable and thread-safe.
 */
public final class FeatureRows implements Iterable<FeatureRow> {
    private final List<EntityKey> keys;
    private final List<FeatureRow> rows;

    private FeatureRows(List<EntityKey> keys, List<FeatureRow> rows) {
        this.keys = List.copyOf(keys);
        this.rows = List.copyOf(rows);
    }

    /**
     * Returns an answer. For pipelines and fakes.
     *
     * @param keys the keys that were asked for
     * @param rows one row for each
     * @return the answer
     * @throws IllegalArgumentException if the sizes differ
     */
    public static FeatureRows of(List<EntityKey> keys, List<FeatureRow> rows) {
        if (keys.size() != rows.size()) {
            throw new IllegalArgumentException(rows.size() + " rows for " + keys.size() + " keys");
        }
        return new FeatureRows(keys, rows);
    }

    /**
     * Returns the number of rows, which is the number of keys asked for.
     *
     * @return 0 or more
     */
    public int size() {
        return rows.size();
    }

    /**
     * Returns a row.
     *
     * @param index the key's place in the request, 0 to {@code size() - 1}
     * @return its row
     * @throws IndexOutOfBoundsException if there is no such key
     */
    public FeatureRow get(int index) {
        return rows.get(index);
    }

    /**
     * Returns the key of a row.
     *
     * @param index the key's place in the request, 0 to {@code size() - 1}
     * @return the key
     * @throws IndexOutOfBoundsException if there is no such key
     */
    public EntityKey key(int index) {
        return keys.get(index);
    }

    /**
     * Returns the rows.
     *
     * @return an immutable list of {@code size()} rows
     */
    public List<FeatureRow> toList() {
        return rows;
    }

    @Override
    public Iterator<FeatureRow> iterator() {
        return rows.iterator();
    }

    /** Returns how many rows there are; no key and no value, so that it may be logged. */
    @Override
    public String toString() {
        return rows.size() + " rows";
    }
}

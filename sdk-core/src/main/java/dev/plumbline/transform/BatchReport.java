package dev.plumbline.transform;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * What became of the rows of a batch: which have a vector, and why the others have none. One row never fails the batch.
 *
 * <p>Immutable and thread-safe.
 */
public final class BatchReport {
    private final int size;
    private final @Nullable TransformException @Nullable [] failures;

    private BatchReport(int size, @Nullable TransformException @Nullable [] failures) {
        this.size = size;
        this.failures = failures;
    }

    /** Transforms one row to a place. */
    interface RowTransform {
        void transform(InputRow in, int offset);
    }

    /** Transforms rows, one after the other; the slots of those that fail are NaN. */
    static BatchReport of(List<InputRow> rows, int width, int offset, RowTransform transform, Object out) {
        @Nullable TransformException[] failures = null;
        for (int i = 0; i < rows.size(); i++) {
            int at = offset + i * width;
            try {
                transform.transform(rows.get(i), at);
            } catch (TransformException e) {
                failures = failures == null ? new TransformException[rows.size()] : failures;
                failures[i] = e;
                if (out instanceof float[] floats) {
                    Arrays.fill(floats, at, at + width, Float.NaN);
                } else {
                    Arrays.fill((double[]) out, at, at + width, Double.NaN);
                }
            }
        }
        return new BatchReport(rows.size(), failures);
    }

    /**
     * Returns the number of rows.
     *
     * @return zero or more
     */
    public int size() {
        return size;
    }

    /**
     * Tells whether every row has a vector.
     *
     * @return whether {@link #usable()} names all rows
     */
    public boolean isComplete() {
        return failures == null;
    }

    /**
     * Returns why a row has no vector.
     *
     * @param row 0 to {@code size() - 1}
     * @return what {@link Vectorizer#transform} throws for it, empty if it has a vector
     * @throws IndexOutOfBoundsException if there is no such row
     */
    public Optional<TransformException> failure(int row) {
        java.util.Objects.checkIndex(row, size);
        return failures == null ? Optional.empty() : Optional.ofNullable(failures[row]);
    }

    /**
     * Returns which rows have a vector.
     *
     * @return their numbers, ascending
     */
    public int[] usable() {
        return IntStream.range(0, size)
                .filter(row -> failures == null || failures[row] == null)
                .toArray();
    }

    /** Returns how many rows have a vector. */
    @Override
    public String toString() {
        return usable().length + " of " + size + " rows usable";
    }
}

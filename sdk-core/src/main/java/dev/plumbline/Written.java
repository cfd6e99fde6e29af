package dev.plumbline;

import dev.plumbline.feature.FeatureRow;
import dev.plumbline.feature.RowStatus;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a {@link WriteAction} wrote, as far as it knows.
 *
 * <p>Immutable and thread-safe.
 */
public final class Written {
    private static final Written SOMETHING = new Written(FeatureRow.UNKNOWN_VERSION, null);

    private final long dataVersion;
    private final @Nullable FeatureRow row;

    private Written(long dataVersion, @Nullable FeatureRow row) {
        this.dataVersion = dataVersion;
        this.row = row;
    }

    /**
     * Says that something was written. The row is then read again when it is next asked for.
     *
     * @return what was written
     */
    public static Written something() {
        return SOMETHING;
    }

    /**
     * Says that something was written, and which version the row has now. The row is read again when it is next asked for.
     *
     * @param dataVersion the store's version, greater with each write; at least 1
     * @return what was written
     * @throws IllegalArgumentException if the version is less than 1
     */
    public static Written version(long dataVersion) {
        return new Written(CallOptions.checkVersion(dataVersion), null);
    }

    /**
     * Says which row the store holds now. It is put into both tiers in the place of an older one, so that it need not be
     * read again.
     *
     * @param row the whole row, with the store's version
     * @return what was written
     * @throws IllegalArgumentException if the row has no version, or is not one that a store could answer
     */
    public static Written row(FeatureRow row) {
        if (row.status() != RowStatus.PRESENT) {
            throw new IllegalArgumentException(
                    "the row that was written is " + row.status() + ": it has to be present");
        }
        if (row.dataVersion() == FeatureRow.UNKNOWN_VERSION) {
            throw new IllegalArgumentException(
                    "the row that was written has no version, so that it cannot be told from an"
                            + " older one: set it, or say Written.something()");
        }
        return new Written(row.dataVersion(), row);
    }

    /**
     * Returns the row's version.
     *
     * @return the version, {@link FeatureRow#UNKNOWN_VERSION} if it is not known
     */
    public long dataVersion() {
        return dataVersion;
    }

    /**
     * Returns the row that the store holds now.
     *
     * @return the row, empty if it is not known
     */
    public Optional<FeatureRow> row() {
        return Optional.ofNullable(row);
    }

    /** Returns the version, and whether the row is known; no values. */
    @Override
    public String toString() {
        return (dataVersion == FeatureRow.UNKNOWN_VERSION ? "something" : "version " + dataVersion)
                + (row == null ? "" : ", the row");
    }
}

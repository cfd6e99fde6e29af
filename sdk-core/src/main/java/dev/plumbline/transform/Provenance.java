package dev.plumbline.transform;

import java.time.Instant;
import java.util.Optional;

/**
 * What a fitted document says of where its values come from, besides what the fit counts itself.
 *
 * <p>Without a time, fitting the same rows again gives the same bytes. Immutable and thread-safe.
 */
public final class Provenance {
    private static final Provenance NONE = new Provenance(Optional.empty(), Optional.empty());

    private final Optional<String> dataset;
    private final Optional<Instant> fittedAt;

    private Provenance(Optional<String> dataset, Optional<Instant> fittedAt) {
        this.dataset = dataset;
        this.fittedAt = fittedAt;
    }

    /**
     * Returns a provenance without dataset and time.
     *
     * @return always the same object
     */
    public static Provenance none() {
        return NONE;
    }

    /**
     * Returns a provenance that names the rows.
     *
     * @param dataset what the rows were, such as a table with its snapshot
     * @return the provenance, without a time
     */
    public static Provenance of(String dataset) {
        return new Provenance(Optional.of(dataset), Optional.empty());
    }

    /**
     * Returns the same with a time.
     *
     * @param time when the fit was made
     * @return the provenance
     */
    public Provenance at(Instant time) {
        return new Provenance(dataset, Optional.of(time));
    }

    /**
     * Returns what the rows were.
     *
     * @return the text, or empty
     */
    public Optional<String> dataset() {
        return dataset;
    }

    /**
     * Returns when the fit was made.
     *
     * @return the time, or empty
     */
    public Optional<Instant> fittedAt() {
        return fittedAt;
    }

    /** Returns dataset and time. */
    @Override
    public String toString() {
        return dataset.orElse("unnamed rows")
                + fittedAt.map(time -> " at " + time).orElse("");
    }
}

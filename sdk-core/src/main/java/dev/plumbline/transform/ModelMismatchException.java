package dev.plumbline.transform;

import java.io.Serial;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Thrown when a service would serve a model with another spec than it was trained with, or with inputs from elsewhere.
 *
 * <p>The message has the form {@code PLB-401 <model> was trained with <spec>, service has <spec>; first difference: <path
 * and values>; <remedy>}.
 */
public final class ModelMismatchException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    /** The fingerprint in training. */
    private final String trainedFingerprint;

    /** The fingerprint in serving. */
    private final String servingFingerprint;

    /** What differs, lost when the exception travels. */
    private final transient @Nullable SpecDiff diff;

    ModelMismatchException(
            String message, String trainedFingerprint, String servingFingerprint, @Nullable SpecDiff diff) {
        super("PLB-401 " + message);
        this.trainedFingerprint = trainedFingerprint;
        this.servingFingerprint = servingFingerprint;
        this.diff = diff;
    }

    /**
     * Returns the code of the check that failed.
     *
     * @return {@code PLB-401}
     */
    public String code() {
        return "PLB-401";
    }

    /**
     * Returns the fingerprint of the spec that the model was trained with.
     *
     * @return {@code plb1:} and 64 hex digits
     */
    public String trainedFingerprint() {
        return trainedFingerprint;
    }

    /**
     * Returns the fingerprint of the spec that was to serve it.
     *
     * @return {@code plb1:} and 64 hex digits; the same as in training if only the binding differs
     */
    public String servingFingerprint() {
        return servingFingerprint;
    }

    /**
     * Returns all differences.
     *
     * @return the differences, empty if the stamp has no text, or none of this fingerprint
     */
    public Optional<SpecDiff> diff() {
        return Optional.ofNullable(diff);
    }
}

package dev.plumbline.transform.model;

import java.io.Serial;

/**
 * Thrown when the rows of a training table were not all made by one spec. The message has the form {@code PLB-402 training
 * table <culprit>; <remedy>}.
 */
public final class TrainingTableException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    TrainingTableException(String text) {
        super("PLB-402 training table " + text);
    }

    /**
     * Returns the code of the check that failed.
     *
     * @return {@code PLB-402}
     */
    public String code() {
        return "PLB-402";
    }
}

package dev.plumbline.transform;

import java.io.Serial;

/**
 * Thrown when the properties of a model hold no stamp, or a malformed one. The message has the form {@code PLB-403
 * <culprit>; <remedy>}.
 */
public final class ModelStampException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    ModelStampException(String text) {
        super("PLB-403 " + text);
    }

    /**
     * Returns the code of the check that failed.
     *
     * @return {@code PLB-403}
     */
    public String code() {
        return "PLB-403";
    }
}

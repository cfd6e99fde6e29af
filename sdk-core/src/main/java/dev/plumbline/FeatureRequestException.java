package dev.plumbline;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/**
 * Thrown when the feature service refuses the request itself: wrong, not allowed, or not known to it.
 *
 * <p>Trying again does not help; the message names what the service said.
 */
public final class FeatureRequestException extends FeatureException {
    @Serial
    private static final long serialVersionUID = 1L;

    /**
     * Makes a failure.
     *
     * @param message what happened, to which view, and what would help
     * @param cause the cause, or null
     */
    public FeatureRequestException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    @Override
    public boolean isRetryable() {
        return false;
    }

    @Override
    public String code() {
        return "request";
    }
}

package dev.plumbline;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/**
 * Thrown when the feature service breaks its contract: a reply that cannot be read, or one larger than the limit.
 *
 * <p>Trying again does not help; the message names the target and the limit or the fault.
 */
public final class FeatureProtocolException extends FeatureException {
    @Serial
    private static final long serialVersionUID = 1L;

    /**
     * Makes a failure.
     *
     * @param message what happened, to which view, and what would help
     * @param cause the cause, or null
     */
    public FeatureProtocolException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    @Override
    public boolean isRetryable() {
        return false;
    }

    @Override
    public String code() {
        return "protocol";
    }
}

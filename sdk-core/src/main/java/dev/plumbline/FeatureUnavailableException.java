package dev.plumbline;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/**
 * Thrown when no target could answer, after all attempts that the policy and the deadline allowed.
 *
 * <p>Trying again later may help.
 */
public final class FeatureUnavailableException extends FeatureException {
    @Serial
    private static final long serialVersionUID = 1L;

    /** How many attempts were made. */
    private final int attempts;

    /**
     * Makes a failure.
     *
     * @param attempts how many attempts were made
     * @param message what happened, to which view, and what would help
     * @param cause the cause, or null
     */
    public FeatureUnavailableException(int attempts, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.attempts = attempts;
    }

    /**
     * Returns how many attempts were made.
     *
     * @return 0 or more
     */
    public int attempts() {
        return attempts;
    }

    @Override
    public boolean isRetryable() {
        return true;
    }

    @Override
    public String code() {
        return "unavailable";
    }
}

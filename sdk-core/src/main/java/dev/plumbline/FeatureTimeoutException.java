package dev.plumbline;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/**
 * Thrown when a deadline passed: the caller's own, or that of the load it waited for.
 *
 * <p>Trying again later may help.
 */
public final class FeatureTimeoutException extends FeatureException {
    @Serial
    private static final long serialVersionUID = 1L;

    /** The deadline that passed. */
    private final java.time.Duration deadline;

    /**
     * Makes a failure.
     *
     * @param deadline the deadline that passed
     * @param message what happened, to which view, and what would help
     * @param cause the cause, or null
     */
    public FeatureTimeoutException(java.time.Duration deadline, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.deadline = deadline;
    }

    /**
     * Returns the deadline that passed.
     *
     * @return its length
     */
    public java.time.Duration deadline() {
        return deadline;
    }

    @Override
    public boolean isRetryable() {
        return true;
    }

    @Override
    public String code() {
        return "timeout";
    }
}

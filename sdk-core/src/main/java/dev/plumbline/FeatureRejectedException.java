package dev.plumbline;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/**
 * Thrown when the client itself refuses a read: it is closed, the thread was interrupted, or a limit is reached.
 *
 * <p>Nothing was sent.
 */
public final class FeatureRejectedException extends FeatureException {
    @Serial
    private static final long serialVersionUID = 1L;

    /** What refused. */
    private final String reason;

    /**
     * Makes a failure.
     *
     * @param reason what refused: closed, interrupted
     * @param message what happened, to which view, and what would help
     * @param cause the cause, or null
     */
    public FeatureRejectedException(String reason, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    /**
     * Returns what refused.
     *
     * @return one of closed, interrupted
     */
    public String reason() {
        return reason;
    }

    @Override
    public boolean isRetryable() {
        return false;
    }

    @Override
    public String code() {
        return "rejected";
    }
}

package dev.plumbline;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/**
 * Why a read failed. The subclasses say what a caller can do about it; there will be no others than those of this
 * package.
 */
public abstract sealed class FeatureException extends RuntimeException
        permits FeatureProtocolException,
                FeatureRejectedException,
                FeatureRequestException,
                FeatureTimeoutException,
                FeatureUnavailableException {
    @Serial
    private static final long serialVersionUID = 1L;

    FeatureException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    /**
     * Tells whether the same read may succeed later without a change.
     *
     * @return whether to try again, after a while
     */
    public abstract boolean isRetryable();

    /**
     * Returns the failure as a short word for meters.
     *
     * @return one of timeout, unavailable, rejected, request, protocol
     */
    public abstract String code();
}

package dev.plumbline.transport;

import java.io.Serial;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Why a fetch failed, in terms that every contract shares.
 *
 * <p>For implementers: the detail names the target and what would help; it never holds a key, a value or a secret.
 */
public final class TransportException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    /** The kinds of failure. New ones may come. */
    public enum Kind {
        /** The target could not be reached or said that it cannot serve now. */
        UNAVAILABLE(true),
        /** The attempt's deadline passed. */
        TIMEOUT(true),
        /** The target asked for the call to be made again. */
        ABORTED(true),
        /** The target refused for load; made again only if it says when. */
        OVERLOADED(false),
        /** The request was cancelled by this side. */
        CANCELLED(false),
        /** The target says that the request is wrong. */
        INVALID_REQUEST(false),
        /** The target does not know or not trust the caller. */
        UNAUTHENTICATED(false),
        /** The target does not have the method or the view. */
        UNIMPLEMENTED(false),
        /** Request or reply are larger than a limit. */
        TOO_LARGE(false),
        /** The reply breaks the contract. */
        PROTOCOL(false),
        /** The target failed inside. */
        INTERNAL(false),
        /** The transport is closed. */
        CLOSED(false);

        private final boolean retryable;

        Kind(boolean retryable) {
            this.retryable = retryable;
        }

        /**
         * Tells whether an idempotent read that failed so may succeed if it is made again.
         *
         * @return whether to try again
         */
        public boolean isRetryable() {
            return retryable;
        }
    }

    /** The kind of failure. */
    private final Kind kind;

    /** What the contract calls it. */
    private final String code;

    /** When the target wants the next call. */
    private final @Nullable Duration retryAfter;

    /**
     * Makes a failure. It has no stack trace: it says what a server or a wire did.
     *
     * @param kind the kind
     * @param code what the contract calls it, one of few: "UNAVAILABLE", "503"
     * @param detail what happened, and what would help
     * @param cause the cause, or null
     */
    public TransportException(Kind kind, String code, String detail, @Nullable Throwable cause) {
        this(kind, code, detail, cause, null);
    }

    private TransportException(
            Kind kind, String code, @Nullable String detail, @Nullable Throwable cause, @Nullable Duration retryAfter) {
        super(detail, cause, true, false);
        this.kind = kind;
        this.code = code;
        this.retryAfter = retryAfter;
    }

    /**
     * Returns this failure with the target's wish.
     *
     * @param delay when the target wants the next call; negative for never
     * @return a new exception
     */
    public TransportException withRetryAfter(Duration delay) {
        return new TransportException(kind, code, getMessage(), getCause(), delay);
    }

    /**
     * Returns the kind of failure.
     *
     * @return the kind
     */
    public Kind kind() {
        return kind;
    }

    /**
     * Returns what the contract calls it.
     *
     * @return a status name or number
     */
    public String code() {
        return code;
    }

    /**
     * Returns when the target wants the next call.
     *
     * @return the delay, negative for never, empty if it said nothing
     */
    public Optional<Duration> retryAfter() {
        return Optional.ofNullable(retryAfter);
    }
}

package dev.plumbline.internal;

import dev.plumbline.transport.TransportException;
import java.io.Serial;

/** The failure of an attempt and how many there were. Has no stack trace: it never leaves the pipeline. */
final class AttemptFailure extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    private final TransportException failure;
    private final int attempts;

    AttemptFailure(TransportException failure, int attempts) {
        super(failure.getMessage(), failure, false, false);
        this.failure = failure;
        this.attempts = attempts;
    }

    TransportException failure() {
        return failure;
    }

    int attempts() {
        return attempts;
    }

    boolean isRetryable() {
        return failure.kind().isRetryable() || (failure.retryAfter().isPresent() && !isRefusedForGood());
    }

    private boolean isRefusedForGood() {
        return failure.retryAfter().filter(delay -> delay.isNegative()).isPresent();
    }
}

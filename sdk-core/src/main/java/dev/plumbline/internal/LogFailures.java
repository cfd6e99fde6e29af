package dev.plumbline.internal;

import dev.plumbline.transport.TransportException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.CompletionException;

/** What the failures of sinks mean. */
final class LogFailures {
    static final long NEVER = -1;

    /** Longer no wish is followed: meanwhile others wait, and in the end there is no room for more. */
    private static final Duration LONGEST_WISH = Duration.ofMinutes(1);

    private LogFailures() {}

    static Throwable root(Throwable thrown) {
        Throwable root = thrown;
        while ((root instanceof CompletionException || root instanceof UncheckedIOException)
                && root.getCause() != null) {
            root = root.getCause();
        }
        return root;
    }

    /** When to send again at the earliest; {@link #NEVER} if the failure is final. */
    static long waitNanos(Throwable failure) {
        if (failure instanceof TransportException refusal) {
            if (refusal.retryAfter().isPresent()) {
                Duration wish = refusal.retryAfter().get();
                return wish.isNegative() ? NEVER : (wish.compareTo(LONGEST_WISH) > 0 ? LONGEST_WISH : wish).toNanos();
            }
            return refusal.kind().isRetryable() ? 0 : NEVER;
        }
        return failure instanceof IOException ? 0 : NEVER;
    }

    /** One of few words for a meter. */
    static String reason(Throwable failure) {
        if (failure instanceof TransportException refusal) {
            return refusal.code();
        }
        return failure instanceof IOException ? "io" : "other";
    }

    /** What a log may say of it: messages of strangers may hold keys. */
    static String told(Throwable failure) {
        return failure instanceof TransportException || failure instanceof IOException
                ? failure.toString()
                : failure.getClass().getName();
    }
}

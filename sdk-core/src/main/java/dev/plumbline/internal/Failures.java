package dev.plumbline.internal;

import dev.plumbline.FeatureException;
import dev.plumbline.FeatureProtocolException;
import dev.plumbline.FeatureRejectedException;
import dev.plumbline.FeatureRequestException;
import dev.plumbline.FeatureTimeoutException;
import dev.plumbline.FeatureUnavailableException;
import dev.plumbline.feature.FeatureRow;
import dev.plumbline.feature.FeatureView;
import dev.plumbline.transport.TransportException;
import java.time.Duration;
import java.util.concurrent.CompletionException;

/** Turns what went wrong below into what a caller is told. */
final class Failures {
    private Failures() {}

    static FeatureException of(FeatureView view, Duration deadline, Throwable thrown) {
        Throwable failure = unwrap(thrown);
        if (failure instanceof FeatureException known) {
            return known;
        }
        if (failure instanceof AttemptFailure attempt) {
            return of(view, deadline, attempt.failure(), attempt.attempts());
        }
        if (failure instanceof TransportException transport) {
            return of(view, deadline, transport, 1);
        }
        return new FeatureUnavailableException(1, "view '" + view.name() + "' could not be read: " + failure, failure);
    }

    private static FeatureException of(FeatureView view, Duration deadline, TransportException failure, int attempts) {
        String message = "view '" + view.name() + "' could not be read"
                + (attempts > 1 ? " in " + attempts + " attempts" : "") + ": " + failure.getMessage();
        return switch (failure.kind()) {
            case TIMEOUT -> new FeatureTimeoutException(deadline, message, failure);
            case INVALID_REQUEST, UNAUTHENTICATED, UNIMPLEMENTED -> new FeatureRequestException(message, failure);
            case TOO_LARGE, PROTOCOL -> new FeatureProtocolException(message, failure);
            case CLOSED -> new FeatureRejectedException("closed", message, failure);
            case UNAVAILABLE, ABORTED, OVERLOADED, CANCELLED, INTERNAL ->
                new FeatureUnavailableException(attempts, message, failure);
        };
    }

    static FeatureRejectedException closed(String client) {
        return new FeatureRejectedException(
                "closed", "client '" + client + "' is closed: keep one for the life of the service", null);
    }

    static FeatureTimeoutException timeout(FeatureView view, Duration deadline, String whose) {
        return new FeatureTimeoutException(
                deadline,
                "view '" + view.name() + "' was not read within " + whose + " of " + deadline.toMillis() + " ms",
                null);
    }

    /** The end of a read that asked for rows of at least a version; of any, if that is unknown. */
    static FeatureTimeoutException timeout(FeatureView view, Duration deadline, String whose, long minVersion) {
        if (minVersion == FeatureRow.UNKNOWN_VERSION) {
            return timeout(view, deadline, whose);
        }
        return new FeatureTimeoutException(
                deadline,
                "view '" + view.name() + "' was not read in version " + minVersion + " or later within " + whose
                        + " of "
                        + deadline.toMillis() + " ms: the replica that answers lags behind, or the version is not this"
                        + " entity's",
                null);
    }

    static FeatureRequestException unversioned(FeatureView view) {
        return new FeatureRequestException(
                "view '" + view.name()
                        + "' was read with a minimum version, but its rows come without versions: read it"
                        + " without one",
                null);
    }

    static Throwable unwrap(Throwable thrown) {
        Throwable failure = thrown;
        while (failure instanceof CompletionException && failure.getCause() != null) {
            failure = failure.getCause();
        }
        return failure;
    }
}

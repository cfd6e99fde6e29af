package dev.plumbline.grpc;

import dev.plumbline.transport.TransportException;
import dev.plumbline.transport.TransportException.Kind;
import io.grpc.Metadata;
import io.grpc.Status;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Says in the transport's terms what a gRPC status means. What a server wrote stays in the cause, since it may hold keys;
 * what this side's own stack says is told. Immutable and thread-safe.
 */
final class Failures {
    private static final Metadata.Key<String> PUSHBACK =
            Metadata.Key.of("grpc-retry-pushback-ms", Metadata.ASCII_STRING_MARSHALLER);

    private static final String CREDENTIALS = "CREDENTIALS";

    private final String target;
    private final String method;
    private final int maxMessageBytes;
    private final boolean plaintext;

    Failures(String target, String method, int maxMessageBytes, boolean plaintext) {
        this.plaintext = plaintext;
        this.target = target;
        this.method = method;
        this.maxMessageBytes = maxMessageBytes;
    }

    TransportException closed() {
        return failure(Kind.CLOSED, "UNAVAILABLE", "the transport is closed", null);
    }

    TransportException notStarted() {
        return failure(Kind.CLOSED, "UNAVAILABLE", "the transport is not started: build a client with it first", null);
    }

    TransportException late() {
        return failure(Kind.TIMEOUT, "DEADLINE_EXCEEDED", "the deadline had passed before the call left", null);
    }

    TransportException refused(String why, @Nullable Throwable cause) {
        return failure(Kind.INVALID_REQUEST, "INVALID_ARGUMENT", why, cause);
    }

    TransportException refused(Contract.Refusal refusal, Status status) {
        return of(refusal.kind(), status, refusal.why());
    }

    /** Says that a request is larger than this side's limit. gRPC would notice too late for some calls to end. */
    TransportException requestTooLarge(int bytes) {
        return failure(
                Kind.TOO_LARGE,
                "RESOURCE_EXHAUSTED",
                "the request of " + bytes + " bytes is larger than the limit of " + maxMessageBytes
                        + " bytes: raise maxMessageBytes, or lower maxEntities",
                null);
    }

    TransportException unprotected() {
        return failure(
                Kind.UNAUTHENTICATED,
                CREDENTIALS,
                "the connection has no encryption and does not end on this machine, so no credentials are sent: use tls,"
                        + " or say allowPlaintext on the credentials if something else protects it",
                null);
    }

    /** Says that there is no token to show, in the words of the credentials if they have any. */
    TransportException withoutToken(@Nullable Throwable cause) {
        Throwable why = CallToken.unwrapped(cause);
        if (why instanceof TransportException known) {
            return failure(known.kind(), known.code(), String.valueOf(known.getMessage()), null);
        }
        // What a user's class throws may tell more than it should.
        return failure(
                Kind.UNAUTHENTICATED,
                CREDENTIALS,
                "the credentials failed"
                        + (why == null ? "" : " with " + why.getClass().getName()),
                null);
    }

    TransportException tokenLate() {
        return failure(Kind.TIMEOUT, CREDENTIALS, "the credentials had no token by the deadline", null);
    }

    TransportException malformed(String what, @Nullable Throwable cause) {
        return failure(Kind.PROTOCOL, "DATA_LOSS", "the reply breaks the contract: " + what, cause);
    }

    TransportException broken(Throwable cause) {
        return failure(Kind.INTERNAL, "INTERNAL", "the call could not be made: " + cause, cause);
    }

    /** Says that a server answered and did not do it. */
    TransportException notTaken(String words) {
        return failure(
                Kind.INTERNAL,
                "not_taken",
                "the server did not take it" + (words.isBlank() ? " and does not say why" : ": " + words),
                null);
    }

    /**
     * Translates.
     *
     * @param status any but OK
     * @param trailers what came with it
     * @param answered whether anything had come from the server before
     */
    TransportException of(Status status, Metadata trailers, boolean answered) {
        if (status.getCause() instanceof TransportException ours) {
            return ours;
        }
        boolean local = !answered && trailers.keys().isEmpty();
        TransportException failure = translate(status, local);
        String pushback = trailers.get(PUSHBACK);
        return pushback == null ? failure : failure.withRetryAfter(pushback(pushback));
    }

    private TransportException translate(Status status, boolean local) {
        return switch (status.getCode()) {
            case UNAVAILABLE -> unavailable(status, local);
            case DEADLINE_EXCEEDED -> of(Kind.TIMEOUT, status, "no answer within the deadline");
            case RESOURCE_EXHAUSTED -> exhausted(status);
            case UNAUTHENTICATED ->
                of(Kind.UNAUTHENTICATED, status, "the server does not know the caller: check credentials");
            case PERMISSION_DENIED -> of(Kind.UNAUTHENTICATED, status, "the server does not let the caller read");
            case UNIMPLEMENTED ->
                of(
                        Kind.UNIMPLEMENTED,
                        status,
                        "the server has no method " + method
                                + ": if its service has another name, set it with servicePath");
            case INVALID_ARGUMENT, NOT_FOUND, ALREADY_EXISTS, FAILED_PRECONDITION, OUT_OF_RANGE ->
                of(Kind.INVALID_REQUEST, status, "the server refuses the request with " + status.getCode());
            case ABORTED -> of(Kind.ABORTED, status, "the server asks for the call to be made again");
            case CANCELLED -> cancelled(status);
            case DATA_LOSS -> of(Kind.PROTOCOL, status, "the server lost data");
            case INTERNAL -> internal(status, local);
            default -> of(Kind.INTERNAL, status, "the server failed inside with " + status.getCode());
        };
    }

    private TransportException unavailable(Status status, boolean local) {
        String text = textOf(status);
        if (text.contains("unable to resolve host") || text.contains("unknownhostexception")) {
            return of(Kind.UNAVAILABLE, status, "the host name does not resolve: check the target's name");
        }
        if (text.contains("notsslrecord") || text.contains("not an ssl/tls record")) {
            return of(Kind.UNAVAILABLE, status, "the server does not speak TLS: use plaintext, or check the port");
        }
        if (isPlaintextRefused(text)) {
            return plaintextRefused(status);
        }
        if (text.contains("sslhandshake") || text.contains("certificate")) {
            return of(
                    Kind.UNAVAILABLE,
                    status,
                    "no TLS session: " + rootMessage(status) + ": check trusted certificates, authority and client"
                            + " certificate");
        }
        if (text.contains("max concurrent requests") || text.contains("dropped:")) {
            return of(Kind.OVERLOADED, status, "the mesh dropped the call");
        }
        if (text.contains("network closed for unknown reason") && plaintext) {
            return of(
                    Kind.UNAVAILABLE,
                    status,
                    "the server closed the connection without a word: if it always does, it may be one that does not"
                            + " speak plaintext: use tls, or check the port");
        }
        return of(Kind.UNAVAILABLE, status, local ? rootMessage(status) : "the server says that it cannot serve now");
    }

    private TransportException exhausted(Status status) {
        String text = textOf(status);
        if (text.contains("exceeds maximum size " + maxMessageBytes)) {
            return of(
                    Kind.TOO_LARGE,
                    status,
                    "the reply is larger than the limit of " + maxMessageBytes
                            + " bytes: raise maxMessageBytes, or lower maxEntities");
        }
        if (text.contains("larger than max") || text.contains("exceeds maximum size")) {
            return of(
                    Kind.TOO_LARGE,
                    status,
                    "a message is larger than the server's limit (this side's is maxMessageBytes, " + maxMessageBytes
                            + " bytes): lower maxEntities, or raise the server's");
        }
        return of(Kind.OVERLOADED, status, "the server refuses for load");
    }

    private TransportException cancelled(Status status) {
        Throwable cause = status.getCause();
        Status inner = cause == null ? null : Status.fromThrowable(cause);
        if (inner != null && inner.getCode() == Status.Code.INTERNAL) {
            return malformed("it could not be read", status.asRuntimeException());
        }
        return of(Kind.UNAVAILABLE, status, "the server cancelled the call");
    }

    private TransportException internal(Status status, boolean local) {
        if (isPlaintextRefused(textOf(status))) {
            return plaintextRefused(status);
        }
        return of(Kind.INTERNAL, status, local ? rootMessage(status) : "the server failed inside");
    }

    private static boolean isPlaintextRefused(String text) {
        return text.contains("first received frame was not settings");
    }

    private TransportException plaintextRefused(Status status) {
        return of(
                Kind.PROTOCOL,
                status,
                "the server does not speak plaintext HTTP/2 (First received frame was not SETTINGS): if it expects TLS,"
                        + " use tls, else check the port");
    }

    private TransportException of(Kind kind, Status status, String what) {
        return failure(kind, status.getCode().name(), what, status.asRuntimeException());
    }

    private TransportException failure(Kind kind, String code, String what, @Nullable Throwable cause) {
        return new TransportException(kind, code, "target '" + target + "': " + what, cause);
    }

    /** Returns all that is said of a failure, in lower case. */
    private static String textOf(Status status) {
        StringBuilder text = new StringBuilder(String.valueOf(status.getDescription()));
        Throwable cause = status.getCause();
        for (int depth = 0; cause != null && depth < 10; depth++) {
            text.append('\n').append(cause);
            cause = cause.getCause();
        }
        return text.toString().toLowerCase(Locale.ROOT);
    }

    private static String rootMessage(Status status) {
        Throwable root = status.getCause();
        for (int depth = 0; root != null && root.getCause() != null && depth < 10; depth++) {
            root = root.getCause();
        }
        String message = root == null ? status.getDescription() : root.getMessage();
        String text = message == null ? status.getCode().name() : message;
        int line = text.indexOf('\n');
        return line < 0 ? text : text.substring(0, line);
    }

    private static Duration pushback(String text) {
        try {
            return Duration.ofMillis(Integer.parseInt(text));
        } catch (NumberFormatException e) {
            return Duration.ofMillis(-1);
        }
    }
}

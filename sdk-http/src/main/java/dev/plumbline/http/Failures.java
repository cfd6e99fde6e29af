package dev.plumbline.http;

import dev.plumbline.http.internal.ServerMessage;
import dev.plumbline.transport.TransportException;
import dev.plumbline.transport.TransportException.Kind;
import java.io.EOFException;
import java.io.IOException;
import java.net.ProtocolException;
import java.net.UnknownHostException;
import java.nio.channels.UnresolvedAddressException;
import java.util.Locale;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * Says in the transport's terms what HTTP and the connection did. What a server wrote stays in the cause, since it may
 * hold keys; what this side's own stack says is told. Immutable and thread-safe.
 */
final class Failures {
    /** After it the JDK's client quotes the server. */
    private static final String RECEIVED = "receiving [";

    private static final String CREDENTIALS = "CREDENTIALS";

    private final HttpContract contract;
    private final String target;
    private final String path;
    private final int maxReplyBytes;
    private final boolean secured;

    Failures(HttpSettings settings) {
        this.contract = settings.contract();
        this.target = settings.target();
        this.path = settings.endpoint().getPath();
        this.maxReplyBytes = settings.maxReplyBytes();
        this.secured = settings.isSecured();
    }

    TransportException closed() {
        return failure(Kind.CLOSED, "CLOSED", "the transport is closed", null);
    }

    TransportException notStarted() {
        return failure(Kind.CLOSED, "CLOSED", "the transport is not started: build a client with it first", null);
    }

    TransportException late() {
        return failure(Kind.TIMEOUT, "TIMEOUT", "the deadline had passed before the call left", null);
    }

    /** Says how far a call had come when its time was over. */
    TransportException expired(boolean sent, boolean answered) {
        String how = answered
                ? "the reply was not complete within the deadline"
                : sent
                        ? "no answer within the deadline"
                        : "no connection was free within the deadline: raise maxConcurrent, or ask for less at a time";
        return failure(Kind.TIMEOUT, "TIMEOUT", how, null);
    }

    /** Says that there is no token to show, in the words of the credentials if they have any. */
    TransportException withoutToken(@Nullable Throwable cause) {
        Throwable why = cause instanceof CompletionException && cause.getCause() != null ? cause.getCause() : cause;
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

    TransportException crowded(int waiting) {
        return failure(Kind.OVERLOADED, "CROWDED", waiting + " fetches wait for a connection: no more are taken", null);
    }

    TransportException refused(String why, @Nullable Throwable cause) {
        return failure(Kind.INVALID_REQUEST, "REFUSED", why, cause);
    }

    TransportException requestTooLarge(int bytes) {
        return failure(
                Kind.TOO_LARGE,
                "REQUEST",
                "the request of " + bytes + " bytes is larger than the limit of " + maxReplyBytes
                        + " bytes: raise maxReplyBytes, or lower maxEntities",
                null);
    }

    TransportException replyTooLarge() {
        return failure(
                Kind.TOO_LARGE,
                "REPLY",
                "the reply is larger than the limit of " + maxReplyBytes
                        + " bytes (inflated): raise maxReplyBytes, or lower maxEntities",
                null);
    }

    TransportException malformed(String what, @Nullable Throwable cause) {
        return failure(Kind.PROTOCOL, "REPLY", "the reply breaks the contract: " + what, cause);
    }

    TransportException broken(Throwable cause) {
        return failure(Kind.INTERNAL, "INTERNAL", "the call could not be made: " + cause, cause);
    }

    /** Translates a status that is not 200. */
    TransportException of(int status, ErrorBody body) {
        ServerMessage cause = body.text().isEmpty() ? null : new ServerMessage(body.text());
        String code = Integer.toString(status);
        String type = body.type().isEmpty() ? "" : " (" + body.type() + ")";
        return switch (status) {
            case 400, 422 ->
                failure(Kind.INVALID_REQUEST, code, "the server refuses the request with " + status + type, cause);
            case 401, 407 ->
                failure(Kind.UNAUTHENTICATED, code, "the server does not know the caller: check credentials", cause);
            case 403 -> failure(Kind.UNAUTHENTICATED, code, "the server does not let the caller read" + type, cause);
            case 404 -> notFound(body, type, cause);
            case 405, 501, 505 ->
                failure(
                        Kind.UNIMPLEMENTED,
                        code,
                        "the server does not take POST " + path + " (" + status + "): check the target and path",
                        cause);
            case 408, 504 -> failure(Kind.TIMEOUT, code, "the server gave up with " + status, cause);
            case 413, 414, 431 ->
                failure(
                        Kind.TOO_LARGE,
                        code,
                        "the request is larger than the server takes (" + status + "): lower maxEntities",
                        cause);
            case 425 -> failure(Kind.ABORTED, code, "the server asks for the call to be made again", cause);
            case 429 -> failure(Kind.OVERLOADED, code, "the server refuses for load", cause);
            case 500 ->
                failure(
                        Kind.INTERNAL,
                        code,
                        "the server failed inside" + type + contract.explanation(body.text()),
                        cause);
            case 502, 503 ->
                failure(Kind.UNAVAILABLE, code, "the server says that it cannot serve now (" + status + ")", cause);
            default -> other(status, type, cause);
        };
    }

    private TransportException notFound(ErrorBody body, String type, @Nullable Throwable cause) {
        if (!body.type().isEmpty()) {
            return failure(Kind.INVALID_REQUEST, "404", "the server does not know what is asked for" + type, cause);
        }
        return failure(
                Kind.UNIMPLEMENTED,
                "404",
                "the server has nothing at " + path + " (404): if its path is another one, set it with path",
                cause);
    }

    private TransportException other(int status, String type, @Nullable Throwable cause) {
        String code = Integer.toString(status);
        if (status >= 500) {
            return failure(Kind.INTERNAL, code, "the server failed inside with " + status + type, cause);
        }
        if (status >= 400) {
            return failure(Kind.INVALID_REQUEST, code, "the server refuses the request with " + status + type, cause);
        }
        if (status >= 300) {
            return failure(
                    Kind.PROTOCOL,
                    code,
                    "the server answers " + status
                            + ", and redirects are not followed: make its own address the target",
                    cause);
        }
        return failure(Kind.PROTOCOL, code, "the server answers " + status + " where 200 is due", cause);
    }

    /** Translates what the HTTP client threw. */
    TransportException of(Throwable thrown, boolean answered) {
        Throwable failure = thrown;
        while (failure instanceof CompletionException && failure.getCause() != null) {
            failure = failure.getCause();
        }
        if (failure instanceof CancellationException) {
            return failure(Kind.CANCELLED, "CANCELLED", "the call was cancelled", failure);
        }
        if (!(failure instanceof IOException)) {
            return broken(failure);
        }
        if (isCausedBy(failure, UnresolvedAddressException.class) || isCausedBy(failure, UnknownHostException.class)) {
            return unavailable("the host name does not resolve: check the target's name", failure);
        }
        if (isCausedBy(failure, SSLException.class)) {
            return ofTls(failure);
        }
        if (failure instanceof ProtocolException || isMalformed(failure)) {
            return failure(
                    Kind.PROTOCOL,
                    "HTTP",
                    answered
                            ? "the reply's body is not in HTTP's form"
                            : "the server's answer is not HTTP"
                                    + (secured ? "" : ": if it expects TLS, make the target https://"),
                    failure);
        }
        return unavailable(
                answered
                        ? "the connection ended inside of the reply: " + firstLine(failure)
                        : "no answer: " + firstLine(failure),
                failure);
    }

    private TransportException ofTls(Throwable failure) {
        String text = String.valueOf(failure.getMessage()).toLowerCase(Locale.ROOT);
        if (text.contains("unrecognized ssl message")) {
            return unavailable("the server does not speak TLS: make the target http://, or check the port", failure);
        }
        return unavailable(
                "no TLS session: " + firstLine(failure) + ": check the certificates on both sides and the host's name",
                failure);
    }

    /** Tells apart octets that are no HTTP from those that never came. */
    private static boolean isMalformed(Throwable failure) {
        String text = String.valueOf(failure.getMessage());
        if (text.contains("chunk size") || text.contains("chunk header")) {
            return !isCausedBy(failure, EOFException.class);
        }
        int received = text.indexOf(RECEIVED);
        return received >= 0 && text.contains("status line") && !text.startsWith("HTTP/", received + RECEIVED.length());
    }

    private static boolean isCausedBy(Throwable failure, Class<? extends Throwable> type) {
        Throwable cause = failure;
        for (int depth = 0; cause != null && depth < 10; depth++) {
            if (type.isInstance(cause)) {
                return true;
            }
            cause = cause.getCause();
        }
        return false;
    }

    private TransportException unavailable(String what, Throwable cause) {
        return failure(Kind.UNAVAILABLE, "UNAVAILABLE", what, cause);
    }

    private TransportException failure(Kind kind, String code, String what, @Nullable Throwable cause) {
        return new TransportException(kind, code, "target '" + target + "': " + what, cause);
    }

    private static String firstLine(Throwable failure) {
        String message = failure.getMessage();
        String text = message == null || message.isEmpty() ? failure.getClass().getSimpleName() : message;
        int end = text.indexOf(RECEIVED);
        int line = text.indexOf('\n');
        return text.substring(0, end >= 0 ? end : line >= 0 ? line : text.length());
    }
}

package dev.plumbline.auth;

import dev.plumbline.transport.TransportException.Kind;
import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpTimeoutException;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import javax.net.ssl.SSLException;

/**
 * Why a token endpoint gave no token.
 *
 * @param kind what that means to a call
 * @param what what happened; nothing that came over the wire is in it but a short plain word
 */
record TokenFault(Kind kind, String what) {
    static TokenFault of(int status, String body) {
        if (status == 429 || status == 408 || status >= 500) {
            return new TokenFault(Kind.UNAVAILABLE, "answers " + status + ", so it cannot give tokens now");
        }
        if (status >= 300 && status < 400) {
            return new TokenFault(
                    Kind.PROTOCOL, "answers " + status + ", a redirect, which is not followed: give its own address");
        }
        if (status < 400) {
            return new TokenFault(Kind.PROTOCOL, "answers " + status + " where 200 is due");
        }
        return new TokenFault(
                Kind.UNAUTHENTICATED,
                "refuses with " + status + reason(body)
                        + ": check the endpoint's address, client id, secret and scope");
    }

    private static String reason(String body) {
        try {
            Map<String, String> fields = JsonObject.read(body);
            String error = fields.get("error");
            return error == null ? "" : " and error " + IssuedToken.plain(error);
        } catch (JsonObject.Fault e) {
            return "";
        }
    }

    static TokenFault of(Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        if (cause instanceof ShortBody.TooLong) {
            return new TokenFault(Kind.PROTOCOL, cause.getMessage() + ": is it a token endpoint?");
        }
        if (cause instanceof HttpTimeoutException || cause instanceof CancellationException) {
            return new TokenFault(Kind.UNAVAILABLE, "did not answer in time");
        }
        if (cause instanceof ConnectException) {
            return new TokenFault(Kind.UNAVAILABLE, "cannot be reached: no connection");
        }
        if (cause instanceof SSLException) {
            return new TokenFault(Kind.UNAVAILABLE, "cannot be reached: no TLS session: " + cause.getMessage());
        }
        // Others quote what a server wrote.
        return new TokenFault(
                cause instanceof IOException ? Kind.UNAVAILABLE : Kind.INTERNAL,
                "cannot be asked: " + cause.getClass().getName());
    }
}

package dev.plumbline.grpc;

import dev.plumbline.auth.Credentials;
import dev.plumbline.auth.Loopback;
import dev.plumbline.transport.TransportException;
import io.grpc.CallCredentials;
import io.grpc.Grpc;
import io.grpc.Metadata;
import io.grpc.SecurityLevel;
import io.grpc.Status;
import java.net.SocketAddress;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * What one call shows the server. gRPC asks for it when the connection is chosen, and the call waits for it without a
 * thread, within its deadline. Thread-safe.
 */
final class CallToken extends CallCredentials {
    /** What is shorter may be part of any word. */
    private static final int SHORTEST = 4;

    private final Credentials credentials;
    private final Failures failures;
    private volatile boolean wanted;
    private volatile @Nullable Map<String, String> shown;

    CallToken(Credentials credentials, Failures failures) {
        this.credentials = credentials;
        this.failures = failures;
    }

    @Override
    public void applyRequestMetadata(RequestInfo request, Executor executor, MetadataApplier applier) {
        if (!isProtected(request)) {
            fail(applier, failures.unprotected());
            return;
        }
        wanted = true;
        var unused = credentials.headers().whenComplete((headers, failure) -> {
            if (headers == null) {
                fail(applier, failures.withoutToken(failure));
            } else {
                apply(applier, headers);
            }
        });
    }

    private void apply(MetadataApplier applier, Map<String, String> headers) {
        Metadata metadata;
        try {
            metadata = Headers.metadata(headers);
        } catch (IllegalArgumentException e) {
            fail(applier, failures.refused("the credentials give no headers: " + e.getMessage(), null));
            return;
        }
        shown = headers;
        applier.apply(metadata);
    }

    private static void fail(MetadataApplier applier, TransportException failure) {
        applier.fail(Status.UNAUTHENTICATED.withCause(failure));
    }

    /** Encrypted, or to a peer on this machine, or meant to be neither. */
    private boolean isProtected(RequestInfo request) {
        if (request.getSecurityLevel() == SecurityLevel.PRIVACY_AND_INTEGRITY || credentials.isPlaintextAllowed()) {
            return true;
        }
        SocketAddress peer = request.getTransportAttrs().get(Grpc.TRANSPORT_ATTR_REMOTE_ADDR);
        return peer != null && Loopback.isLoopback(peer);
    }

    /** Returns a status that does not quote what was shown, though the server may. */
    Status withoutSecrets(Status status) {
        Map<String, String> headers = shown;
        String text = status.getDescription();
        if (headers == null || text == null) {
            return status;
        }
        for (String value : headers.values()) {
            String secret = value.startsWith("Bearer ") ? value.substring("Bearer ".length()) : value;
            text = secret.length() < SHORTEST ? text : text.replace(secret, "(secret)");
        }
        return status.withDescription(text);
    }

    /** Tells whether the call had to wait for the token and has none yet. */
    boolean isAwaited() {
        return wanted && shown == null;
    }

    /** Hears that the server did not accept the call. */
    void rejected() {
        Map<String, String> headers = shown;
        if (headers != null) {
            try {
                credentials.rejected(headers);
            } catch (RuntimeException e) {
                // The fetch fails all the same, and what a user's class says may hold the token.
                return;
            }
        }
    }

    /** Returns nothing of the token. */
    @Override
    public String toString() {
        return "credentials of a call";
    }

    /** Returns what went wrong, without what futures wrap it in. */
    static @Nullable Throwable unwrapped(@Nullable Throwable failure) {
        return failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
    }
}

package dev.plumbline.auth;

import dev.plumbline.runtime.ClientRuntime;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** Credentials that may travel without encryption. Thread-safe. */
final class PlaintextCredentials implements Credentials {
    private final Credentials credentials;

    PlaintextCredentials(Credentials credentials) {
        this.credentials = credentials;
    }

    @Override
    public void start(ClientRuntime runtime) {
        credentials.start(runtime);
    }

    @Override
    public CompletableFuture<Map<String, String>> headers() {
        return credentials.headers();
    }

    @Override
    public void rejected(Map<String, String> headers) {
        credentials.rejected(headers);
    }

    @Override
    public boolean isPlaintextAllowed() {
        return true;
    }

    @Override
    public Credentials allowPlaintext() {
        return this;
    }

    @Override
    public void close() {
        credentials.close();
    }

    /** Returns what the credentials say. */
    @Override
    public String toString() {
        return credentials + ", over plaintext too";
    }
}

package dev.plumbline.auth;

import dev.plumbline.runtime.ClientRuntime;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** A header that never changes. Immutable and thread-safe. */
final class FixedCredentials implements Credentials {
    private final String what;
    private final SecretHeaders headers;

    FixedCredentials(String what, SecretHeaders headers) {
        this.what = what;
        this.headers = headers;
    }

    @Override
    public void start(ClientRuntime runtime) {}

    @Override
    public CompletableFuture<Map<String, String>> headers() {
        return CompletableFuture.completedFuture(headers);
    }

    @Override
    public void rejected(Map<String, String> refused) {}

    @Override
    public void close() {}

    /** Returns what kind it is. */
    @Override
    public String toString() {
        return what;
    }
}

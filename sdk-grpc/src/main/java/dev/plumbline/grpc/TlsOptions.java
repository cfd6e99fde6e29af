package dev.plumbline.grpc;

import dev.plumbline.auth.TlsFiles;
import io.grpc.ChannelCredentials;
import io.grpc.InsecureChannelCredentials;
import io.grpc.TlsChannelCredentials;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Collects how a channel is secured. Not thread-safe. */
final class TlsOptions {
    private final TlsFiles.Builder files = TlsFiles.builder();
    private boolean secured;

    void off() {
        secured = false;
    }

    void on() {
        secured = true;
    }

    void trust(Path file) {
        secured = true;
        files.trustedCertificates(file);
    }

    void trust(String pem) {
        secured = true;
        files.trustedCertificates(pem);
    }

    void present(Path chain, Path key) {
        secured = true;
        files.clientCertificate(chain, key);
    }

    void reloadEvery(Duration interval) {
        files.reloadEvery(interval);
    }

    /**
     * Reads the files.
     *
     * @return what they hold, null for plaintext
     * @throws IllegalArgumentException if one cannot be read
     */
    @Nullable TlsFiles read() {
        return secured ? files.build() : null;
    }

    /** Returns what they hold in gRPC's form. */
    static ChannelCredentials credentials(@Nullable TlsFiles read) {
        if (read == null) {
            return InsecureChannelCredentials.create();
        }
        TlsChannelCredentials.Builder tls = TlsChannelCredentials.newBuilder();
        read.trustManager().ifPresent(tls::trustManager);
        read.keyManager().ifPresent(tls::keyManager);
        return tls.build();
    }
}

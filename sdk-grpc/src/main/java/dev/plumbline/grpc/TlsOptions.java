package dev.plumbline.grpc;

import io.grpc.ChannelCredentials;
import io.grpc.InsecureChannelCredentials;
import io.grpc.TlsChannelCredentials;
import java.io.ByteArrayInputStream;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Collects how a channel is secured. Not thread-safe. */
final class TlsOptions {
    private boolean secured;
    private @Nullable Path trustFile;
    private @Nullable String trustPem;
    private @Nullable Path chainFile;
    private @Nullable Path keyFile;

    void off() {
        secured = false;
    }

    void on() {
        secured = true;
    }

    void trust(Path file) {
        secured = true;
        trustFile = file;
        trustPem = null;
    }

    void trust(String pem) {
        secured = true;
        trustPem = pem;
        trustFile = null;
    }

    void present(Path chain, Path key) {
        secured = true;
        chainFile = chain;
        keyFile = key;
    }

    /**
     * Reads the files.
     *
     * @throws IllegalArgumentException if one cannot be read
     */
    ChannelCredentials credentials() {
        if (!secured) {
            return InsecureChannelCredentials.create();
        }
        TlsChannelCredentials.Builder tls = TlsChannelCredentials.newBuilder();
        try {
            if (trustFile != null) {
                tls.trustManager(readable("trusted certificates", trustFile));
            } else if (trustPem != null) {
                tls.trustManager(new ByteArrayInputStream(trustPem.getBytes(StandardCharsets.US_ASCII)));
            }
            if (chainFile != null && keyFile != null) {
                tls.keyManager(readable("client certificate", chainFile), readable("client key", keyFile));
            }
            return tls.build();
        } catch (IOException e) {
            throw new IllegalArgumentException("a certificate file cannot be read: " + e.getMessage(), e);
        }
    }

    private static File readable(String what, Path file) {
        if (!Files.isReadable(file)) {
            throw new IllegalArgumentException("the file of " + what + " cannot be read: " + file);
        }
        return file.toFile();
    }
}

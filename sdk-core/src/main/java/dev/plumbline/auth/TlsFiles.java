package dev.plumbline.auth;

import dev.plumbline.runtime.ClientRuntime;
import dev.plumbline.runtime.TaskScheduler;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedKeyManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Certificates and a key in files that may change while a client runs. Between {@link #start} and {@link #close} the files
 * are looked at again and again; connections made after a change use the new ones, those that are open go on. New files
 * that are broken, or a key and a certificate that do not belong together, change nothing: that is logged once and counted.
 *
 * <p>For those who write a transport; the builders of the transports have options of the same names. Thread-safe.
 */
public final class TlsFiles implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(TlsFiles.class);

    private final TlsMaterial.Source source;
    private final Duration every;
    private final @Nullable ReloadedKey key;
    private final TlsSessions sessions = new TlsSessions();
    private final Object lock = new Object();
    private volatile TlsMaterial current;
    private @Nullable SSLContext context;
    private @Nullable List<byte[]> refused;
    private String trouble = "";
    private @Nullable Look look;

    /** One life from start to close. */
    private static final class Look {
        private final ClientRuntime runtime;
        private final RenewalMeters meters;
        private TaskScheduler.@Nullable Scheduled next;

        Look(ClientRuntime runtime) {
            this.runtime = runtime;
            this.meters = new RenewalMeters(runtime, "certificate");
        }
    }

    private TlsFiles(TlsMaterial.Source source, TlsMaterial first, Duration every) {
        this.source = source;
        this.every = every;
        this.current = first;
        PrivateKey shown = first.key();
        this.key = shown == null ? null : new ReloadedKey(sessions);
        show(first);
    }

    /**
     * Starts with nothing: whom the JVM trusts, and no certificate to show.
     *
     * @return a builder
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Begins to look at the files. Does nothing the second time.
     *
     * @param runtime the client's runtime
     */
    public void start(ClientRuntime runtime) {
        synchronized (lock) {
            if (look == null && source.hasFiles() && !every.isZero()) {
                look = new Look(runtime);
                schedule(look);
            }
        }
    }

    private void schedule(Look running) {
        try {
            running.next = running.runtime.scheduler().schedule(() -> due(running), every.toNanos());
        } catch (RejectedExecutionException e) {
            running.next = null;
        }
    }

    private void due(Look running) {
        try {
            running.runtime.executor().execute(() -> reload(running));
        } catch (RejectedExecutionException e) {
            // The client ends, and so do its connections.
        }
    }

    private void reload(Look running) {
        synchronized (lock) {
            if (look != running) {
                return;
            }
            try {
                List<byte[]> read = source.read();
                if (current.isOf(read)) {
                    refused = null;
                    trouble = "";
                } else if (refused == null || !TlsMaterial.isEqual(refused, read)) {
                    refused = read;
                    take(source.parse(read), running);
                }
            } catch (IOException | GeneralSecurityException | RuntimeException e) {
                refuse(String.valueOf(e.getMessage()), running);
            }
            schedule(running);
        }
    }

    private void take(TlsMaterial next, Look running) {
        current = next;
        show(next);
        sessions.forget();
        refused = null;
        trouble = "";
        running.meters.count(true);
        LOG.info("certificates were read anew: {}", this);
    }

    private void refuse(String why, Look running) {
        if (!trouble.equals(why)) {
            trouble = why;
            running.meters.count(false);
            LOG.warn("new certificates are not taken, the old ones stay in use: {}", why);
        }
    }

    private void show(TlsMaterial material) {
        PrivateKey shown = material.key();
        if (key != null && shown != null) {
            key.show(material.chain(), shown);
        }
    }

    /**
     * Returns whom to trust: at each handshake the certificates that the file holds then.
     *
     * @return the same manager each time, empty for whom the JVM trusts
     */
    public Optional<X509ExtendedTrustManager> trustManager() {
        return current.trust() == null
                ? Optional.empty()
                : Optional.of(new ReloadedTrust(() -> Objects.requireNonNull(current.trust()), sessions));
    }

    /**
     * Returns what to show a server that asks: at each handshake the certificate that the files hold then.
     *
     * @return the same manager each time, empty for nothing
     */
    public Optional<X509ExtendedKeyManager> keyManager() {
        return Optional.ofNullable(key);
    }

    /**
     * Returns both in the form that the JDK's own clients take. A reload drops the sessions that could be resumed.
     *
     * @return the same context each time
     */
    public SSLContext context() {
        synchronized (lock) {
            SSLContext made = context;
            if (made == null) {
                try {
                    made = SSLContext.getInstance("TLS");
                    made.init(
                            keyManager()
                                    .map(manager -> new KeyManager[] {manager})
                                    .orElse(null),
                            trustManager()
                                    .map(manager -> new TrustManager[] {manager})
                                    .orElse(null),
                            null);
                } catch (GeneralSecurityException e) {
                    throw new IllegalStateException("the JVM has no TLS", e);
                }
                sessions.note(made.getClientSessionContext());
                context = made;
            }
            return made;
        }
    }

    /** Ends the looks at the files. What was read stays in use. */
    @Override
    public void close() {
        Look running;
        synchronized (lock) {
            running = look;
            look = null;
            if (running != null && running.next != null) {
                running.next.cancel();
            }
        }
        if (running != null) {
            running.meters.close();
        }
    }

    /** Returns the files. */
    @Override
    public String toString() {
        return "trusting "
                + (source.trustFile() != null
                        ? source.trustFile()
                        : source.trustPem() != null ? "given certificates" : "whom the JVM trusts")
                + (source.chainFile() != null ? ", showing " + source.chainFile() : "");
    }

    /** Collects files. Not thread-safe. */
    public static final class Builder {
        private static final Duration MAX_EVERY = Duration.ofDays(1);

        private @Nullable Path trustFile;
        private @Nullable String trustPem;
        private @Nullable Path chainFile;
        private @Nullable Path keyFile;
        private Duration every = Duration.ofSeconds(10);

        private Builder() {}

        /**
         * Trusts these certificates instead of those that the JVM trusts.
         *
         * @param pemFile a file of certificates in PEM form
         * @return this
         */
        public Builder trustedCertificates(Path pemFile) {
            trustFile = Objects.requireNonNull(pemFile, "pemFile");
            trustPem = null;
            return this;
        }

        /**
         * Trusts these certificates instead of those that the JVM trusts. They do not change.
         *
         * @param pem certificates in PEM form
         * @return this
         */
        public Builder trustedCertificates(String pem) {
            trustPem = Objects.requireNonNull(pem, "pem");
            trustFile = null;
            return this;
        }

        /**
         * Shows a server that asks who is calling. Default nobody.
         *
         * @param chainPemFile the caller's certificate chain in PEM form
         * @param keyPemFile its private key, PKCS 8 in PEM form without a password
         * @return this
         */
        public Builder clientCertificate(Path chainPemFile, Path keyPemFile) {
            chainFile = Objects.requireNonNull(chainPemFile, "chainPemFile");
            keyFile = Objects.requireNonNull(keyPemFile, "keyPemFile");
            return this;
        }

        /**
         * Sets how often the files are looked at. Default 10 s.
         *
         * @param interval 100 ms to 1 day, or zero for never again
         * @return this
         * @throws IllegalArgumentException if it is out of range
         */
        public Builder reloadEvery(Duration interval) {
            if (!interval.isZero()
                    && (interval.compareTo(Duration.ofMillis(100)) < 0 || interval.compareTo(MAX_EVERY) > 0)) {
                throw new IllegalArgumentException(
                        "the reload of certificates is every 100 ms to 1 day, or zero, not " + interval);
            }
            every = interval;
            return this;
        }

        /**
         * Reads the files.
         *
         * @return what they hold
         * @throws IllegalArgumentException if one cannot be read or does not hold what it should
         */
        public TlsFiles build() {
            TlsMaterial.Source source = new TlsMaterial.Source(trustFile, trustPem, chainFile, keyFile);
            try {
                return new TlsFiles(source, source.parse(source.read()), every);
            } catch (IOException | GeneralSecurityException e) {
                throw new IllegalArgumentException("TLS: " + e.getMessage(), e);
            }
        }
    }
}

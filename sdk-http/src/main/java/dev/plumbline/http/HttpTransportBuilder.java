package dev.plumbline.http;

import dev.plumbline.auth.Credentials;
import dev.plumbline.auth.Loopback;
import dev.plumbline.auth.TlsFiles;
import dev.plumbline.http.internal.FeastOptions;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** Collects an {@link HttpTransport}. Not thread-safe. */
public final class HttpTransportBuilder {
    private static final int MIN_REPLY_BYTES = 1024;
    private static final int MAX_REPLY_BYTES = 1 << 30;
    private static final int MAX_ENTITIES = 100_000;
    private static final int MAX_CONCURRENT = 10_000;

    private final URI server;
    private final boolean feast;
    private final Map<String, String> headers = new LinkedHashMap<>();
    private final Set<String> requestData = new LinkedHashSet<>();
    private @Nullable String name;
    private @Nullable String path;
    private @Nullable String featureService;
    private final TlsFiles.Builder files = TlsFiles.builder();
    private final Set<String> fileOptions = new LinkedHashSet<>();
    private @Nullable SSLContext sslContext;
    private @Nullable Credentials credentials;
    private boolean statuses = true;
    private boolean gzipRequests;
    private int maxReplyBytes = 16 * 1024 * 1024;
    private int maxEntities = 1000;
    private int maxConcurrent = 100;

    HttpTransportBuilder(URI server, boolean feast) {
        this.server = checked(server);
        this.feast = feast;
    }

    private static URI checked(URI server) {
        String scheme = server.getScheme() == null ? "" : server.getScheme().toLowerCase(Locale.ROOT);
        if ((!scheme.equals("http") && !scheme.equals("https")) || server.getHost() == null) {
            throw new IllegalArgumentException(
                    "the server is http://host:port or https://host:port, not a URI of scheme '" + scheme
                            + "' and host '" + server.getHost() + "'");
        }
        if (server.getRawUserInfo() != null || server.getRawQuery() != null || server.getRawFragment() != null) {
            throw new IllegalArgumentException("the server's address has a user, a query or a fragment: leave them out,"
                    + " and send what it needs as a header");
        }
        return server;
    }

    /**
     * Sets what meters, spans and messages call the target. Default {@code feast-http} or {@code json}.
     *
     * @param targetName one of few names: no host, no key
     * @return this
     * @throws IllegalArgumentException if it is blank
     */
    public HttpTransportBuilder name(String targetName) {
        this.name = requireText("the name", targetName);
        return this;
    }

    /**
     * Sets the path that is posted to, below the server's own. Default {@code /get-online-features} for Feast,
     * {@code /features} for the plain shape.
     *
     * @param absolutePath a path that begins with a slash, without a query
     * @return this
     * @throws IllegalArgumentException if it is no such path
     */
    public HttpTransportBuilder path(String absolutePath) {
        if (!absolutePath.startsWith("/") || absolutePath.indexOf('?') >= 0 || absolutePath.indexOf('#') >= 0) {
            throw new IllegalArgumentException(
                    "the path begins with a slash and has no query, unlike '" + absolutePath + "'");
        }
        this.path = absolutePath;
        return this;
    }

    /**
     * Sets what TLS trusts and shows, for a server at {@code https://}. Default what the JVM does.
     *
     * @param context the context
     * @return this
     */
    public HttpTransportBuilder sslContext(SSLContext context) {
        this.sslContext = context;
        return this;
    }

    /**
     * Trusts these certificates instead of those that the JVM trusts, for a server at {@code https://}.
     *
     * @param pemFile a file of certificates in PEM form, looked at again and again
     * @return this
     */
    public HttpTransportBuilder trustedCertificates(Path pemFile) {
        fileOptions.add("trustedCertificates");
        files.trustedCertificates(pemFile);
        return this;
    }

    /**
     * Trusts these certificates instead of those that the JVM trusts, for a server at {@code https://}.
     *
     * @param pem certificates in PEM form
     * @return this
     */
    public HttpTransportBuilder trustedCertificates(String pem) {
        fileOptions.add("trustedCertificates");
        files.trustedCertificates(pem);
        return this;
    }

    /**
     * Shows a server at {@code https://} who is calling. Default nobody.
     *
     * @param chainPemFile the caller's certificate chain in PEM form, looked at again and again
     * @param keyPemFile its private key, PKCS 8 in PEM form without a password
     * @return this
     */
    public HttpTransportBuilder clientCertificate(Path chainPemFile, Path keyPemFile) {
        fileOptions.add("clientCertificate");
        files.clientCertificate(chainPemFile, keyPemFile);
        return this;
    }

    /**
     * Sets how often the files of certificates and of the key are looked at. Connections made after a change use the new
     * ones; new files that are broken change nothing. Default 10 s.
     *
     * @param interval 100 ms to 1 day, or zero for never again
     * @return this
     * @throws IllegalArgumentException if it is out of range
     */
    public HttpTransportBuilder reloadCertificates(Duration interval) {
        fileOptions.add("reloadCertificates");
        files.reloadEvery(interval);
        return this;
    }

    /**
     * Shows the server with each call who is calling. A call waits for a token within its deadline. Default nobody.
     *
     * <p>Credentials travel to {@code https://}, and to {@code http://} on this machine only, unless they say {@link
     * Credentials#allowPlaintext}.
     *
     * @param caller the credentials, which are started and closed with the transport
     * @return this
     */
    public HttpTransportBuilder credentials(Credentials caller) {
        this.credentials = Objects.requireNonNull(caller, "caller");
        return this;
    }

    /**
     * Adds a header to every call, such as a tenant's name. Default none. A header of the same name in a call's context
     * goes before it.
     *
     * @param headerName the name
     * @param value the value, printable ASCII
     * @return this
     * @throws IllegalArgumentException if HTTP would not carry it, or it is the transport's own
     */
    public HttpTransportBuilder header(String headerName, String value) {
        CallHeaders.check(headerName, value);
        headers.put(headerName, value);
        return this;
    }

    /**
     * Sets how large a reply may be, inflated if it is compressed; a larger request is not sent either. Default 16 MiB.
     *
     * @param bytes 1 KiB to 1 GiB
     * @return this
     * @throws IllegalArgumentException if it is outside that range
     */
    public HttpTransportBuilder maxReplyBytes(int bytes) {
        this.maxReplyBytes = requireRange("maxReplyBytes", bytes, MIN_REPLY_BYTES, MAX_REPLY_BYTES);
        return this;
    }

    /**
     * Sets how many entities one call may carry; clients split larger batches. Default 1000.
     *
     * @param count 1 to 100,000
     * @return this
     * @throws IllegalArgumentException if it is outside that range
     */
    public HttpTransportBuilder maxEntities(int count) {
        this.maxEntities = requireRange("maxEntities", count, 1, MAX_ENTITIES);
        return this;
    }

    /**
     * Sets how many calls may be on the wire at once; the others wait, within their deadlines. Over HTTP/1.1 each has a
     * connection of its own; over HTTP/2 they share one, and no more should be set than the server allows streams.
     * Default 100.
     *
     * @param count 1 to 10,000
     * @return this
     * @throws IllegalArgumentException if it is outside that range
     */
    public HttpTransportBuilder maxConcurrent(int count) {
        this.maxConcurrent = requireRange("maxConcurrent", count, 1, MAX_CONCURRENT);
        return this;
    }

    /**
     * Compresses requests with gzip, for servers that take it. Default off. Compressed replies are always taken.
     *
     * @return this
     */
    public HttpTransportBuilder gzipRequests() {
        this.gzipRequests = true;
        return this;
    }

    /**
     * Asks Feast for a feature service instead of a list of features. It has to hold the features of every view that is
     * read over this transport. Default the list.
     *
     * @param service the service's name
     * @return this
     * @throws IllegalArgumentException if it is blank
     * @throws IllegalStateException if the transport is not one to Feast
     */
    public HttpTransportBuilder featureService(String service) {
        requireFeast("featureService");
        this.featureService = requireText("the feature service", service);
        return this;
    }

    /**
     * Names join keys that are data of the request for Feast's on-demand views, not of an entity. They are part of the
     * entity key, hence of what is cached, and are sent among the entities and as request context. Default none.
     *
     * @param joinKeys join keys of the views that have such data
     * @return this
     * @throws IllegalStateException if the transport is not one to Feast
     */
    public HttpTransportBuilder requestData(String... joinKeys) {
        requireFeast("requestData");
        requestData.addAll(List.of(joinKeys));
        return this;
    }

    /**
     * Leaves {@code ?status=true} out, for servers that refuse it. Feast's Go server then tells neither statuses nor event
     * times: what it does not know comes as null, and no value grows too old. Default it is asked for.
     *
     * @return this
     * @throws IllegalStateException if the transport is not one to Feast
     */
    public HttpTransportBuilder withoutStatuses() {
        requireFeast("withoutStatuses");
        this.statuses = false;
        return this;
    }

    /**
     * Returns the transport. It connects when it is used.
     *
     * @return a transport, which the client that it is given to closes
     * @throws IllegalArgumentException if a file of certificates or keys cannot be read
     * @throws IllegalStateException if TLS is set for a server at {@code http://}, or both as a context and as files, or
     *     credentials would go to another machine without encryption
     */
    public HttpTransport build() {
        requireSecure();
        TlsFiles certificates = fileOptions.isEmpty() ? null : files.build();
        HttpContract contract =
                feast ? new FeastJson(new FeastOptions(featureService, requestData), statuses) : new PlainJson();
        URI endpoint = below(path == null ? contract.path() : path, contract.query());
        return new HttpTransport(new HttpSettings(
                contract,
                name == null ? contract.name() : name,
                server.getScheme().toLowerCase(Locale.ROOT) + "://" + server.getRawAuthority(),
                endpoint,
                contract.healthPath().isEmpty() ? endpoint : below(contract.healthPath(), ""),
                maxReplyBytes,
                maxEntities,
                maxConcurrent,
                gzipRequests,
                Map.copyOf(headers),
                certificates == null ? sslContext : certificates.context(),
                certificates,
                credentials));
    }

    private void requireSecure() {
        boolean open = !"https".equalsIgnoreCase(server.getScheme());
        if (sslContext != null && !fileOptions.isEmpty()) {
            throw new IllegalStateException(
                    "sslContext is set, so " + fileOptions + " would do nothing: leave them out");
        }
        if (open && (sslContext != null || !fileOptions.isEmpty())) {
            throw new IllegalStateException((sslContext != null ? "sslContext is" : fileOptions + " are")
                    + " set and the server's address begins with http://: write https://");
        }
        if (open
                && credentials != null
                && !credentials.isPlaintextAllowed()
                && !Loopback.isLoopback(server.getHost())) {
            throw new IllegalStateException("credentials would go to " + server.getHost()
                    + " without encryption: write https://, or say allowPlaintext on the credentials if something else"
                    + " protects the connection");
        }
    }

    private URI below(String absolutePath, String query) {
        String base = server.getPath() == null ? "" : server.getPath();
        String whole = (base.endsWith("/") ? base.substring(0, base.length() - 1) : base) + absolutePath;
        try {
            return new URI(
                    server.getScheme().toLowerCase(Locale.ROOT),
                    null,
                    server.getHost(),
                    server.getPort(),
                    whole,
                    query.isEmpty() ? null : query,
                    null);
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("the path '" + absolutePath + "' makes no URI: " + e.getMessage(), e);
        }
    }

    private void requireFeast(String option) {
        if (!feast) {
            throw new IllegalStateException(option + " is an option of Feast's contract: start with feastBuilder");
        }
    }

    private static String requireText(String what, String text) {
        if (text.isBlank()) {
            throw new IllegalArgumentException(what + " is blank");
        }
        return text;
    }

    private static int requireRange(String what, int value, int min, int max) {
        if (value < min || value > max) {
            throw new IllegalArgumentException(what + " is " + min + " to " + max + ", not " + value);
        }
        return value;
    }
}

package dev.plumbline.auth;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * Collects {@link Credentials} of a token endpoint.
 *
 * <p>A token is asked for by the first call and kept until a margin before it expires; between 75 and 90 % of that time it
 * is renewed without holding up a call. There is one request at a time. A failure is remembered for about a second, twice
 * as long each time up to 16 s, and calls fail with it meanwhile unless there is still a token. A token that a server
 * rejects is dropped, unless it is younger than 5 s. Not thread-safe.
 */
public final class ClientCredentialsBuilder {
    private static final Duration MAX_TIMEOUT = Duration.ofMinutes(1);
    private static final Duration MAX_MARGIN = Duration.ofHours(1);
    private static final Set<String> OWN = Set.of("grant_type", "client_id", "client_secret");

    private final URI endpoint;
    private final String clientId;
    private final Map<String, String> parameters = new LinkedHashMap<>();
    private @Nullable String secret;
    private @Nullable Path secretFile;
    private boolean inBody;
    private boolean plaintext;
    private Duration margin = Duration.ofSeconds(60);
    private Duration timeout = Duration.ofSeconds(5);
    private @Nullable SSLContext tls;

    ClientCredentialsBuilder(URI endpoint, String clientId) {
        String scheme = String.valueOf(endpoint.getScheme()).toLowerCase(Locale.ROOT);
        if (!Set.of("http", "https").contains(scheme) || endpoint.getHost() == null) {
            throw new IllegalArgumentException(
                    "clientCredentials: the token endpoint is an address such as https://login.example.com/token");
        }
        if (endpoint.getUserInfo() != null || endpoint.getFragment() != null) {
            throw new IllegalArgumentException("clientCredentials: the token endpoint's address holds a user or a"
                    + " fragment: give client id and secret by themselves");
        }
        if (clientId.isBlank()) {
            throw new IllegalArgumentException("clientCredentials: the client id is blank");
        }
        this.endpoint = endpoint;
        this.clientId = clientId;
    }

    /**
     * Sets the secret.
     *
     * @param clientSecret what only the client knows
     * @return this
     * @throws IllegalArgumentException if it is blank
     */
    public ClientCredentialsBuilder secret(String clientSecret) {
        if (clientSecret.isBlank()) {
            throw new IllegalArgumentException("clientCredentials: the secret is blank");
        }
        this.secret = clientSecret;
        this.secretFile = null;
        return this;
    }

    /**
     * Takes the secret from a file, which is read for each request of a token, without white space around it.
     *
     * @param file the file
     * @return this
     */
    public ClientCredentialsBuilder secretFromFile(Path file) {
        this.secretFile = Objects.requireNonNull(file, "file");
        this.secret = null;
        return this;
    }

    /**
     * Sends client id and secret in the body ({@code client_secret_post}) instead of in a header ({@code
     * client_secret_basic}).
     *
     * @return this
     */
    public ClientCredentialsBuilder secretInBody() {
        this.inBody = true;
        return this;
    }

    /**
     * Sets what the token is to be good for. Default whatever the endpoint gives.
     *
     * @param scopes names of scopes
     * @return this
     */
    public ClientCredentialsBuilder scope(String... scopes) {
        return parameter("scope", String.join(" ", scopes));
    }

    /**
     * Sets whom the token is meant for. Default whatever the endpoint gives.
     *
     * @param audience the name of the service
     * @return this
     */
    public ClientCredentialsBuilder audience(String audience) {
        return parameter("audience", audience);
    }

    /**
     * Sends one field more to the endpoint, such as {@code resource}.
     *
     * @param name the field's name
     * @param value its value
     * @return this
     * @throws IllegalArgumentException if the name is blank or one of those that are sent anyway
     */
    public ClientCredentialsBuilder parameter(String name, String value) {
        if (name.isBlank() || OWN.contains(name)) {
            throw new IllegalArgumentException("clientCredentials: parameter '" + name + "' is not yours to set");
        }
        parameters.put(name, Objects.requireNonNull(value, "value"));
        return this;
    }

    /**
     * Sets how long before its end a token is no longer used. Default 60 s; never more than a quarter of its life.
     *
     * @param beforeEnd 0 to 1 hour
     * @return this
     * @throws IllegalArgumentException if it is out of range
     */
    public ClientCredentialsBuilder margin(Duration beforeEnd) {
        if (beforeEnd.isNegative() || beforeEnd.compareTo(MAX_MARGIN) > 0) {
            throw new IllegalArgumentException("clientCredentials: margin is 0 to 1 hour, not " + beforeEnd);
        }
        this.margin = beforeEnd;
        return this;
    }

    /**
     * Sets how long one request for a token may take in all. Default 5 s. Calls wait for it within their own deadlines.
     *
     * @param limit 1 ms to 1 minute
     * @return this
     * @throws IllegalArgumentException if it is out of range
     */
    public ClientCredentialsBuilder timeout(Duration limit) {
        if (limit.toNanos() < 1_000_000 || limit.compareTo(MAX_TIMEOUT) > 0) {
            throw new IllegalArgumentException("clientCredentials: timeout is 1 ms to 1 minute, not " + limit);
        }
        this.timeout = limit;
        return this;
    }

    /**
     * Sets how the endpoint's certificate is checked. Default as the JVM does.
     *
     * @param context whom to trust and what to show, such as {@link TlsFiles#context}
     * @return this
     */
    public ClientCredentialsBuilder tls(SSLContext context) {
        this.tls = Objects.requireNonNull(context, "context");
        return this;
    }

    /**
     * Lets the secret go to an http endpoint on another machine, where something else protects it.
     *
     * @return this
     */
    public ClientCredentialsBuilder allowPlaintextEndpoint() {
        this.plaintext = true;
        return this;
    }

    /**
     * Returns the credentials. Nothing is asked yet.
     *
     * @return credentials
     * @throws IllegalStateException if there is no secret, or it would go to another machine without encryption
     */
    public Credentials build() {
        if (secret == null && secretFile == null) {
            throw new IllegalStateException("clientCredentials: there is no secret: set secret or secretFromFile");
        }
        boolean open = endpoint.getScheme().equalsIgnoreCase("http");
        if (open && !plaintext && !Loopback.isLoopback(endpoint.getHost())) {
            throw new IllegalStateException("clientCredentials: the secret would go to " + endpoint.getHost()
                    + " without encryption: use https, or say allowPlaintextEndpoint");
        }
        return new EndpointCredentials(
                new TokenEndpoint(endpoint, clientId, secret, secretFile, inBody, Map.copyOf(parameters), timeout, tls),
                margin);
    }

    /** Returns who asks where. */
    @Override
    public String toString() {
        return "clientCredentials of '" + clientId + "' at " + endpoint.getHost();
    }
}

package dev.plumbline.auth;

import dev.plumbline.runtime.ClientRuntime;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * What a caller shows a server with each call: a token or a key, as headers.
 *
 * <p>For callers: make one with a factory and give it to a transport's builder. One may serve several transports of a
 * client, which start and close it; it ends with the last of them. A transport does not send it without encryption to
 * another machine unless {@link #allowPlaintext} is said. No text of it is ever part of a message, a log, a meter or
 * {@code toString}.
 *
 * <p>For implementers: thread-safe; no method but {@link #close} may block.
 */
public interface Credentials extends AutoCloseable {
    /**
     * Gives the credentials what they run on. Called before all else, by each transport once.
     *
     * @param runtime the client's runtime
     */
    void start(ClientRuntime runtime);

    /**
     * Returns the headers of a call that is about to leave.
     *
     * <p>Returns at once and never throws. While a token is being fetched the future waits, not a thread; a caller that
     * cancels it harms no other.
     *
     * @return lower-case names and values that any header can carry; what goes wrong completes the future with a
     *     {@link dev.plumbline.transport.TransportException}
     */
    CompletableFuture<Map<String, String>> headers();

    /**
     * Hears that a server did not accept what {@link #headers} gave: it said UNAUTHENTICATED or 401. A token that can be
     * fetched anew is; the call that failed is not made again.
     *
     * @param headers the very map that the call carried; that of an earlier token changes nothing
     */
    void rejected(Map<String, String> headers);

    /**
     * Tells whether the headers may go over a connection without encryption to another machine.
     *
     * @return false, unless {@link #allowPlaintext} was said
     */
    default boolean isPlaintextAllowed() {
        return false;
    }

    /** Ends the credentials when it was called as often as {@link #start}. */
    @Override
    void close();

    /**
     * Returns the same credentials for connections that something else protects, such as the sidecar of a mesh: they are
     * sent without encryption to any machine.
     *
     * @return the same credentials, less a guard
     */
    default Credentials allowPlaintext() {
        return new PlaintextCredentials(this);
    }

    /**
     * Returns a bearer token that never changes.
     *
     * @param token the token, without the word Bearer
     * @return credentials
     * @throws IllegalArgumentException if it is empty or no header could carry it
     */
    static Credentials bearer(String token) {
        return new FixedCredentials("a bearer token", SecretHeaders.bearer("bearer: the token", token));
    }

    /**
     * Returns the bearer token that a file holds, for tokens that another process renews, such as those of Kubernetes'
     * service accounts. The file is read again when 10 s have passed since the last look, and after a rejection, before
     * the call that needs it. A file that is missing, empty or no token for a while changes nothing for 5 minutes, then
     * calls fail until it is back. It may be missing at first.
     *
     * @param file a file of one token and nothing else but white space around it
     * @return credentials
     */
    static Credentials bearerFromFile(Path file) {
        return new FileCredentials(file);
    }

    /**
     * Returns the bearer token that a supplier gives, asked for each call on a thread of the client's callbacks, so it may
     * block. It is asked once at a time: calls that come meanwhile share the answer. It has to end by itself; who waits for
     * it fails by its deadline. After 30 s it is asked again beside that.
     *
     * @param supplier gives the token without the word Bearer; thread-safe; what it throws is told by its class only
     * @return credentials
     */
    static Credentials bearer(Supplier<String> supplier) {
        return new SuppliedCredentials(supplier);
    }

    /**
     * Returns a key that never changes, in a header of its own.
     *
     * @param header the header's name, such as {@code x-api-key}
     * @param key the key
     * @return credentials
     * @throws IllegalArgumentException if it is no name of a header, or one that the protocols use themselves, or the key is
     *     empty or no header could carry it
     */
    static Credentials apiKey(String header, String key) {
        return new FixedCredentials(
                "a key in header '" + header + "'",
                SecretHeaders.key(header, "apiKey: the key of header '" + header, key));
    }

    /**
     * Starts credentials that ask a token endpoint for tokens, by the client credentials of OAuth 2.0 and OpenID Connect.
     *
     * @param tokenEndpoint where tokens are given, such as {@code https://login.example.com/oauth2/token}
     * @param clientId who asks
     * @return a builder
     * @throws IllegalArgumentException if the endpoint is no http or https address or the client id is blank
     * @see <a href="https://www.rfc-editor.org/rfc/rfc6749#section-4.4">RFC 6749, section 4.4</a>
     */
    static ClientCredentialsBuilder clientCredentials(URI tokenEndpoint, String clientId) {
        return new ClientCredentialsBuilder(tokenEndpoint, clientId);
    }
}

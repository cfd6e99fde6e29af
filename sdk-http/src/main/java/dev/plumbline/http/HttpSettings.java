package dev.plumbline.http;

import dev.plumbline.auth.Credentials;
import dev.plumbline.auth.TlsFiles;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * What a transport was built with. Immutable.
 *
 * @param contract the kind of service
 * @param name what meters call the target
 * @param target the server, for messages
 * @param endpoint what is posted to
 * @param warmUp what is asked for to warm up
 * @param maxReplyBytes the largest reply
 * @param maxEntities the largest fetch
 * @param maxConcurrent how many fetches may be on the wire
 * @param gzipRequests whether requests are compressed
 * @param headers the user's, for every call
 * @param sslContext the user's, null for the JVM's
 * @param certificates what the context goes by if it was made of files, else null
 * @param credentials what each call shows, null for nothing
 */
record HttpSettings(
        HttpContract contract,
        String name,
        String target,
        URI endpoint,
        URI warmUp,
        int maxReplyBytes,
        int maxEntities,
        int maxConcurrent,
        boolean gzipRequests,
        Map<String, String> headers,
        @Nullable SSLContext sslContext,
        @Nullable TlsFiles certificates,
        @Nullable Credentials credentials) {
    boolean isSecured() {
        return "https".equals(endpoint.getScheme());
    }

    /** What the span of a call is called: the method and the path, which is the same for all. */
    String operation() {
        return "POST " + endpoint.getPath();
    }

    /** What spans say of a call, by OpenTelemetry's conventions for HTTP. */
    Map<String, String> attributes() {
        Map<String, String> attributes = new HashMap<>();
        attributes.put("http.request.method", "POST");
        attributes.put("url.full", endpoint.toString());
        attributes.put("url.template", endpoint.getPath());
        attributes.put("server.address", endpoint.getHost());
        int port = endpoint.getPort();
        attributes.put("server.port", Integer.toString(port >= 0 ? port : isSecured() ? 443 : 80));
        return Map.copyOf(attributes);
    }
}

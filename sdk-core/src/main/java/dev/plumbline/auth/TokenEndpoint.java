package dev.plumbline.auth;

import dev.plumbline.runtime.ClientRuntime;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * How a token endpoint is asked. Immutable and thread-safe.
 *
 * @param address where it is
 * @param clientId who asks
 * @param secret what only the asker knows, null if a file holds it
 * @param secretFile the file that holds it
 * @param inBody whether the secret travels in the body, not in a header
 * @param parameters further fields of the form
 * @param timeout how long a request may take in all
 * @param tls whom to trust, null for whom the JVM trusts
 */
record TokenEndpoint(
        URI address,
        String clientId,
        @Nullable String secret,
        @Nullable Path secretFile,
        boolean inBody,
        Map<String, String> parameters,
        Duration timeout,
        @Nullable SSLContext tls) {
    /** Makes what talks to the endpoint. */
    HttpClient client(ClientRuntime runtime) {
        HttpClient.Builder builder = HttpClient.newBuilder()
                .executor(runtime.executor())
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(timeout);
        if (tls != null) {
            builder.sslContext(tls);
        }
        return builder.build();
    }

    /**
     * Sends a request.
     *
     * @throws IOException if the file of the secret cannot be read or is empty
     */
    CompletableFuture<HttpResponse<String>> send(HttpClient client) throws IOException {
        Map<String, String> form = new LinkedHashMap<>();
        form.put("grant_type", "client_credentials");
        form.putAll(parameters);
        String known = secretText();
        HttpRequest.Builder request = HttpRequest.newBuilder(address)
                .timeout(timeout)
                .header("content-type", "application/x-www-form-urlencoded")
                .header("accept", "application/json");
        if (inBody) {
            form.put("client_id", clientId);
            form.put("client_secret", known);
        } else {
            String pair = encoded(clientId) + ":" + encoded(known);
            request.header(
                    "authorization",
                    "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.US_ASCII)));
        }
        String body = form.entrySet().stream()
                .map(field -> encoded(field.getKey()) + "=" + encoded(field.getValue()))
                .collect(Collectors.joining("&"));
        return client.sendAsync(
                request.POST(HttpRequest.BodyPublishers.ofString(body, StandardCharsets.US_ASCII))
                        .build(),
                ignored -> new ShortBody());
    }

    private String secretText() throws IOException {
        Path file = secretFile;
        if (file == null) {
            return secret == null ? "" : secret;
        }
        String text = new String(SmallFile.read(file), StandardCharsets.UTF_8).strip();
        if (text.isEmpty()) {
            throw new IOException("file " + file + " is empty");
        }
        return text;
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    /** Returns the endpoint without what an address may hide. */
    String place() {
        return address.getScheme() + "://" + address.getHost() + (address.getPort() < 0 ? "" : ":" + address.getPort())
                + (address.getRawPath() == null ? "" : address.getRawPath());
    }

    /** Returns who asks where. */
    @Override
    public String toString() {
        return "tokens for client '" + clientId + "' from " + place();
    }
}

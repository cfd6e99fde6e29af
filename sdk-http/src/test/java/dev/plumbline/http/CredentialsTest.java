package dev.plumbline.http;

import static dev.plumbline.http.Fetches.failure;
import static dev.plumbline.http.Fetches.fetch;
import static dev.plumbline.http.Fetches.get;
import static dev.plumbline.http.Fetches.within;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plumbline.auth.Credentials;
import dev.plumbline.feature.EntityKey;
import dev.plumbline.runtime.ClientRuntime;
import dev.plumbline.transport.TransportException;
import dev.plumbline.transport.TransportException.Kind;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
final class CredentialsTest {
    private static final EntityKey DFW = EntityKey.of("DFW");

    private final TestRuntime runtime = new TestRuntime();
    private final BlockingQueue<String> requests = new LinkedBlockingQueue<>();

    @AfterEach
    void stop() {
        runtime.close();
    }

    private RawServer answering(String... replies) throws Exception {
        AtomicInteger next = new AtomicInteger();
        return new RawServer((socket, request) -> {
            requests.add(request);
            RawServer.send(socket, replies[Math.min(next.getAndIncrement(), replies.length - 1)]);
        });
    }

    private static String refusal(String status) {
        return "HTTP/1.1 " + status + "\r\nContent-Length: 0\r\n\r\n";
    }

    private String header(String name) throws InterruptedException {
        String request = requests.poll(20, TimeUnit.SECONDS);
        assertThat(request).isNotNull();
        return String.valueOf(request)
                .lines()
                .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(name + ":"))
                .map(line -> line.substring(name.length() + 1).strip())
                .findFirst()
                .orElse("none");
    }

    /** Credentials that a test completes and that count. */
    private static final class Held implements Credentials {
        final CompletableFuture<Map<String, String>> headers = new CompletableFuture<>();
        final AtomicInteger starts = new AtomicInteger();
        final AtomicInteger closes = new AtomicInteger();
        volatile Map<String, String> refused = Map.of();

        @Override
        public void start(ClientRuntime started) {
            starts.incrementAndGet();
        }

        @Override
        public CompletableFuture<Map<String, String>> headers() {
            return headers.copy();
        }

        @Override
        public void rejected(Map<String, String> sent) {
            refused = sent;
        }

        @Override
        public void close() {
            closes.incrementAndGet();
        }
    }

    /** Credentials that break their contract: they throw, or have no future, or a header without a value. */
    private static Credentials broken(Supplier<@Nullable CompletableFuture<Map<String, String>>> headers) {
        return new Credentials() {
            @Override
            public void start(ClientRuntime started) {}

            @Override
            @SuppressWarnings("NullAway") // That is what is wrong with them.
            public CompletableFuture<Map<String, String>> headers() {
                return headers.get();
            }

            @Override
            public void rejected(Map<String, String> sent) {}

            @Override
            public void close() {}
        };
    }

    @Test
    void credentialsThatBreakTheirContract_failTheFetchAtOnce_andFreeItsConnection() throws Exception {
        Map<String, String> noValue = new HashMap<>();
        noValue.put("x-api-key", null);
        List<Supplier<@Nullable CompletableFuture<Map<String, String>>>> all = List.of(
                () -> {
                    throw new IllegalStateException("s3cret");
                },
                () -> null,
                () -> CompletableFuture.completedFuture(noValue));
        try (RawServer server = answering(RawServer.ok200(Fetches.DFW))) {
            for (Supplier<@Nullable CompletableFuture<Map<String, String>>> headers : all) {
                try (HttpTransport transport = runtime.start(
                        HttpTransport.jsonBuilder(server.uri()).maxConcurrent(1).credentials(broken(headers)))) {
                    for (int i = 0; i < 2; i++) {
                        TransportException failure = failure(fetch(transport, DFW));
                        assertThat(failure.kind()).isIn(Kind.UNAUTHENTICATED, Kind.INVALID_REQUEST);
                        assertThat(failure).hasMessageNotContaining("s3cret").hasNoCause();
                    }
                }
            }
        }
    }

    @Test
    void tokenAndKey_areHeadersOfEachCall() throws Exception {
        try (RawServer server = answering(RawServer.ok200(Fetches.DFW));
                HttpTransport bearer = runtime.start(
                        HttpTransport.jsonBuilder(server.uri()).credentials(Credentials.bearer("t0k3n")));
                HttpTransport key = runtime.start(
                        HttpTransport.jsonBuilder(server.uri()).credentials(Credentials.apiKey("X-Api-Key", "k3y")))) {
            get(fetch(bearer, DFW));
            assertThat(header("authorization")).isEqualTo("Bearer t0k3n");
            get(fetch(key, DFW));
            assertThat(header("x-api-key")).isEqualTo("k3y");
        }
    }

    @Test
    void callWaitsForItsToken_withinItsDeadline() throws Exception {
        Held held = new Held();
        try (RawServer server = answering(RawServer.ok200(Fetches.DFW));
                HttpTransport transport =
                        runtime.start(HttpTransport.jsonBuilder(server.uri()).credentials(held))) {
            TransportException late = failure(fetch(transport, within(Duration.ofMillis(300)), DFW));
            assertThat(late.kind()).isEqualTo(Kind.TIMEOUT);
            assertThat(late).hasMessageContaining("no token by the deadline");
            assertThat(server.requests).hasValue(0);

            var waiting = fetch(transport, DFW);
            held.headers.complete(Map.of("authorization", "Bearer late"));
            assertThat(get(waiting)).hasSize(1);
            assertThat(header("authorization")).isEqualTo("Bearer late");
        }
        assertThat(held.starts).hasValue(1);
        assertThat(held.closes).hasValue(1);
    }

    @Test
    void tokenThatCannotBeHad_failsTheCallAsItIsTyped() throws Exception {
        Held held = new Held();
        held.headers.completeExceptionally(
                new TransportException(Kind.UNAVAILABLE, "CREDENTIALS", "the token endpoint answers 503", null));
        Held broken = new Held();
        broken.headers.complete(Map.of("authorization", "Bearer s3cr3t\r\nx: y"));
        try (RawServer server = answering(RawServer.ok200(Fetches.DFW));
                HttpTransport transport =
                        runtime.start(HttpTransport.jsonBuilder(server.uri()).credentials(held));
                HttpTransport other =
                        runtime.start(HttpTransport.jsonBuilder(server.uri()).credentials(broken))) {
            TransportException failure = failure(fetch(transport, DFW));
            assertThat(failure.kind()).isEqualTo(Kind.UNAVAILABLE);
            assertThat(failure).hasMessageContaining("answers 503");

            assertThat(failure(fetch(other, DFW)))
                    .hasMessageContaining("'authorization'")
                    .hasMessageNotContaining("s3cr3t");
            assertThat(server.requests).hasValue(0);
        }
    }

    @Test
    void unauthorized_isToldToTheCredentials_andTheCallIsNotRepeated() throws Exception {
        Held held = new Held();
        Map<String, String> sent = Map.of("authorization", "Bearer old");
        held.headers.complete(sent);
        try (RawServer server = answering(refusal("403 Forbidden"), refusal("401 Unauthorized"));
                HttpTransport transport =
                        runtime.start(HttpTransport.jsonBuilder(server.uri()).credentials(held))) {
            failure(fetch(transport, DFW));
            assertThat(held.refused).isEmpty();

            assertThat(failure(fetch(transport, DFW)).kind()).isEqualTo(Kind.UNAUTHENTICATED);
            assertThat(held.refused).isSameAs(sent);
            assertThat(server.requests).hasValue(2);
        }
    }

    @Test
    void serverThatQuotesTheToken_isNotQuoted() throws Exception {
        String body = "you sent t0k3n";
        String refusal = "HTTP/1.1 503 t0k3n\r\nRetry-After: 3\r\nContent-Length: " + body.length() + "\r\n\r\n" + body;
        try (RawServer server = answering(refusal);
                HttpTransport transport = runtime.start(
                        HttpTransport.jsonBuilder(server.uri()).credentials(Credentials.bearer("t0k3n")))) {
            TransportException failure = failure(fetch(transport, DFW));

            StringWriter printed = new StringWriter();
            failure.printStackTrace(new PrintWriter(printed));
            assertThat(printed.toString()).contains("503").doesNotContain("t0k3n");
            assertThat(failure.retryAfter()).contains(Duration.ofSeconds(3));
        }
    }

    @Test
    void rotatedFile_takesEffectAfterARejection(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("token"), "one");
        try (RawServer server = answering(refusal("401 Unauthorized"), RawServer.ok200(Fetches.DFW));
                HttpTransport transport = runtime.start(
                        HttpTransport.jsonBuilder(server.uri()).credentials(Credentials.bearerFromFile(file)))) {
            failure(fetch(transport, DFW));
            Files.writeString(file, "two");
            get(fetch(transport, DFW));

            assertThat(List.of(header("authorization"), header("authorization")))
                    .containsExactly("Bearer one", "Bearer two");
        }
    }

    @Test
    void warmUp_waitsForAToken() throws Exception {
        Held held = new Held();
        try (RawServer server = answering(RawServer.ok200(""));
                HttpTransport transport =
                        runtime.start(HttpTransport.jsonBuilder(server.uri()).credentials(held))) {
            CompletableFuture<Void> ready = transport.warmUp();
            assertThat(header("authorization")).isEqualTo("none");
            assertThat(ready).isNotDone();
            held.headers.complete(Map.of("authorization", "Bearer t"));

            assertThat(ready).succeedsWithin(Duration.ofSeconds(20));
        }
    }

    @Test
    void combinationsThatWouldLeakOrDoNothing_areRefused(@TempDir Path folder) {
        Credentials bearer = Credentials.bearer("s3cr3t");
        HttpTransportBuilder open = HttpTransport.jsonBuilder(URI.create("http://features:8080"));
        assertThatThrownBy(() -> open.credentials(bearer).build())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("credentials would go to features without encryption")
                .hasMessageNotContaining("s3cr3t");
        open.credentials(bearer.allowPlaintext()).build();
        HttpTransport.jsonBuilder(URI.create("https://features"))
                .credentials(bearer)
                .build();
        HttpTransport.jsonBuilder(URI.create("http://[::1]:8080"))
                .credentials(bearer)
                .build();

        assertThatThrownBy(() -> HttpTransport.jsonBuilder(URI.create("http://localhost"))
                        .trustedCertificates(folder.resolve("absent"))
                        .build())
                .hasMessageContaining("[trustedCertificates] are set")
                .hasMessageContaining("https://");
        assertThatThrownBy(() -> HttpTransport.jsonBuilder(URI.create("https://localhost"))
                        .trustedCertificates(folder.resolve("absent"))
                        .build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("absent does not exist");
        assertThatThrownBy(() -> HttpTransport.jsonBuilder(URI.create("https://localhost"))
                        .sslContext(javax.net.ssl.SSLContext.getDefault())
                        .trustedCertificates("x")
                        .build())
                .hasMessageContaining("sslContext is set");
    }
}

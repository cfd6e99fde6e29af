package dev.plumbline.http;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import dev.plumbline.feature.EntityKey;
import dev.plumbline.feature.FeatureRow;
import dev.plumbline.transport.TransportException;
import dev.plumbline.transport.TransportException.Kind;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** HTTP/2 over TLS. */
@Timeout(180)
final class TlsTest {
    private static final EntityKey KEY = EntityKey.of("DFW");

    @TempDir
    private static Path folder;

    private static Keystore keystore;
    private static WireMockServer server;
    private final TestRuntime runtime = new TestRuntime();
    private Relay relay;

    @BeforeAll
    static void startServer() throws Exception {
        keystore = new Keystore(folder);
        server = new WireMockServer(options()
                .bindAddress("127.0.0.1")
                .dynamicPort()
                .dynamicHttpsPort()
                .keystorePath(keystore.file.toString())
                .keystorePassword(Keystore.PASSWORD)
                .keyManagerPassword(Keystore.PASSWORD)
                .keystoreType("PKCS12"));
        server.start();
    }

    @AfterAll
    static void stopServer() {
        server.stop();
    }

    @BeforeEach
    void start() throws Exception {
        server.resetAll();
        relay = new Relay(server.httpsPort());
        answer(aResponse().withBody(Fetches.DFW));
    }

    @AfterEach
    void stop() throws Exception {
        relay.close();
        runtime.close();
    }

    private static void answer(ResponseDefinitionBuilder response) {
        server.stubFor(any(anyUrl()).willReturn(response));
    }

    private HttpTransportBuilder secured() {
        return HttpTransport.jsonBuilder(URI.create("https://127.0.0.1:" + relay.port()));
    }

    private HttpTransport trusting() throws Exception {
        return runtime.start(secured().sslContext(keystore.trusting()));
    }

    @Test
    void calls_overTls_shareOneConnectionOfHttp2() throws Exception {
        try (HttpTransport transport = trusting()) {
            Fetches.get(transport.warmUp());
            List<CompletableFuture<List<FeatureRow>>> all = new ArrayList<>();
            for (int i = 0; i < 500; i++) {
                all.add(Fetches.fetch(transport, KEY));
            }
            for (CompletableFuture<List<FeatureRow>> one : all) {
                assertThat(Fetches.get(one).get(0).int64("flights")).isEqualTo(12);
            }

            assertThat(server.getAllServeEvents())
                    .hasSize(501)
                    .allSatisfy(event ->
                            assertThat(event.getRequest().getProtocol()).isEqualTo("HTTP/2.0"));
            assertThat(relay.connections).hasValue(1);
        }
    }

    @Test
    void cancelledAndLateCalls_leaveTheConnectionToTheOthers() throws Exception {
        try (HttpTransport transport = trusting()) {
            Fetches.get(Fetches.fetch(transport, KEY));
            for (int i = 0; i < 10; i++) {
                answer(aResponse().withBody(Fetches.DFW).withChunkedDribbleDelay(60, 60_000));
                Fetches.fetch(transport, KEY).cancel(true);
                assertThat(Fetches.failure(Fetches.fetch(transport, Fetches.within(Duration.ofMillis(300)), KEY))
                                .kind())
                        .isEqualTo(Kind.TIMEOUT);
                answer(aResponse().withBody(Fetches.DFW));
                Fetches.get(Fetches.fetch(transport, KEY));
            }

            assertThat(relay.connections).hasValue(1);
        }
    }

    @Test
    void fiveTimeoutsInARow_makeTheConnectionAnew() throws Exception {
        try (HttpTransport transport = trusting()) {
            Fetches.get(Fetches.fetch(transport, KEY));
            answer(aResponse().withFixedDelay(60_000));
            for (int i = 0; i < StallWatch.TIMEOUTS; i++) {
                assertThat(relay.connections).hasValue(1);
                Fetches.failure(Fetches.fetch(transport, Fetches.within(Duration.ofMillis(200)), KEY));
            }
            answer(aResponse().withBody(Fetches.DFW));
            Fetches.get(Fetches.fetch(transport, KEY));

            assertThat(relay.connections).hasValue(2);
        }
    }

    @Test
    void strangersCertificate_isUnavailable_andSaysWhatToCheck() throws Exception {
        try (HttpTransport transport = runtime.start(secured())) {
            TransportException failure = Fetches.failure(Fetches.fetch(transport, KEY));

            assertThat(failure.kind()).isEqualTo(Kind.UNAVAILABLE);
            assertThat(failure.getMessage()).contains("no TLS session", "check the certificates");
        }
    }

    @Test
    void tlsToAPlaintextServer_andPlaintextToATlsServer_areExplained() throws Exception {
        try (HttpTransport tls =
                        runtime.start(HttpTransport.jsonBuilder(URI.create("https://127.0.0.1:" + server.port())));
                RawServer raw = new RawServer((socket, request) -> {
                    socket.getOutputStream().write(new byte[] {21, 3, 3, 0, 2, 2, 70});
                    socket.close();
                });
                HttpTransport plain = runtime.start(HttpTransport.jsonBuilder(raw.uri()))) {
            assertThat(Fetches.failure(Fetches.fetch(tls, KEY)).getMessage()).contains("does not speak TLS");
            TransportException failure = Fetches.failure(Fetches.fetch(plain, KEY));
            assertThat(failure.kind()).isEqualTo(Kind.PROTOCOL);
            assertThat(failure.getMessage()).contains("make the target https://");
        }
    }

    @Test
    void sslContext_forAPlaintextAddress_isRefused() {
        HttpTransportBuilder builder = HttpTransport.jsonBuilder(URI.create("http://127.0.0.1:1"));

        assertThatThrownBy(() -> builder.sslContext(keystore.trusting()).build())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("https://");
    }
}

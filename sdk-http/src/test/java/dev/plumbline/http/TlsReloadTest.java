package dev.plumbline.http;

import static dev.plumbline.http.Fetches.failure;
import static dev.plumbline.http.Fetches.fetch;
import static dev.plumbline.http.Fetches.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsExchange;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import dev.plumbline.feature.EntityKey;
import dev.plumbline.runtime.ClientRuntime;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.KeyStore;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Mutual TLS by files that are replaced. The test says when the files are looked at. */
@Timeout(240)
final class TlsReloadTest {
    private static final EntityKey DFW = EntityKey.of("DFW");

    private final TestRuntime threads = new TestRuntime();
    private final Queue<Runnable> looks = new ConcurrentLinkedQueue<>();
    private final BlockingQueue<String> callers = new LinkedBlockingQueue<>();

    @TempDir
    private Path folder;

    private Identity first;
    private Identity second;
    private Identity server;
    private Path trust;
    private Path chain;
    private Path key;
    private HttpsServer https;

    @BeforeEach
    void start() throws Exception {
        server = new Identity(folder, "server");
        first = new Identity(folder, "first");
        second = new Identity(folder, "second");
        trust = folder.resolve("trust.pem");
        chain = folder.resolve("tls.crt");
        key = folder.resolve("tls.key");
        put(trust, server.chain);
        put(chain, first.chain);
        put(key, first.key);
        https = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        SSLContext context = context();
        https.setHttpsConfigurator(new HttpsConfigurator(context) {
            @Override
            public void configure(HttpsParameters parameters) {
                SSLParameters wanted = context.getDefaultSSLParameters();
                wanted.setNeedClientAuth(true);
                parameters.setSSLParameters(wanted);
            }
        });
        https.createContext("/", exchange -> {
            callers.add(((HttpsExchange) exchange)
                    .getSSLSession()
                    .getPeerPrincipal()
                    .getName());
            exchange.getRequestBody().readAllBytes();
            byte[] body = Fetches.DFW.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        https.start();
    }

    @AfterEach
    void stop() {
        https.stop(0);
        threads.close();
    }

    private SSLContext context() throws Exception {
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(server.store, Identity.PASSWORD);
        KeyStore known = KeyStore.getInstance(KeyStore.getDefaultType());
        known.load(null, null);
        known.setCertificateEntry("first", first.store.getCertificate("first"));
        known.setCertificateEntry("second", second.store.getCertificate("second"));
        TrustManagerFactory trusted = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trusted.init(known);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), trusted.getTrustManagers(), null);
        return context;
    }

    private void put(Path file, Path from) throws IOException {
        Path next = Files.copy(from, folder.resolve("next"), StandardCopyOption.REPLACE_EXISTING);
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** Has the files looked at, once, by the time that it returns. */
    private void look() {
        Runnable due = looks.remove();
        due.run();
        await().until(() -> !looks.isEmpty());
    }

    private String caller() throws InterruptedException {
        return String.valueOf(callers.poll(20, TimeUnit.SECONDS));
    }

    private HttpTransport started(HttpTransportBuilder builder) {
        HttpTransport transport = builder.build();
        // The scheduler of calls' deadlines is another one than that of the looks at the files: those are 10 s ahead.
        transport.start(ClientRuntime.builder(
                        (task, delay) -> {
                            if (delay != TimeUnit.SECONDS.toNanos(10)) {
                                return threads.runtime.scheduler().schedule(task, delay);
                            }
                            looks.add(task);
                            return () -> looks.remove(task);
                        },
                        threads.runtime.executor())
                .build());
        return transport;
    }

    private HttpTransportBuilder builder() {
        return HttpTransport.jsonBuilder(
                URI.create("https://127.0.0.1:" + https.getAddress().getPort()));
    }

    @Test
    void certificatesAreReplaced_forNewConnections() throws Exception {
        try (HttpTransport transport =
                started(builder().trustedCertificates(trust).clientCertificate(chain, key))) {
            get(fetch(transport, DFW));
            assertThat(caller()).isEqualTo("CN=first");

            put(chain, second.chain);
            put(key, second.key);
            look();
            get(fetch(transport, DFW));
            assertThat(caller()).isEqualTo("CN=first");

            transport.recover();
            get(fetch(transport, DFW));
            assertThat(caller()).isEqualTo("CN=second");

            put(trust, first.chain);
            look();
            transport.recover();
            assertThat(failure(fetch(transport, DFW))).hasMessageContaining("no TLS session");
        }
        assertThat(looks).isEmpty();
    }

    @Test
    void callerWithoutACertificate_isNotLetIn() throws Exception {
        try (HttpTransport transport = started(builder().trustedCertificates(Files.readString(server.chain)))) {
            failure(fetch(transport, DFW));
            assertThat(callers).isEmpty();
        }
    }
}

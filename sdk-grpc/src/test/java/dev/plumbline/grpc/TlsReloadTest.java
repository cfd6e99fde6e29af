package dev.plumbline.grpc;

import static dev.plumbline.grpc.Fetches.failure;
import static dev.plumbline.grpc.Fetches.fetch;
import static dev.plumbline.grpc.Fetches.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.plumbline.feature.EntityKey;
import dev.plumbline.runtime.ClientRuntime;
import featurestore.FeatureSet;
import featurestore.OnlineFeaturesResponse;
import io.grpc.TlsServerCredentials;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashSet;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Certificates that are replaced while connections are open. The test says when the files are looked at. */
@Timeout(240)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class TlsReloadTest {
    private static final EntityKey DFW = EntityKey.of("DFW");
    private static final OnlineFeaturesResponse REPLY = TestServer.reply("DFW", FeatureSet.getDefaultInstance());

    private Certificates server;
    private Certificates first;
    private Certificates second;
    private Certificates stranger;
    private Path trust;
    private Path chain;
    private Path key;
    private Path folder;
    private TestRuntime threads;
    private Queue<Runnable> looks;
    private SimpleMeterRegistry meters;
    private ClientRuntime runtime;

    @BeforeAll
    void makeCertificates(@TempDir Path made) throws Exception {
        folder = made;
        server = new Certificates(folder, "server", "dns:features.test,ip:127.0.0.1");
        first = new Certificates(folder, "first", "dns:first.test");
        second = new Certificates(folder, "second", "dns:second.test");
        stranger = new Certificates(folder, "stranger", "dns:stranger.test");
        trust = folder.resolve("trust.pem");
        chain = folder.resolve("tls.crt");
        key = folder.resolve("tls.key");
    }

    @BeforeEach
    void start() throws IOException {
        put(trust, server.chain);
        put(chain, first.chain);
        put(key, first.key);
        threads = new TestRuntime();
        looks = new ConcurrentLinkedQueue<>();
        meters = new SimpleMeterRegistry();
        runtime = ClientRuntime.builder(
                        (task, delay) -> {
                            looks.add(task);
                            return () -> looks.remove(task);
                        },
                        threads.runtime.executor())
                .meters(meters)
                .build();
    }

    @AfterEach
    void stop() {
        threads.close();
    }

    private void put(Path file, Path from) throws IOException {
        put(file, Files.readString(from));
    }

    private void put(Path file, String text) throws IOException {
        Path next = Files.writeString(folder.resolve("next"), text);
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** Has the files looked at, once, by the time that it returns. */
    private void look() throws Exception {
        Runnable due = looks.remove();
        due.run();
        await().until(() -> !looks.isEmpty());
    }

    private double reloads(String outcome) {
        return meters.get("plumbline.client.security.renewals")
                .tag("what", "certificate")
                .tag("outcome", outcome)
                .counter()
                .count();
    }

    private GrpcTransport started(TestServer tls) {
        GrpcTransport transport = GrpcTransport.onlineFeaturesBuilder(tls.target())
                .trustedCertificates(trust)
                .clientCertificate(chain, key)
                .build();
        transport.start(runtime);
        return transport;
    }

    private TestServer mutual() throws IOException {
        Path known = Files.writeString(
                folder.resolve("known.pem"), Files.readString(first.chain) + Files.readString(second.chain));
        return new TestServer(
                TlsServerCredentials.newBuilder()
                        .keyManager(server.chain.toFile(), server.key.toFile())
                        .trustManager(known.toFile())
                        .clientAuth(TlsServerCredentials.ClientAuth.REQUIRE)
                        .build(),
                (request, observer) -> {
                    observer.onNext(REPLY);
                    observer.onCompleted();
                });
    }

    private static String caller(TestServer tls) throws InterruptedException {
        return TestServer.next(tls.callers);
    }

    @Test
    void clientCertificate_isReplaced_forNewConnectionsOnly() throws Exception {
        try (TestServer tls = mutual();
                GrpcTransport transport = started(tls)) {
            get(fetch(transport, DFW));
            assertThat(caller(tls)).isEqualTo("CN=first");

            put(chain, second.chain);
            put(key, second.key);
            look();
            get(fetch(transport, DFW));
            assertThat(caller(tls)).isEqualTo("CN=first");
            Set<String> peers = new HashSet<>(tls.peers);
            assertThat(peers).hasSize(1);

            transport.recover();
            get(fetch(transport, DFW));
            assertThat(caller(tls)).isEqualTo("CN=second");
            assertThat(reloads("success")).isEqualTo(1);
        }
    }

    @Test
    void trust_isReplaced_forNewConnectionsOnly() throws Exception {
        try (TestServer tls = mutual();
                GrpcTransport transport = started(tls)) {
            get(fetch(transport, DFW));
            put(trust, stranger.chain);
            look();
            get(fetch(transport, DFW));

            transport.recover();
            assertThat(failure(fetch(transport, DFW))).hasMessageContaining("check trusted certificates");

            put(trust, Files.readString(stranger.chain) + Files.readString(server.chain));
            look();
            transport.recover();
            get(fetch(transport, DFW));
            assertThat(reloads("success")).isEqualTo(2);
        }
    }

    @Test
    void strangersCertificate_isRefused() throws Exception {
        put(chain, stranger.chain);
        put(key, stranger.key);
        try (TestServer tls = mutual();
                GrpcTransport transport = started(tls)) {
            failure(fetch(transport, DFW));
            assertThat(tls.requests).isEmpty();

            // And when it is replaced by a known one, the next connection is let in.
            put(chain, first.chain);
            put(key, first.key);
            look();
            transport.recover();
            get(fetch(transport, DFW));
            assertThat(caller(tls)).isEqualTo("CN=first");
        }
    }

    @Test
    void brokenFiles_keepTheOldOnes_andAreCountedOnceForEachTrouble() throws Exception {
        try (TestServer tls = mutual();
                GrpcTransport transport = started(tls)) {
            put(chain, second.chain);
            look();
            look();
            assertThat(reloads("error")).isEqualTo(1);
            put(chain, Files.readString(second.chain).substring(0, 200));
            look();
            look();
            assertThat(reloads("error")).isEqualTo(2);
            Files.delete(chain);
            look();
            look();
            assertThat(reloads("error")).isEqualTo(3);
            get(fetch(transport, DFW));
            assertThat(caller(tls)).isEqualTo("CN=first");

            put(chain, second.chain);
            put(key, second.key);
            look();
            transport.recover();
            get(fetch(transport, DFW));
            assertThat(caller(tls)).isEqualTo("CN=second");
            assertThat(reloads("success")).isEqualTo(1);
        }
        assertThat(looks).isEmpty();
        assertThat(meters.getMeters()).isEmpty();
    }
}

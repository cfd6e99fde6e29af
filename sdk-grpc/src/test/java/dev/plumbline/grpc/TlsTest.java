package dev.plumbline.grpc;

import static dev.plumbline.grpc.Fetches.failure;
import static dev.plumbline.grpc.Fetches.fetch;
import static dev.plumbline.grpc.Fetches.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plumbline.feature.EntityKey;
import dev.plumbline.transport.TransportException;
import dev.plumbline.transport.TransportException.Kind;
import featurestore.FeatureSet;
import featurestore.OnlineFeaturesResponse;
import io.grpc.ServerCredentials;
import io.grpc.TlsServerCredentials;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class TlsTest {
    private static final EntityKey DFW = EntityKey.of("DFW");
    private static final OnlineFeaturesResponse REPLY = TestServer.reply("DFW", FeatureSet.getDefaultInstance());

    private final TestRuntime threads = new TestRuntime();

    private Certificates server;
    private Certificates caller;
    private Path folder;

    @BeforeAll
    void makeCertificates(@TempDir Path made) throws IOException, InterruptedException, GeneralSecurityException {
        folder = made;
        server = new Certificates(folder, "server", "dns:features.test,ip:127.0.0.1");
        caller = new Certificates(folder, "caller", "dns:caller.test");
    }

    @AfterAll
    void stop() {
        threads.close();
    }

    private TestServer serving(TlsServerCredentials.Builder credentials) throws IOException {
        ServerCredentials built = credentials
                .keyManager(server.chain.toFile(), server.key.toFile())
                .build();
        return new TestServer(built, (request, observer) -> {
            observer.onNext(REPLY);
            observer.onCompleted();
        });
    }

    private GrpcTransport started(GrpcTransportBuilder builder) {
        GrpcTransport transport = builder.build();
        transport.start(threads.runtime);
        return transport;
    }

    @Test
    void trustedCertificates_fromFileOrText() throws Exception {
        try (TestServer tls = serving(TlsServerCredentials.newBuilder());
                GrpcTransport byFile = started(
                        GrpcTransport.onlineFeaturesBuilder(tls.target()).trustedCertificates(server.chain));
                GrpcTransport byText = started(GrpcTransport.onlineFeaturesBuilder(tls.target())
                        .trustedCertificates(Files.readString(server.chain))
                        .authority("features.test"))) {
            assertThat(get(fetch(byFile, DFW))).hasSize(1);
            assertThat(get(fetch(byText, DFW))).hasSize(1);
        }
    }

    @Test
    void clientCertificate_isShown() throws Exception {
        TlsServerCredentials.Builder mutual = TlsServerCredentials.newBuilder()
                .trustManager(caller.chain.toFile())
                .clientAuth(TlsServerCredentials.ClientAuth.REQUIRE);
        try (TestServer tls = serving(mutual);
                GrpcTransport known = started(GrpcTransport.onlineFeaturesBuilder(tls.target())
                        .trustedCertificates(server.chain)
                        .clientCertificate(caller.chain, caller.key));
                GrpcTransport unknown = started(
                        GrpcTransport.onlineFeaturesBuilder(tls.target()).trustedCertificates(server.chain))) {
            assertThat(get(fetch(known, DFW))).hasSize(1);
            assertThat(failure(fetch(unknown, DFW)).kind()).isEqualTo(Kind.UNAVAILABLE);
        }
    }

    @Test
    void untrustedOrMisnamedServer_isRefusedWithAHint() throws Exception {
        try (TestServer tls = serving(TlsServerCredentials.newBuilder());
                GrpcTransport untrusting = started(
                        GrpcTransport.onlineFeaturesBuilder(tls.target()).tls());
                GrpcTransport misnamed = started(GrpcTransport.onlineFeaturesBuilder(tls.target())
                        .trustedCertificates(server.chain)
                        .authority("other.test"))) {
            assertThat(failure(fetch(untrusting, DFW))).hasMessageContaining("check trusted certificates");
            assertThat(failure(fetch(misnamed, DFW))).hasMessageContaining("authority");
        }
    }

    @Test
    void plaintextToTls_saysSo() throws Exception {
        try (TestServer tls = serving(TlsServerCredentials.newBuilder());
                GrpcTransport plain = started(GrpcTransport.onlineFeaturesBuilder(tls.target()))) {
            TransportException failure = failure(fetch(plain, DFW));

            assertThat(failure).hasMessageContaining("does not speak plaintext").hasMessageContaining("use tls");
        }
    }

    @Test
    void plaintextToSomethingElse_saysSo() throws Exception {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            CompletableFuture<Void> peer = CompletableFuture.runAsync(
                    () -> {
                        try (Socket connection = socket.accept()) {
                            // The alert with which a TLS server greets whom it does not understand.
                            connection.getOutputStream().write(new byte[] {0x15, 3, 3, 0, 2, 2, 0x46, 0, 0, 0, 0, 0});
                            connection.getInputStream().transferTo(OutputStream.nullOutputStream());
                        } catch (IOException e) {
                            throw new UncheckedIOException(e);
                        }
                    },
                    task -> {
                        Thread thread = new Thread(task);
                        thread.setDaemon(true);
                        thread.start();
                    });
            TransportException failure;
            try (GrpcTransport plain =
                    started(GrpcTransport.onlineFeaturesBuilder("dns:///127.0.0.1:" + socket.getLocalPort()))) {
                failure = failure(fetch(plain, DFW));
            }

            assertThat(failure.kind()).isEqualTo(Kind.PROTOCOL);
            assertThat(failure).hasMessageContaining("not SETTINGS").hasMessageContaining("use tls");
            assertThat(peer).succeedsWithin(Duration.ofSeconds(10));
        }
    }

    @Test
    void tlsToPlaintext_saysSo() throws Exception {
        try (TestServer plain = TestServer.answering(REPLY);
                GrpcTransport tls = started(
                        GrpcTransport.onlineFeaturesBuilder(plain.target()).trustedCertificates(server.chain))) {
            TransportException failure = failure(fetch(tls, DFW));

            assertThat(failure).hasMessageContaining("does not speak TLS").hasMessageContaining("plaintext");
        }
    }

    @Test
    void fileThatIsNotThere_isRefusedByName() {
        GrpcTransportBuilder builder =
                GrpcTransport.onlineFeaturesBuilder("dns:///x:1").trustedCertificates(folder.resolve("absent.crt"));

        assertThatThrownBy(builder::build)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("absent.crt");
    }
}

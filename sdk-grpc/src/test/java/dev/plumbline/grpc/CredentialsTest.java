package dev.plumbline.grpc;

import static dev.plumbline.grpc.Fetches.failure;
import static dev.plumbline.grpc.Fetches.fetch;
import static dev.plumbline.grpc.Fetches.get;
import static dev.plumbline.grpc.Fetches.within;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plumbline.auth.Credentials;
import dev.plumbline.feature.EntityKey;
import dev.plumbline.feature.FeatureRow;
import dev.plumbline.runtime.ClientRuntime;
import dev.plumbline.transport.TransportException;
import dev.plumbline.transport.TransportException.Kind;
import featurestore.FeatureSet;
import featurestore.OnlineFeaturesResponse;
import io.grpc.Attributes;
import io.grpc.CallCredentials;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.ForwardingClientCall.SimpleForwardingClientCall;
import io.grpc.ForwardingClientCallListener.SimpleForwardingClientCallListener;
import io.grpc.Grpc;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.SecurityLevel;
import io.grpc.Status;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(240)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class CredentialsTest {
    private static final EntityKey DFW = EntityKey.of("DFW");
    private static final OnlineFeaturesResponse REPLY = TestServer.reply("DFW", FeatureSet.getDefaultInstance());
    private static final Metadata.Key<String> AUTHORIZATION =
            Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);

    private final TestRuntime threads = new TestRuntime();

    @AfterAll
    void stop() {
        threads.close();
    }

    private GrpcTransport started(GrpcTransportBuilder builder) {
        GrpcTransport transport = builder.build();
        transport.start(threads.runtime);
        return transport;
    }

    private static String token(TestServer server) throws InterruptedException {
        return TestServer.next(server.headers).get(AUTHORIZATION);
    }

    /** Credentials that a test completes and that count. */
    private static final class Held implements Credentials {
        final CompletableFuture<Map<String, String>> headers = new CompletableFuture<>();
        final AtomicInteger starts = new AtomicInteger();
        final AtomicInteger closes = new AtomicInteger();
        volatile Map<String, String> refused = Map.of();

        @Override
        public void start(ClientRuntime runtime) {
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

    @Test
    void credentialsThatThrowWhenTheyAreRejected_doNotHoldUpTheFetch() throws Exception {
        Credentials throwing = new Credentials() {
            @Override
            public void start(ClientRuntime runtime) {}

            @Override
            public CompletableFuture<Map<String, String>> headers() {
                return CompletableFuture.completedFuture(Map.of("authorization", "Bearer t0k3n"));
            }

            @Override
            public void rejected(Map<String, String> sent) {
                throw new IllegalStateException("no token t0k3n");
            }

            @Override
            public void close() {}
        };
        try (TestServer server = new TestServer(
                        (request, observer) -> observer.onError(Status.UNAUTHENTICATED.asRuntimeException()));
                GrpcTransport transport = started(
                        GrpcTransport.onlineFeaturesBuilder(server.target()).credentials(throwing.allowPlaintext()))) {
            assertThat(failure(fetch(transport, DFW)).kind()).isEqualTo(Kind.UNAUTHENTICATED);
        }
    }

    @Test
    void interceptorThatThrowsAtTheEndOfACall_failsTheFetch() throws Exception {
        ClientInterceptor throwing = new ClientInterceptor() {
            @Override
            public <Q, R> ClientCall<Q, R> interceptCall(
                    MethodDescriptor<Q, R> method, CallOptions options, Channel next) {
                return new SimpleForwardingClientCall<>(next.newCall(method, options)) {
                    @Override
                    public void start(Listener<R> listener, Metadata headers) {
                        super.start(
                                new SimpleForwardingClientCallListener<>(listener) {
                                    @Override
                                    public void onClose(Status status, Metadata trailers) {
                                        throw new IllegalStateException("a defect");
                                    }
                                },
                                headers);
                    }
                };
            }
        };
        try (TestServer server = TestServer.answering(REPLY);
                GrpcTransport transport = started(
                        GrpcTransport.onlineFeaturesBuilder(server.target()).intercept(throwing))) {
            assertThat(failure(fetch(transport, DFW)).kind()).isEqualTo(Kind.INTERNAL);
        }
    }

    @Test
    void token_isAHeaderOfEachCall_besideTheOthers() throws Exception {
        try (TestServer server = TestServer.answering(REPLY);
                GrpcTransport transport = started(GrpcTransport.onlineFeaturesBuilder(server.target())
                        .credentials(Credentials.bearer("t0k3n")))) {
            get(fetch(transport, Fetches.with(Map.of("x-tenant", "a")), DFW));
            Metadata headers = TestServer.next(server.headers);

            assertThat(headers.get(AUTHORIZATION)).isEqualTo("Bearer t0k3n");
            assertThat(headers.get(Metadata.Key.of("x-tenant", Metadata.ASCII_STRING_MARSHALLER)))
                    .isEqualTo("a");
        }
    }

    @Test
    void apiKey_isAHeaderOfItsOwn() throws Exception {
        try (TestServer server = TestServer.answering(REPLY);
                GrpcTransport transport = started(GrpcTransport.onlineFeaturesBuilder(server.target())
                        .credentials(Credentials.apiKey("X-Api-Key", "k3y")))) {
            get(fetch(transport, DFW));

            assertThat(TestServer.next(server.headers)
                            .get(Metadata.Key.of("x-api-key", Metadata.ASCII_STRING_MARSHALLER)))
                    .isEqualTo("k3y");
        }
    }

    @Test
    void callWaitsForItsToken_withoutAThread() throws Exception {
        Held held = new Held();
        try (TestServer server = TestServer.answering(REPLY);
                GrpcTransport transport = started(
                        GrpcTransport.onlineFeaturesBuilder(server.target()).credentials(held))) {
            List<CompletableFuture<List<FeatureRow>>> calls = new java.util.ArrayList<>();
            for (int i = 0; i < 50; i++) {
                calls.add(fetch(transport, DFW));
            }
            held.headers.complete(Map.of("authorization", "Bearer late"));

            for (CompletableFuture<List<FeatureRow>> call : calls) {
                assertThat(get(call)).hasSize(1);
            }
            assertThat(token(server)).isEqualTo("Bearer late");
        }
        assertThat(held.starts).hasValue(1);
        assertThat(held.closes).hasValue(1);
    }

    @Test
    void tokenThatDoesNotCome_endsTheCallAtItsDeadline() throws Exception {
        try (TestServer server = TestServer.answering(REPLY);
                GrpcTransport transport = started(
                        GrpcTransport.onlineFeaturesBuilder(server.target()).credentials(new Held()))) {
            TransportException failure = failure(fetch(transport, within(Duration.ofSeconds(4)), DFW));

            assertThat(failure.kind()).isEqualTo(Kind.TIMEOUT);
            assertThat(failure).hasMessageContaining("no token by the deadline");
            assertThat(server.requests).isEmpty();
        }
    }

    @Test
    void tokenThatCannotBeHad_failsTheCallAsItIsTyped() throws Exception {
        Held held = new Held();
        held.headers.completeExceptionally(
                new TransportException(Kind.UNAVAILABLE, "CREDENTIALS", "the token endpoint answers 503", null));
        Held broken = new Held();
        broken.headers.completeExceptionally(new IllegalStateException("s3cr3t"));
        try (TestServer server = TestServer.answering(REPLY);
                GrpcTransport transport = started(
                        GrpcTransport.onlineFeaturesBuilder(server.target()).credentials(held));
                GrpcTransport other = started(
                        GrpcTransport.onlineFeaturesBuilder(server.target()).credentials(broken))) {
            TransportException failure = failure(fetch(transport, DFW));
            assertThat(failure.kind()).isEqualTo(Kind.UNAVAILABLE);
            assertThat(failure.code()).isEqualTo("CREDENTIALS");
            assertThat(failure).hasMessageContaining("answers 503").hasMessageContaining(server.target());
            assertThat(transport.warmUp()).failsWithin(Duration.ofSeconds(20));

            TransportException unknown = failure(fetch(other, DFW));
            assertThat(unknown).hasMessageContaining("IllegalStateException").hasNoCause();
            assertThat(server.requests).isEmpty();
        }
    }

    @Test
    void unauthenticated_isToldToTheCredentials_andTheCallIsNotRepeated() throws Exception {
        Held held = new Held();
        Map<String, String> sent = Map.of("authorization", "Bearer old");
        held.headers.complete(sent);
        try (TestServer server = new TestServer(
                        (request, observer) -> observer.onError(Status.UNAUTHENTICATED.asRuntimeException()));
                GrpcTransport transport = started(
                        GrpcTransport.onlineFeaturesBuilder(server.target()).credentials(held))) {
            TransportException failure = failure(fetch(transport, DFW));

            assertThat(failure.kind()).isEqualTo(Kind.UNAUTHENTICATED);
            assertThat(held.refused).isSameAs(sent);
            assertThat(server.requests).hasSize(1);
        }
    }

    @Test
    void serverThatQuotesTheToken_isNotQuoted() throws Exception {
        try (TestServer server = new TestServer((request, observer) -> observer.onError(
                        Status.UNAUTHENTICATED.withDescription("not t0k3n").asRuntimeException()));
                GrpcTransport transport = started(GrpcTransport.onlineFeaturesBuilder(server.target())
                        .credentials(Credentials.bearer("t0k3n")))) {
            TransportException failure = failure(fetch(transport, DFW));

            StringWriter printed = new StringWriter();
            failure.printStackTrace(new PrintWriter(printed));
            assertThat(printed.toString()).contains("not (secret)").doesNotContain("t0k3n");
        }
    }

    @Test
    void permissionDenied_isNotTheTokensFault() throws Exception {
        Held held = new Held();
        held.headers.complete(Map.of("authorization", "Bearer old"));
        try (TestServer server = new TestServer(
                        (request, observer) -> observer.onError(Status.PERMISSION_DENIED.asRuntimeException()));
                GrpcTransport transport = started(
                        GrpcTransport.onlineFeaturesBuilder(server.target()).credentials(held))) {
            failure(fetch(transport, DFW));

            assertThat(held.refused).isEmpty();
        }
    }

    @Test
    void rotatedFile_takesEffectAfterARejection(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("token"), "one");
        AtomicInteger calls = new AtomicInteger();
        try (TestServer server = new TestServer((request, observer) -> {
                    if (calls.incrementAndGet() == 2) {
                        observer.onError(Status.UNAUTHENTICATED.asRuntimeException());
                    } else {
                        observer.onNext(REPLY);
                        observer.onCompleted();
                    }
                });
                GrpcTransport transport = started(GrpcTransport.onlineFeaturesBuilder(server.target())
                        .credentials(Credentials.bearerFromFile(file)))) {
            get(fetch(transport, DFW));
            Files.writeString(file, "two");
            failure(fetch(transport, DFW));
            get(fetch(transport, DFW));

            assertThat(List.of(token(server), token(server), token(server)))
                    .containsExactly("Bearer one", "Bearer one", "Bearer two");
        }
    }

    @Test
    void plaintextToAnotherMachine_isRefusedWhenItIsBuilt() {
        for (String target : List.of("dns:///features:8980", "features:8980", "dns:///10.0.0.1:1")) {
            assertThatThrownBy(() -> GrpcTransport.onlineFeaturesBuilder(target)
                            .credentials(Credentials.bearer("s3cr3t"))
                            .build())
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining(target)
                    .hasMessageContaining("allowPlaintext")
                    .hasMessageNotContaining("s3cr3t");
        }
        GrpcTransport.onlineFeaturesBuilder("dns:///features:8980")
                .credentials(Credentials.bearer("t").allowPlaintext())
                .build();
        GrpcTransport.onlineFeaturesBuilder("dns:///features:8980")
                .tls()
                .credentials(Credentials.bearer("t"))
                .build();
        GrpcTransport.onlineFeaturesBuilder("dns:///localhost:8980")
                .credentials(Credentials.bearer("t"))
                .build();
        GrpcTransport.onlineFeaturesBuilder("unix:///run/features.sock")
                .credentials(Credentials.bearer("t"))
                .build();
    }

    @Test
    void connectionWithoutEncryptionToAnotherMachine_isShownNothing() throws Exception {
        Held held = new Held();
        held.headers.complete(Map.of("authorization", "Bearer s3cr3t"));
        InetSocketAddress far = new InetSocketAddress(InetAddress.getByAddress(new byte[] {(byte) 192, 0, 2, 7}), 443);
        InetSocketAddress near = new InetSocketAddress(InetAddress.getLoopbackAddress(), 443);

        assertThat(shown(held, SecurityLevel.NONE, far)).isEqualTo("nothing");
        assertThat(shown(held, SecurityLevel.INTEGRITY, far)).isEqualTo("nothing");
        assertThat(shown(held, SecurityLevel.NONE, null)).isEqualTo("nothing");
        assertThat(shown(held, SecurityLevel.NONE, near)).isEqualTo("Bearer s3cr3t");
        assertThat(shown(held, SecurityLevel.PRIVACY_AND_INTEGRITY, far)).isEqualTo("Bearer s3cr3t");
        assertThat(shown(held.allowPlaintext(), SecurityLevel.NONE, far)).isEqualTo("Bearer s3cr3t");
    }

    private static String shown(Credentials credentials, SecurityLevel level, @Nullable SocketAddress peer)
            throws Exception {
        CompletableFuture<String> shown = new CompletableFuture<>();
        CallCredentials.RequestInfo request = new CallCredentials.RequestInfo() {
            @Override
            public MethodDescriptor<?, ?> getMethodDescriptor() {
                throw new UnsupportedOperationException();
            }

            @Override
            public SecurityLevel getSecurityLevel() {
                return level;
            }

            @Override
            public String getAuthority() {
                return "features";
            }

            @Override
            public Attributes getTransportAttrs() {
                return peer == null
                        ? Attributes.EMPTY
                        : Attributes.newBuilder()
                                .set(Grpc.TRANSPORT_ATTR_REMOTE_ADDR, peer)
                                .build();
            }
        };
        Failures failures = new Failures("features", "a.B/C", 1024, true);
        new CallToken(credentials, failures)
                .applyRequestMetadata(request, Runnable::run, new CallCredentials.MetadataApplier() {
                    @Override
                    public void apply(Metadata headers) {
                        shown.complete(headers.get(AUTHORIZATION));
                    }

                    @Override
                    public void fail(Status status) {
                        assertThat(status.getCause()).hasMessageContaining("no encryption");
                        shown.complete("nothing");
                    }
                });
        return shown.get(20, TimeUnit.SECONDS);
    }

    @Test
    void closedTwiceOrNeverStarted_countsRight() {
        Held held = new Held();
        GrpcTransport transport = GrpcTransport.onlineFeaturesBuilder("dns:///127.0.0.1:1")
                .credentials(held)
                .build();
        transport.close();
        assertThat(held.closes).hasValue(0);
        GrpcTransport other = started(
                GrpcTransport.onlineFeaturesBuilder("dns:///127.0.0.1:1").credentials(held));
        other.close();
        other.close();
        assertThat(held.closes).hasValue(1);
    }
}

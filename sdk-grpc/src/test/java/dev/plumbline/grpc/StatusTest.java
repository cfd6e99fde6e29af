package dev.plumbline.grpc;

import static dev.plumbline.grpc.Fetches.failure;
import static dev.plumbline.grpc.Fetches.fetch;
import static dev.plumbline.grpc.Fetches.get;
import static dev.plumbline.grpc.Fetches.within;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Value;
import dev.plumbline.feature.EntityKey;
import dev.plumbline.transport.TransportException;
import dev.plumbline.transport.TransportException.Kind;
import featurestore.FeatureSet;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class StatusTest {
    private static final EntityKey DFW = EntityKey.of("DFW");

    private final TestRuntime threads = new TestRuntime();

    @AfterEach
    void stop() {
        threads.close();
    }

    private GrpcTransport started(GrpcTransportBuilder builder) {
        GrpcTransport transport = builder.build();
        transport.start(threads.runtime);
        return transport;
    }

    private GrpcTransport started(String target) {
        return started(GrpcTransport.onlineFeaturesBuilder(target));
    }

    private TransportException answering(Status status, Metadata trailers) throws Exception {
        try (TestServer server =
                        new TestServer((request, observer) -> observer.onError(status.asRuntimeException(trailers)));
                GrpcTransport transport = started(server.target())) {
            return failure(fetch(transport, DFW));
        }
    }

    @Test
    void statuses_becomeKinds() throws Exception {
        Map<Status.Code, Kind> kinds = Map.ofEntries(
                Map.entry(Status.Code.UNAVAILABLE, Kind.UNAVAILABLE),
                Map.entry(Status.Code.DEADLINE_EXCEEDED, Kind.TIMEOUT),
                Map.entry(Status.Code.RESOURCE_EXHAUSTED, Kind.OVERLOADED),
                Map.entry(Status.Code.ABORTED, Kind.ABORTED),
                Map.entry(Status.Code.CANCELLED, Kind.UNAVAILABLE),
                Map.entry(Status.Code.INTERNAL, Kind.INTERNAL),
                Map.entry(Status.Code.UNKNOWN, Kind.INTERNAL),
                Map.entry(Status.Code.INVALID_ARGUMENT, Kind.INVALID_REQUEST),
                Map.entry(Status.Code.NOT_FOUND, Kind.INVALID_REQUEST),
                Map.entry(Status.Code.ALREADY_EXISTS, Kind.INVALID_REQUEST),
                Map.entry(Status.Code.FAILED_PRECONDITION, Kind.INVALID_REQUEST),
                Map.entry(Status.Code.OUT_OF_RANGE, Kind.INVALID_REQUEST),
                Map.entry(Status.Code.UNIMPLEMENTED, Kind.UNIMPLEMENTED),
                Map.entry(Status.Code.PERMISSION_DENIED, Kind.UNAUTHENTICATED),
                Map.entry(Status.Code.UNAUTHENTICATED, Kind.UNAUTHENTICATED),
                Map.entry(Status.Code.DATA_LOSS, Kind.PROTOCOL));
        assertThat(kinds).hasSize(Status.Code.values().length - 1);
        for (Map.Entry<Status.Code, Kind> entry : kinds.entrySet()) {
            Status status = entry.getKey().toStatus().withDescription("key DFW is secret");

            TransportException failure = answering(status, new Metadata());

            assertThat(failure.kind()).as(entry.getKey().name()).isEqualTo(entry.getValue());
            assertThat(failure.code()).isEqualTo(entry.getKey().name());
            assertThat(failure)
                    .hasMessageContaining("target 'dns:///127.0.0.1:")
                    .hasMessageNotContaining("secret");
            assertThat(failure).hasCauseInstanceOf(StatusRuntimeException.class);
            assertThat(failure.retryAfter()).isEmpty();
        }
    }

    @Test
    void pushback_isKept() throws Exception {
        Metadata.Key<String> key = Metadata.Key.of("grpc-retry-pushback-ms", Metadata.ASCII_STRING_MARSHALLER);
        for (Map.Entry<String, Long> each :
                Map.of("40", 40L, "-1", -1L, "soon", -1L).entrySet()) {
            Metadata trailers = new Metadata();
            trailers.put(key, each.getKey());

            TransportException failure = answering(Status.RESOURCE_EXHAUSTED, trailers);

            assertThat(failure.kind()).isEqualTo(Kind.OVERLOADED);
            assertThat(failure.retryAfter()).contains(Duration.ofMillis(each.getValue()));
        }
    }

    @Test
    void sizeRefusedByServer_isTooLarge() throws Exception {
        TransportException failure = answering(
                Status.RESOURCE_EXHAUSTED.withDescription("Received message larger than max (5 vs. 4)"),
                new Metadata());

        assertThat(failure.kind()).isEqualTo(Kind.TOO_LARGE);
        assertThat(failure).hasMessageContaining("server's limit");
    }

    @Test
    void servicePath_thatNobodyServes_isUnimplemented() throws Exception {
        try (TestServer server = TestServer.silent();
                GrpcTransport transport = started(
                        GrpcTransport.onlineFeaturesBuilder(server.target()).servicePath("acme.Store"))) {
            TransportException failure = failure(fetch(transport, DFW));

            assertThat(failure.kind()).isEqualTo(Kind.UNIMPLEMENTED);
            assertThat(failure)
                    .hasMessageContaining("acme.Store/GetOnlineFeatures")
                    .hasMessageContaining("servicePath");
        }
    }

    @Test
    void nameThatDoesNotResolve_saysSo() throws Exception {
        try (GrpcTransport transport = started("dns:///features.invalid:8980")) {
            TransportException failure = failure(fetch(transport, DFW));

            assertThat(failure.kind()).isEqualTo(Kind.UNAVAILABLE);
            assertThat(failure)
                    .hasMessageContaining("dns:///features.invalid:8980")
                    .hasMessageContaining("does not resolve")
                    .hasMessageContaining("check the target's name");
        }
    }

    @Test
    void portThatNobodyListensOn_saysSo() throws Exception {
        int port;
        try (TestServer server = TestServer.silent()) {
            port = server.port();
        }
        try (GrpcTransport transport = started("dns:///127.0.0.1:" + port)) {
            TransportException failure = failure(fetch(transport, DFW));

            assertThat(failure.kind()).isEqualTo(Kind.UNAVAILABLE);
            assertThat(failure).hasMessageContaining("Connection refused");
        }
    }

    @Test
    void oversizeReply_namesLimitAndOption() throws Exception {
        FeatureSet set = FeatureSet.newBuilder()
                .putFeatures(
                        "text",
                        Value.newBuilder().setStringValue("x".repeat(5_000)).build())
                .build();
        try (TestServer server = TestServer.answering(TestServer.reply("DFW", set));
                GrpcTransport small = started(
                        GrpcTransport.onlineFeaturesBuilder(server.target()).maxMessageBytes(2_000));
                GrpcTransport large = started(server.target())) {
            TransportException failure = failure(fetch(small, DFW));

            assertThat(failure.kind()).isEqualTo(Kind.TOO_LARGE);
            assertThat(failure).hasMessageContaining("2000").hasMessageContaining("maxMessageBytes");
            assertThat(get(fetch(large, DFW))).hasSize(1);
        }
    }

    @Test
    void oversizeReply_ofFiveMebibytes_comesWithTheOption() throws Exception {
        FeatureSet set = FeatureSet.newBuilder()
                .putFeatures(
                        "text",
                        Value.newBuilder()
                                .setStringValue("x".repeat(5 * 1024 * 1024))
                                .build())
                .build();
        try (TestServer server = TestServer.answering(TestServer.reply("DFW", set));
                GrpcTransport byDefault = started(server.target());
                GrpcTransport large = started(
                        GrpcTransport.onlineFeaturesBuilder(server.target()).maxMessageBytes(50 * 1024 * 1024))) {
            assertThat(failure(fetch(byDefault, DFW))).hasMessageContaining("4194304");
            assertThat(get(fetch(large, DFW))).hasSize(1);
        }
    }

    @Test
    void oversizeRequest_isTooLarge() throws Exception {
        try (TestServer server = TestServer.silent();
                GrpcTransport small = started(
                        GrpcTransport.onlineFeaturesBuilder(server.target()).maxMessageBytes(1_024))) {
            TransportException failure = failure(fetch(small, EntityKey.of("x".repeat(2_000))));

            assertThat(failure.kind()).isEqualTo(Kind.TOO_LARGE);
            assertThat(failure).hasMessageContaining("maxMessageBytes");
        }
    }

    private TransportException sending(byte[]... messages) throws Exception {
        try (RawServer server = new RawServer(List.of(messages));
                GrpcTransport transport = started(server.target())) {
            return failure(fetch(transport, DFW));
        }
    }

    @Test
    void malformedReply_isProtocol() throws Exception {
        // An entry whose key is longer than the entry.
        TransportException failure = sending(new byte[] {0x0A, 0x03, 0x0A, 0x7F, 0x01});

        assertThat(failure.kind()).isEqualTo(Kind.PROTOCOL);
        assertThat(failure).hasMessageContaining("length");
    }

    @Test
    void okWithoutMessage_isProtocol() throws Exception {
        assertThat(sending().kind()).isEqualTo(Kind.PROTOCOL);
    }

    @Test
    void twoMessages_areProtocol() throws Exception {
        TransportException failure = sending(new byte[0], new byte[0]);

        assertThat(failure.kind()).isEqualTo(Kind.PROTOCOL);
        assertThat(failure).hasMessageContaining("second message");
    }

    @Test
    void timeoutsInARow_connectAnew() throws Exception {
        try (TestServer server = TestServer.silent();
                GrpcTransport transport = started(server.target())) {
            get(transport.warmUp());
            Set<String> peers = new HashSet<>();
            for (int i = 0; i <= StallWatch.TIMEOUTS; i++) {
                assertThat(failure(fetch(transport, within(Duration.ofMillis(60)), DFW))
                                .kind())
                        .isEqualTo(Kind.TIMEOUT);
                peers.add(TestServer.next(server.peers));
            }
            assertThat(peers).hasSize(2);
        }
    }
}

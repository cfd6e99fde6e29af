package dev.plumbline.grpc;

import static dev.plumbline.grpc.Fetches.failure;
import static dev.plumbline.grpc.Fetches.get;
import static dev.plumbline.grpc.Fetches.with;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.feature.EntityKey;
import dev.plumbline.feature.FeatureRow;
import dev.plumbline.feature.RowStatus;
import dev.plumbline.transport.FetchRequest;
import dev.plumbline.transport.TransportException;
import dev.plumbline.transport.TransportException.Kind;
import dev.plumbline.transport.ViewBinding;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import plumbline.v1.Column;
import plumbline.v1.GetFeaturesRequest;
import plumbline.v1.GetFeaturesResponse;
import plumbline.v1.Type;

/** How client and server agree on a schema. */
@Timeout(60)
final class NativeFeaturesTest {
    private static final EntityKey DFW = EntityKey.of("DFW");
    private static final Metadata UNKNOWN = OctetServer.trailer("plumbline-schema", "unknown");

    private final TestRuntime threads = new TestRuntime();
    private final ViewBinding binding = ViewBinding.of(Fetches.AIRPORT);
    private final Set<Long> known = ConcurrentHashMap.newKeySet();

    @AfterEach
    void stop() {
        threads.close();
    }

    private GrpcTransport started(GrpcTransportBuilder builder) {
        GrpcTransport transport = builder.build();
        transport.start(threads.runtime);
        return transport;
    }

    private GrpcTransport started(OctetServer server) {
        return started(GrpcTransport.nativeFeaturesBuilder(server.target()));
    }

    /** Answers as a server that remembers schemas. */
    private void answerKnown(OctetServer.Call call) {
        GetFeaturesRequest request = request(call);
        if (request.hasSchema()) {
            known.add(request.getSchemaHash());
        }
        if (known.contains(request.getSchemaHash())) {
            call.reply(reply(request, request.hasSchema()));
        } else {
            call.end(Status.FAILED_PRECONDITION, UNKNOWN);
        }
    }

    private static GetFeaturesRequest request(OctetServer.Call call) {
        try {
            return GetFeaturesRequest.parseFrom(call.request());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private CompletableFuture<List<FeatureRow>> read(GrpcTransport transport, EntityKey... keys) {
        transport.bind(binding);
        return transport.fetch(new FetchRequest(binding, List.of(keys)), with(Map.of()));
    }

    private static byte[] reply(GetFeaturesRequest request, boolean kept) {
        int rows = request.getKeys(0).getStringsCount();
        GetFeaturesResponse.Builder reply = GetFeaturesResponse.newBuilder()
                .setSchemaHash(request.getSchemaHash())
                .setRowCount(rows)
                .setSchemaKept(kept);
        Column.Builder flights = Column.newBuilder().setType(Type.INT64);
        for (int i = 0; i < rows; i++) {
            flights.addInt64S(i);
        }
        return reply.addColumns(flights).build().toByteArray();
    }

    @Test
    void fetch_firstContact_sendsTheSchemaOnce() throws Exception {
        try (OctetServer server = new OctetServer(this::answerKnown);
                GrpcTransport transport = started(server)) {
            List<FeatureRow> rows = get(read(transport, DFW, EntityKey.of("ORD")));
            get(read(transport, DFW));

            assertThat(rows).extracting(row -> row.int64("flights")).containsExactly(0L, 1L);
            assertThat(rows.get(0).status()).isEqualTo(RowStatus.PRESENT);
            assertThat(server.next().method()).isEqualTo("plumbline.v1.FeatureService/GetFeatures");
            assertThat(request(server.next()).getSchema().getFeatures(1).getName())
                    .isEqualTo("mean_delay");
            assertThat(request(server.next()).hasSchema()).isFalse();
            assertThat(server.calls).isEmpty();
            assertThat(transport.isNotFoundCertain()).isTrue();
        }
    }

    @Test
    void fetch_serverRestartedAndForgot_sendsTheSchemaAgain() throws Exception {
        try (OctetServer server = new OctetServer(this::answerKnown);
                GrpcTransport transport = started(server)) {
            get(read(transport, DFW));
            known.clear();

            assertThat(get(read(transport, DFW))).hasSize(1);
            assertThat(server.calls).hasSize(4);
        }
    }

    @Test
    void fetch_serverThatRemembersNothing_getsTheSchemaEachTime() throws Exception {
        try (OctetServer server = new OctetServer(call -> {
                    GetFeaturesRequest request = request(call);
                    if (request.hasSchema()) {
                        call.reply(reply(request, false));
                    } else {
                        call.end(Status.FAILED_PRECONDITION, UNKNOWN);
                    }
                });
                GrpcTransport transport = started(server)) {
            for (int i = 0; i < 3; i++) {
                assertThat(get(read(transport, DFW))).hasSize(1);
            }

            assertThat(server.calls).hasSize(4);
        }
    }

    @Test
    void fetch_typeChangedWhileRunning_namesViewFeatureAndTypes() throws Exception {
        try (OctetServer server = new OctetServer(this::answerKnown);
                GrpcTransport transport = started(server)) {
            get(read(transport, DFW));
        }
        Metadata mismatch = OctetServer.trailer("plumbline-schema", "mismatch");
        mismatch.merge(OctetServer.trailer("plumbline-schema-feature", "1"));
        mismatch.merge(OctetServer.trailer("plumbline-schema-type", "list<float32>"));
        try (OctetServer server = new OctetServer(call ->
                        call.end(Status.FAILED_PRECONDITION, request(call).hasSchema() ? mismatch : UNKNOWN));
                GrpcTransport transport = started(server)) {
            TransportException failure = failure(read(transport, DFW));

            assertThat(failure.kind()).isEqualTo(Kind.INVALID_REQUEST);
            assertThat(failure)
                    .hasMessageContaining("view 'airport_delays': feature 'mean_delay' is float64, but on the server it"
                            + " is list<float32>");
        }
    }

    @Test
    void fetch_mismatchWithOddTrailers_isTypedAllTheSame() throws Exception {
        for (String feature : List.of("x", "-1", "2", "99999999999")) {
            Metadata mismatch = OctetServer.trailer("plumbline-schema", "mismatch");
            mismatch.merge(OctetServer.trailer("plumbline-schema-feature", feature));
            mismatch.merge(OctetServer.trailer("plumbline-schema-type", "Secret Value"));
            try (OctetServer server = new OctetServer(call -> call.end(Status.FAILED_PRECONDITION, mismatch));
                    GrpcTransport transport = started(server)) {
                assertThat(failure(read(transport, DFW)))
                        .hasMessageContaining("a feature is of another type on the server")
                        .hasMessageNotContaining("Secret");
            }
        }
    }

    @Test
    void fetch_viewUnknownToTheServer_isUnimplemented() throws Exception {
        Metadata noView = OctetServer.trailer("plumbline-schema", "no-view");
        try (OctetServer server = new OctetServer(call -> call.end(Status.FAILED_PRECONDITION, noView));
                GrpcTransport transport = started(server)) {
            TransportException failure = failure(read(transport, DFW));

            assertThat(failure.kind()).isEqualTo(Kind.UNIMPLEMENTED);
            assertThat(failure).hasMessageContaining("no such view");
            assertThat(server.calls).hasSize(1);
        }
    }

    @Test
    void fetch_schemaNeverTaken_failsAfterTwoCalls() throws Exception {
        try (OctetServer server = new OctetServer(call -> call.end(Status.FAILED_PRECONDITION, UNKNOWN));
                GrpcTransport transport = started(server)) {
            TransportException failure = failure(read(transport, DFW));

            assertThat(failure.kind()).isEqualTo(Kind.PROTOCOL);
            assertThat(failure).hasMessageContaining("does not know the schema that came with the request");
            assertThat(server.calls).hasSize(2);
        }
    }

    @Test
    void fetch_trailerWithAnotherStatus_isThatStatus() throws Exception {
        try (OctetServer server = new OctetServer(call -> call.end(Status.UNAVAILABLE, UNKNOWN));
                GrpcTransport transport = started(server)) {
            assertThat(failure(read(transport, DFW)).kind()).isEqualTo(Kind.UNAVAILABLE);
            assertThat(server.calls).hasSize(1);
        }
    }

    @Test
    void fetch_replyOfAnotherSchema_isRefused() throws Exception {
        try (OctetServer server = new OctetServer(call -> call.reply(GetFeaturesResponse.newBuilder()
                        .setSchemaHash(1)
                        .setRowCount(1)
                        .build()
                        .toByteArray()));
                GrpcTransport transport = started(server)) {
            TransportException failure = failure(read(transport, DFW));

            assertThat(failure.kind()).isEqualTo(Kind.PROTOCOL);
            assertThat(failure).hasMessageContaining("schema hash").hasMessageContaining("'airport_delays'");
        }
    }

    @Test
    void fetch_replyBeyondTheLimit_isTooLarge() throws Exception {
        try (OctetServer server = new OctetServer(call -> call.reply(new byte[5000]));
                GrpcTransport transport = started(
                        GrpcTransport.nativeFeaturesBuilder(server.target()).maxMessageBytes(4096))) {
            assertThat(failure(read(transport, DFW)).kind()).isEqualTo(Kind.TOO_LARGE);
        }
    }

    @Test
    void fetch_requestBeyondTheLimit_isTooLargeWithoutACall() throws Exception {
        try (OctetServer server = new OctetServer(this::answerKnown);
                GrpcTransport transport = started(
                        GrpcTransport.nativeFeaturesBuilder(server.target()).maxMessageBytes(1024))) {
            assertThat(failure(read(transport, EntityKey.of("x".repeat(1000)), EntityKey.of("y".repeat(1000))))
                            .kind())
                    .isEqualTo(Kind.TOO_LARGE);
            assertThat(server.calls).isEmpty();
        }
    }

    @Test
    void fetch_givenChannel_works() throws Exception {
        try (OctetServer server = new OctetServer(this::answerKnown)) {
            ManagedChannel channel = NettyChannelBuilder.forTarget(server.target())
                    .usePlaintext()
                    .build();
            try (GrpcTransport transport = started(GrpcTransport.nativeFeaturesBuilder(channel))) {
                assertThat(get(read(transport, DFW))).hasSize(1);
            }
            channel.shutdownNow();
        }
    }
}

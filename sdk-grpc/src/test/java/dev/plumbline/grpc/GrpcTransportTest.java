package dev.plumbline.grpc;

import static dev.plumbline.grpc.Fetches.failure;
import static dev.plumbline.grpc.Fetches.fetch;
import static dev.plumbline.grpc.Fetches.get;
import static dev.plumbline.grpc.Fetches.with;
import static dev.plumbline.grpc.Fetches.within;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Value;
import dev.plumbline.feature.EntityKey;
import dev.plumbline.feature.FeatureRow;
import dev.plumbline.feature.RowStatus;
import dev.plumbline.transport.CallContext;
import dev.plumbline.transport.FetchRequest;
import dev.plumbline.transport.TransportException;
import dev.plumbline.transport.TransportException.Kind;
import dev.plumbline.transport.ViewBinding;
import featurestore.FeatureSet;
import featurestore.OnlineFeaturesResponse;
import io.grpc.Context;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class GrpcTransportTest {
    private static final EntityKey DFW = EntityKey.of("DFW");
    private static final FeatureSet DFW_SET = FeatureSet.newBuilder()
            .putFeatures("flights", Value.newBuilder().setNumberValue(12).build())
            .putFeatures("mean_delay", Value.newBuilder().setNumberValue(8.25).build())
            .putFeatures("unnamed", Value.newBuilder().setBoolValue(true).build())
            .build();

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

    @Test
    void fetch_roundTrip() throws Exception {
        try (TestServer server = TestServer.answering(TestServer.reply("DFW", DFW_SET));
                GrpcTransport transport = started(server.target())) {
            List<FeatureRow> rows = get(fetch(transport, EntityKey.of("ORD"), DFW));

            assertThat(rows).hasSize(2);
            assertThat(rows.get(0).status()).isEqualTo(RowStatus.NOT_FOUND);
            assertThat(rows.get(1).int64("flights")).isEqualTo(12);
            assertThat(rows.get(1).float64("mean_delay")).isEqualTo(8.25);
            assertThat(rows.get(1).eventTime()).isEmpty();
            assertThat(transport.skippedFeatures()).isEqualTo(1);
            var request = TestServer.next(server.requests);
            assertThat(request.getEntityIdsList()).containsExactly("ORD", "DFW");
            assertThat(request.getFeatureNamesList()).containsExactly("flights", "mean_delay");
            assertThat(transport.isNotFoundCertain()).isFalse();
        }
    }

    @Test
    void fetch_serverNames_areAskedAndRead() throws Exception {
        FeatureSet set = FeatureSet.newBuilder()
                .putFeatures("n_flights", Value.newBuilder().setNumberValue(3).build())
                .build();
        try (TestServer server = TestServer.answering(TestServer.reply("DFW", set));
                GrpcTransport transport = started(server.target())) {
            ViewBinding binding = ViewBinding.of(Fetches.AIRPORT).withServerName("flights", "n_flights");
            transport.bind(binding);

            List<FeatureRow> rows = get(transport.fetch(new FetchRequest(binding, List.of(DFW)), with(Map.of())));

            assertThat(rows.get(0).int64("flights")).isEqualTo(3);
            assertThat(TestServer.next(server.requests).getFeatureNamesList())
                    .containsExactly("n_flights", "mean_delay");
        }
    }

    @Test
    void fetch_headers_travelWithTheUserAgent() throws Exception {
        try (TestServer server = TestServer.answering(TestServer.reply("DFW", DFW_SET));
                GrpcTransport transport = started(server.target())) {
            get(fetch(transport, with(Map.of("traceparent", "00-1-2-01")), DFW));

            Metadata headers = TestServer.next(server.headers);
            assertThat(text(headers, "traceparent")).isEqualTo("00-1-2-01");
            assertThat(text(headers, "user-agent")).startsWith("plumbline/0.").doesNotContain("$");
        }
    }

    private static String text(Metadata headers, String name) {
        return String.valueOf(headers.get(Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER)));
    }

    @Test
    void fetch_headerThatCannotBeCarried_isRefusedByName() throws Exception {
        try (GrpcTransport transport = started("dns:///127.0.0.1:1")) {
            for (Map<String, String> headers : List.of(
                    Map.of("x-secret-bin", "s3cret"),
                    Map.of("x secret", "s3cret"),
                    Map.of("grpc-timeout", "s3cret"),
                    Map.of("x-secret", "s3cret\n"))) {
                TransportException failure = failure(fetch(transport, with(headers), DFW));

                assertThat(failure.kind()).isEqualTo(Kind.INVALID_REQUEST);
                assertThat(failure).hasMessageNotContaining("s3cret");
            }
        }
    }

    @Test
    void fetch_deadline_isTimeoutOnTime() throws Exception {
        try (TestServer server = TestServer.silent();
                GrpcTransport transport = started(server.target())) {
            get(transport.warmUp());

            TransportException failure = failure(fetch(transport, within(Duration.ofMillis(100)), DFW));

            assertThat(failure.kind()).isEqualTo(Kind.TIMEOUT);
            assertThat(failure.code()).isEqualTo("DEADLINE_EXCEEDED");
            assertThat(TestServer.next(server.cancelled)).isEqualTo("cancelled");
        }
    }

    @Test
    void fetch_deadlinePassed_makesNoCall() throws Exception {
        try (TestServer server = TestServer.silent();
                GrpcTransport transport = started(server.target())) {
            assertThat(failure(fetch(transport, within(Duration.ofMillis(-1)), DFW))
                            .kind())
                    .isEqualTo(Kind.TIMEOUT);
            assertThat(server.headers).isEmpty();
        }
    }

    @Test
    void fetch_cancelled_reachesTheServer() throws Exception {
        try (TestServer server = TestServer.silent();
                GrpcTransport transport = started(server.target())) {
            CompletableFuture<List<FeatureRow>> rows = fetch(transport, DFW);
            TestServer.next(server.requests);

            rows.cancel(false);

            assertThat(TestServer.next(server.cancelled)).isEqualTo("cancelled");
        }
    }

    @Test
    void fetch_callersContextCancelled_goesOn() throws Exception {
        CompletableFuture<Void> release = new CompletableFuture<>();
        try (TestServer server = new TestServer((request, observer) -> {
                    release.join();
                    observer.onNext(TestServer.reply("DFW", DFW_SET));
                    observer.onCompleted();
                });
                GrpcTransport transport = started(server.target())) {
            Context.CancellableContext caller = Context.current().withCancellation();
            CompletableFuture<List<FeatureRow>> rows = caller.call(() -> fetch(transport, DFW));
            TestServer.next(server.requests);
            caller.cancel(null);
            release.complete(null);

            assertThat(get(rows).get(0).int64("flights")).isEqualTo(12);
        }
    }

    @Test
    void close_endsFetchesAndIsIdempotent() throws Exception {
        try (TestServer server = TestServer.silent()) {
            GrpcTransport transport = started(server.target());
            CompletableFuture<List<FeatureRow>> pending = fetch(transport, DFW);
            TestServer.next(server.requests);

            transport.close();
            transport.close();

            assertThat(failure(pending).kind()).isEqualTo(Kind.CLOSED);
            assertThat(failure(fetch(transport, DFW)).kind()).isEqualTo(Kind.CLOSED);
            assertThat(failure(transport.warmUp()).kind()).isEqualTo(Kind.CLOSED);
            assertThat(TestServer.next(server.cancelled)).isEqualTo("cancelled");
        }
    }

    @Test
    void close_givenChannel_staysOpen() throws Exception {
        try (TestServer server = TestServer.silent()) {
            ManagedChannel channel = NettyChannelBuilder.forAddress("127.0.0.1", server.port())
                    .usePlaintext()
                    .build();
            GrpcTransport transport = started(GrpcTransport.onlineFeaturesBuilder(channel));
            CompletableFuture<List<FeatureRow>> pending = fetch(transport, DFW);
            TestServer.next(server.requests);

            transport.close();

            assertThat(failure(pending).kind()).isEqualTo(Kind.CLOSED);
            assertThat(channel.isShutdown()).isFalse();
            channel.shutdownNow();
        }
    }

    @Test
    void fetch_executorShutDown_stillEnds() throws Exception {
        CompletableFuture<Void> release = new CompletableFuture<>();
        try (TestServer server = new TestServer((request, observer) -> {
                    release.join();
                    observer.onNext(TestServer.reply("DFW", DFW_SET));
                    observer.onCompleted();
                });
                GrpcTransport transport = started(server.target())) {
            CompletableFuture<List<FeatureRow>> rows = fetch(transport, DFW);
            TestServer.next(server.requests);
            threads.shutDown();
            release.complete(null);

            assertThat(get(rows)).hasSize(1);
        }
    }

    @Test
    void fetch_misuse_isAFailedFuture() throws Exception {
        try (GrpcTransport cold = GrpcTransport.onlineFeatures("dns:///127.0.0.1:1")) {
            assertThat(failure(fetch(cold, DFW))).hasMessageContaining("not started");
        }
        try (GrpcTransport transport = started(
                GrpcTransport.onlineFeaturesBuilder("dns:///127.0.0.1:1").maxEntities(1))) {
            CallContext context = with(Map.of());
            FetchRequest unbound = new FetchRequest(ViewBinding.of(Fetches.AIRPORT), List.of(DFW));

            assertThat(failure(transport.fetch(unbound, context))).hasMessageContaining("not bound");
            assertThat(failure(fetch(transport, DFW, EntityKey.of("ORD")))).hasMessageContaining("maxEntities");
            assertThat(failure(fetch(transport, EntityKey.composite("a", "b")))).hasMessageContaining("one join key");
        }
    }

    @Test
    void warmUp_waitsForTheServer() throws Exception {
        int port;
        try (TestServer server = TestServer.silent()) {
            port = server.port();
        }
        CompletableFuture<Void> ready;
        try (GrpcTransport transport = started("dns:///127.0.0.1:" + port)) {
            ready = transport.warmUp();
            assertThat(failure(fetch(transport, DFW)).kind()).isEqualTo(Kind.UNAVAILABLE);
            assertThat(ready).isNotDone();
        }
        assertThat(failure(ready).kind()).isEqualTo(Kind.CLOSED);
    }

    @Test
    void recover_connectsAnew() throws Exception {
        try (TestServer server = TestServer.answering(TestServer.reply("DFW", DFW_SET));
                GrpcTransport transport = started(server.target())) {
            get(transport.warmUp());
            transport.recover();

            assertThat(get(fetch(transport, DFW))).hasSize(1);
        }
    }

    @Test
    void intercept_firstAddedIsOutermost() throws Exception {
        StringBuilder order = new StringBuilder();
        try (TestServer server = TestServer.answering(OnlineFeaturesResponse.getDefaultInstance());
                GrpcTransport transport = started(GrpcTransport.onlineFeaturesBuilder(server.target())
                        .intercept(new Noting("a", order))
                        .intercept(new Noting("b", order)))) {
            get(fetch(transport, DFW));

            assertThat(order).hasToString("ab");
        }
    }
}

package dev.plumbline.grpc;

import static dev.plumbline.grpc.Fetches.AIRPORT;
import static dev.plumbline.grpc.Fetches.failure;
import static dev.plumbline.grpc.Fetches.fetch;
import static dev.plumbline.grpc.Fetches.get;
import static dev.plumbline.grpc.Fetches.within;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plumbline.feature.EntityKey;
import dev.plumbline.feature.FeatureRow;
import dev.plumbline.feature.FeatureType;
import dev.plumbline.transport.TransportException;
import dev.plumbline.transport.TransportException.Kind;
import feastserving.FeatureList;
import feastserving.FieldStatus;
import feastserving.GetOnlineFeaturesRequest;
import feastserving.GetOnlineFeaturesResponse;
import feastserving.GetOnlineFeaturesResponse.FeatureVector;
import feastserving.GetOnlineFeaturesResponseMetadata;
import feasttypes.Value;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class FeastTransportTest {
    private static final String JAVA = "feast.serving.ServingService/GetOnlineFeatures";
    private static final String PYTHON = "GrpcFeatureServer/GetOnlineFeatures";
    private static final EntityKey DFW = EntityKey.of("DFW");
    private static final byte[] REPLY = GetOnlineFeaturesResponse.newBuilder()
            .setMetadata(GetOnlineFeaturesResponseMetadata.newBuilder()
                    .setFeatureNames(
                            FeatureList.newBuilder().addVal("mean_delay").addVal("flights")))
            .addResults(column(Value.newBuilder().setDoubleVal(8.25)))
            .addResults(column(Value.newBuilder().setInt64Val(12)))
            .build()
            .toByteArray();

    private final TestRuntime threads = new TestRuntime();

    @AfterEach
    void stop() {
        threads.close();
    }

    private static FeatureVector.Builder column(Value.Builder value) {
        return FeatureVector.newBuilder().addValues(value).addStatuses(FieldStatus.PRESENT);
    }

    private GrpcTransport started(GrpcTransportBuilder builder) {
        GrpcTransport transport = builder.build();
        transport.start(threads.runtime);
        return transport;
    }

    private static void answerOnly(String method, OctetServer.Call call) {
        if (call.method().equals(method)) {
            call.reply(REPLY);
        } else {
            call.end(Status.UNIMPLEMENTED, new Metadata());
        }
    }

    @Test
    void serviceOfPython_isFoundByTheFirstFetch_andAskedAtOnceByTheNext() throws Exception {
        try (OctetServer server = new OctetServer(call -> answerOnly(PYTHON, call));
                GrpcTransport transport = started(GrpcTransport.feastBuilder(server.target()))) {
            FeatureRow first = get(fetch(transport, DFW)).get(0);
            get(fetch(transport, DFW));

            assertThat(first.int64("flights")).isEqualTo(12);
            assertThat(first.float64("mean_delay")).isEqualTo(8.25);
            assertThat(server.calls).extracting(OctetServer.Call::method).containsExactly(JAVA, PYTHON, PYTHON);
        }
    }

    @Test
    void serverThatIsReplacedByTheOtherKind_isFoundAgain() throws Exception {
        String[] known = {PYTHON};
        try (OctetServer server = new OctetServer(call -> answerOnly(known[0], call));
                GrpcTransport transport = started(GrpcTransport.feastBuilder(server.target()))) {
            get(fetch(transport, DFW));
            known[0] = JAVA;
            get(fetch(transport, DFW));
            get(fetch(transport, DFW));

            assertThat(server.calls)
                    .extracting(OctetServer.Call::method)
                    .containsExactly(JAVA, PYTHON, PYTHON, JAVA, JAVA);
        }
    }

    @Test
    void wrongRequest_alsoTellsWhichServiceThereIs() throws Exception {
        try (OctetServer server = new OctetServer(call -> {
                    call.end(call.method().equals(PYTHON) ? Status.UNKNOWN : Status.UNIMPLEMENTED, new Metadata());
                });
                GrpcTransport transport = started(GrpcTransport.feastBuilder(server.target()))) {
            failure(fetch(transport, DFW));
            TransportException failure = failure(fetch(transport, DFW));

            assertThat(failure.kind()).isEqualTo(Kind.INTERNAL);
            assertThat(server.calls).extracting(OctetServer.Call::method).containsExactly(JAVA, PYTHON, PYTHON);
        }
    }

    @Test
    void serverWithoutEitherService_failsTheFetch_andIsAskedAgain() throws Exception {
        try (OctetServer server = new OctetServer(call -> call.end(Status.UNIMPLEMENTED, new Metadata()));
                GrpcTransport transport = started(GrpcTransport.feastBuilder(server.target()))) {
            TransportException failure = failure(fetch(transport, DFW));
            failure(fetch(transport, DFW));

            assertThat(failure.kind()).isEqualTo(Kind.UNIMPLEMENTED);
            assertThat(failure)
                    .hasMessageContaining("neither feast.serving.ServingService nor GrpcFeatureServer")
                    .hasMessageContaining("set servicePath");
            assertThat(server.calls).hasSize(4);
        }
    }

    @Test
    void servicePath_thatIsGiven_isTheOnlyOneTried() throws Exception {
        try (OctetServer server = new OctetServer(call -> call.end(Status.UNIMPLEMENTED, new Metadata()));
                GrpcTransport transport = started(
                        GrpcTransport.feastBuilder(server.target()).servicePath("feast.serving.ServingService"))) {
            TransportException failure = failure(fetch(transport, DFW));

            assertThat(failure.kind()).isEqualTo(Kind.UNIMPLEMENTED);
            assertThat(server.calls).extracting(OctetServer.Call::method).containsExactly(JAVA);
            assertThat(transport.operation()).isEqualTo(JAVA);
        }
    }

    @Test
    void bothNames_areTriedWithinOneDeadline() throws Exception {
        try (OctetServer server = new OctetServer(call -> {
                    if (call.method().equals(JAVA)) {
                        call.end(Status.UNIMPLEMENTED, new Metadata());
                    }
                });
                GrpcTransport transport = started(GrpcTransport.feastBuilder(server.target()))) {
            get(transport.warmUp());

            TransportException failure = failure(fetch(transport, within(Duration.ofMillis(500)), DFW));

            assertThat(failure.kind()).isEqualTo(Kind.TIMEOUT);
            assertThat(server.cancelled.take()).isEqualTo(PYTHON);
        }
    }

    @Test
    void everyFetch_hasADeadlineOfItsOwn() throws Exception {
        try (OctetServer server = new OctetServer(call -> call.reply(REPLY));
                GrpcTransport transport = started(GrpcTransport.feastBuilder(server.target()))) {
            get(fetch(transport, within(Duration.ofSeconds(20)), DFW));
            get(fetch(transport, within(Duration.ofMinutes(50)), DFW));

            assertThat(timeoutSeconds(server.next())).isLessThanOrEqualTo(20);
            assertThat(timeoutSeconds(server.next())).isBetween(2000L, 3000L);
        }
    }

    private static long timeoutSeconds(OctetServer.Call call) {
        String timeout = call.headers().get(Metadata.Key.of("grpc-timeout", Metadata.ASCII_STRING_MARSHALLER));
        long value = Long.parseLong(timeout.substring(0, timeout.length() - 1));
        return switch (timeout.charAt(timeout.length() - 1)) {
            case 'S' -> value;
            case 'm' -> value / 1_000;
            case 'u' -> value / 1_000_000;
            case 'n' -> value / 1_000_000_000;
            default -> throw new AssertionError(timeout);
        };
    }

    @Test
    void reply_ofMoreThan4MiB_isTaken_andOneOverTheLimitIsTold() throws Exception {
        byte[] large = GetOnlineFeaturesResponse.newBuilder()
                .mergeFrom(GetOnlineFeaturesResponse.parseFrom(REPLY))
                .setMetadata(GetOnlineFeaturesResponseMetadata.newBuilder()
                        .setFeatureNames(FeatureList.newBuilder()
                                .addVal("mean_delay")
                                .addVal("flights")
                                .addVal("x".repeat(5 << 20))))
                .addResults(column(Value.newBuilder().setStringVal("x")))
                .build()
                .toByteArray();
        try (OctetServer server = new OctetServer(call -> call.reply(large));
                GrpcTransport transport = started(GrpcTransport.feastBuilder(server.target()));
                GrpcTransport small =
                        started(GrpcTransport.feastBuilder(server.target()).maxMessageBytes(4 << 20))) {
            assertThat(get(fetch(transport, DFW)).get(0).int64("flights")).isEqualTo(12);
            TransportException failure = failure(fetch(small, DFW));

            assertThat(failure.kind()).isEqualTo(Kind.TOO_LARGE);
            assertThat(failure).hasMessageContaining("raise maxMessageBytes, or lower maxEntities");
        }
    }

    @Test
    void channelThatIsGiven_andOptions_areUsed() throws Exception {
        FeastOptions options = FeastOptions.builder()
                .featureService("delays_v2")
                .joinKeyType("airport", FeatureType.STRING)
                .build();
        try (OctetServer server = new OctetServer(call -> call.reply(REPLY))) {
            ManagedChannel channel = NettyChannelBuilder.forTarget(server.target())
                    .usePlaintext()
                    .build();
            try (GrpcTransport transport = started(GrpcTransport.feastBuilder(channel, options))) {
                CompletableFuture<List<FeatureRow>> rows = fetch(transport, EntityKey.of(3));

                assertThat(get(rows)).hasSize(1);
                GetOnlineFeaturesRequest request =
                        GetOnlineFeaturesRequest.parseFrom(server.next().request());
                assertThat(request.getFeatureService()).isEqualTo("delays_v2");
                assertThat(request.getEntitiesOrThrow(AIRPORT.joinKeys().get(0))
                                .getVal(0)
                                .getStringVal())
                        .isEqualTo("3");
            } finally {
                channel.shutdownNow();
            }
        }
    }

    @Test
    void options_thatFeastCannotCarry_areRefused() {
        assertThatThrownBy(() -> FeastOptions.builder().joinKeyType("k", FeatureType.FLOAT64))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("join key 'k' cannot be float64");
        assertThatThrownBy(() -> FeastOptions.builder().requestData("d", FeatureType.BYTES))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("request data 'd' cannot be bytes");
        assertThatThrownBy(() -> FeastOptions.builder().featureService(" "))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("blank");
    }
}

package dev.plumbline.examples.featureserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ListValue;
import com.google.protobuf.NullValue;
import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import featurestore.FeatureSet;
import featurestore.FeatureStoreGrpc;
import featurestore.OnlineFeaturesRequest;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.MetadataUtils;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How a server answers, whatever keeps its rows. */
abstract class FeatureServerContract {
    static final FeatureSet NONE = FeatureSet.getDefaultInstance();

    private static final String DFW = "{\"flights\": 1103, \"mean_delay\": 7.5, \"top_destination\": \"ORD\"}";

    private final AtomicReference<Metadata> headers = new AtomicReference<>();
    private final AtomicReference<Metadata> trailers = new AtomicReference<>();

    @SuppressWarnings("NullAway.Init") // set by start
    private FeatureServer server;

    @SuppressWarnings("NullAway.Init") // set by start
    private ManagedChannel channel;

    @SuppressWarnings("NullAway.Init") // set by start
    private FeatureStoreGrpc.FeatureStoreBlockingStub stub;

    /** Makes a store with these rows, and no others. */
    abstract RowStore store(Map<String, String> rows);

    final void start(Map<String, String> rows) throws IOException {
        start(rows, Duration.ZERO);
    }

    private void start(Map<String, String> rows, Duration delay) throws IOException {
        InetSocketAddress anyPort = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        server = FeatureServer.start(anyPort, store(rows), delay);
        channel = NettyChannelBuilder.forAddress("127.0.0.1", server.port())
                .usePlaintext()
                .intercept(MetadataUtils.newCaptureMetadataInterceptor(headers, trailers))
                .build();
        stub = FeatureStoreGrpc.newBlockingStub(channel);
    }

    @AfterEach
    final void stop() throws InterruptedException {
        if (channel != null) {
            channel.shutdownNow();
            assertThat(channel.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
        }
        if (server != null) {
            server.close();
        }
    }

    final Map<String, FeatureSet> read(List<String> ids, String... names) {
        return stub.withDeadlineAfter(10, TimeUnit.SECONDS)
                .getOnlineFeatures(OnlineFeaturesRequest.newBuilder()
                        .addAllEntityIds(ids)
                        .addAllFeatureNames(Arrays.asList(names))
                        .build())
                .getResultsMap();
    }

    static FeatureSet features(Map<String, Value> features) {
        return FeatureSet.newBuilder().putAllFeatures(features).build();
    }

    static Value number(double value) {
        return Value.newBuilder().setNumberValue(value).build();
    }

    static Value text(String value) {
        return Value.newBuilder().setStringValue(value).build();
    }

    @Test
    void noNames_isEveryFeature() throws IOException {
        start(Map.of("DFW", DFW, "ORD", "{\"flights\": 1095}"));

        assertThat(read(List.of("ORD", "DFW")))
                .containsOnly(
                        Map.entry(
                                "DFW",
                                features(Map.of(
                                        "flights", number(1103),
                                        "mean_delay", number(7.5),
                                        "top_destination", text("ORD")))),
                        Map.entry("ORD", features(Map.of("flights", number(1095)))));
    }

    @Test
    void names_project() throws IOException {
        start(Map.of("DFW", DFW, "ORD", "{\"flights\": 1095}"));

        assertThat(read(List.of("DFW", "ORD"), "mean_delay", "no_such_feature", "mean_delay"))
                .containsOnly(Map.entry("DFW", features(Map.of("mean_delay", number(7.5)))), Map.entry("ORD", NONE));
    }

    @Test
    void unknownEntity_isAnEmptySet() throws IOException {
        start(Map.of("DFW", DFW));

        Map<String, FeatureSet> rows = read(List.of("XXX", "DFW", ""), "flights");

        assertThat(rows)
                .containsOnly(
                        Map.entry("XXX", NONE),
                        Map.entry("DFW", features(Map.of("flights", number(1103)))),
                        Map.entry("", NONE));
    }

    @Test
    void duplicateIds_areReadOnce() throws IOException {
        start(Map.of("DFW", DFW));

        assertThat(read(List.of("DFW", "DFW"), "flights"))
                .containsOnly(Map.entry("DFW", features(Map.of("flights", number(1103)))));
        assertThat(server.counts().entities()).isEqualTo(1);
    }

    @Test
    void valuesOfEachKind() throws IOException {
        start(Map.of(
                "X",
                "{\"null\": null, \"true\": true, \"text\": \"\\u00e9\", \"list\": [1, null, \"a\"],"
                        + " \"struct\": {\"a\": {\"b\": -0.5}}, \"big\": 9007199254740993}"));

        Struct inner = Struct.newBuilder().putFields("b", number(-0.5)).build();
        Struct outer = Struct.newBuilder()
                .putFields("a", Value.newBuilder().setStructValue(inner).build())
                .build();
        assertThat(read(List.of("X")).getOrDefault("X", NONE).getFeaturesMap())
                .containsOnly(
                        Map.entry("null", nothing()),
                        Map.entry("true", Value.newBuilder().setBoolValue(true).build()),
                        Map.entry("text", text("é")),
                        Map.entry(
                                "list",
                                Value.newBuilder()
                                        .setListValue(ListValue.newBuilder()
                                                .addValues(number(1))
                                                .addValues(nothing())
                                                .addValues(text("a")))
                                        .build()),
                        Map.entry(
                                "struct",
                                Value.newBuilder().setStructValue(outer).build()),
                        // The contract's numbers are doubles: this is the nearest.
                        Map.entry("big", number(9007199254740992.0)));
    }

    private static Value nothing() {
        return Value.newBuilder().setNullValue(NullValue.NULL_VALUE).build();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"flights\": 1",
                "{\"flights\": 1} {}",
                "{flights: 1}",
                "[1]",
                "1",
                "null",
                "",
                "{\"flights\": NaN}",
                "{\"flights\": 1, \"flights\": 2}"
            })
    void rowThatDoesNotParse_isAnEmptySet(String row) throws IOException {
        start(Map.of("DFW", DFW, "BAD", row));

        Map<String, FeatureSet> rows = read(List.of("BAD", "DFW"), "flights");

        assertThat(rows)
                .containsOnly(Map.entry("BAD", NONE), Map.entry("DFW", features(Map.of("flights", number(1103)))));
    }

    @Test
    void deepRow_doesNotTakeItsBatchAlong() throws IOException {
        start(Map.of("DEEPEST", nested(RowParser.MAX_DEPTH), "TOO_DEEP", nested(RowParser.MAX_DEPTH + 1)));

        Map<String, FeatureSet> rows = read(List.of("DEEPEST", "TOO_DEEP"));

        assertThat(rows.getOrDefault("DEEPEST", NONE).getFeaturesMap()).containsOnlyKeys("a");
        assertThat(rows.get("TOO_DEEP")).isEqualTo(NONE);
    }

    private static String nested(int depth) {
        return "{\"a\":".repeat(depth) + "0" + "}".repeat(depth);
    }

    @Test
    void noIds_isInvalidArgument() throws IOException {
        start(Map.of("DFW", DFW));

        assertThatThrownBy(() -> read(List.of(), "flights"))
                .isInstanceOfSatisfying(
                        StatusRuntimeException.class,
                        e -> assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT))
                .hasMessageContaining("entity_ids is empty");
    }

    @Test
    void eachReply_tellsTheCallsSoFar() throws IOException {
        start(Map.of("DFW", DFW));

        read(List.of("DFW", "ORD"));
        assertThat(callsTold()).isEqualTo("1");
        assertThatThrownBy(() -> read(List.of())).isInstanceOf(StatusRuntimeException.class);
        assertThat(callsTold()).isEqualTo("2");
        read(List.of("DFW"));
        assertThat(callsTold()).isEqualTo("3");
        assertThat(server.counts().calls()).isEqualTo(3);
        assertThat(server.counts().entities()).isEqualTo(3);
    }

    private String callsTold() {
        return String.valueOf(Objects.requireNonNull(trailers.get()).get(ServedCounts.CALLS_TRAILER));
    }

    @Test
    void delay_isAddedToEachAnswer() throws IOException {
        start(Map.of("DFW", DFW), Duration.ofMillis(100));

        long start = System.nanoTime();
        assertThat(read(List.of("DFW"), "flights")).containsOnlyKeys("DFW");
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(Duration.ofMillis(100));
    }
}

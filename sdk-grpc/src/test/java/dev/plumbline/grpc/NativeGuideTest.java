package dev.plumbline.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.TextFormat;
import dev.plumbline.FeatureClient;
import dev.plumbline.feature.EntityKey;
import dev.plumbline.feature.FeatureRow;
import dev.plumbline.feature.FeatureRows;
import dev.plumbline.feature.FeatureType;
import dev.plumbline.feature.FeatureView;
import dev.plumbline.feature.RowStatus;
import dev.plumbline.feature.ValueState;
import dev.plumbline.grpc.internal.NativeCodec;
import dev.plumbline.transport.ViewBinding;
import io.grpc.InsecureServerCredentials;
import io.grpc.Metadata;
import io.grpc.Server;
import io.grpc.Status;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import plumbline.v1.Column;
import plumbline.v1.FeatureServiceGrpc;
import plumbline.v1.GetFeaturesRequest;
import plumbline.v1.GetFeaturesResponse;
import plumbline.v1.RowState;
import plumbline.v1.Schema;
import plumbline.v1.Type;

/** The guide of the native contract: its code is compiled and serves; its hash and its reply are right. */
@Timeout(60)
final class NativeGuideTest {
    private static final Path GUIDE = Path.of("../docs/transport-native.md");
    private static final Map<String, Airport> airports = Map.of("DFW", new Airport(120, 8.25, 1_700_000_000_000_000L));

    private record Airport(long flights, double meanDelay, long eventTimeMicros) {}

    private static Metadata trailer(String name, String value) {
        return OctetServer.trailer(name, value);
    }

    // tag::server[]
    static final class Airports extends FeatureServiceGrpc.FeatureServiceImplBase {
        private final Map<Long, Schema> schemas = new ConcurrentHashMap<>();

        @Override
        public void getFeatures(GetFeaturesRequest request, StreamObserver<GetFeaturesResponse> observer) {
            if (request.hasSchema()) {
                schemas.put(request.getSchemaHash(), request.getSchema());
            }
            Schema schema = schemas.get(request.getSchemaHash());
            if (schema == null) {
                observer.onError(Status.FAILED_PRECONDITION.asRuntimeException(trailer("plumbline-schema", "unknown")));
                return;
            }
            GetFeaturesResponse.Builder reply = GetFeaturesResponse.newBuilder()
                    .setSchemaHash(request.getSchemaHash())
                    .setRowCount(request.getKeys(0).getStringsCount())
                    .setSchemaKept(request.hasSchema());
            ByteString.Output states = ByteString.newOutput();
            List<Airport> found = new ArrayList<>();
            for (String code : request.getKeys(0).getStringsList()) {
                Airport airport = airports.get(code);
                states.write(airport == null ? RowState.ABSENT_VALUE : RowState.OK_VALUE);
                if (airport != null) {
                    found.add(airport);
                    reply.addEventTimes(airport.eventTimeMicros());
                }
            }
            reply.setRowStates(states.toByteString());
            for (int place = 0; place < schema.getFeaturesCount(); place++) {
                Column.Builder column = Column.newBuilder().setFeature(place);
                switch (schema.getFeatures(place).getName()) {
                    case "flights" -> {
                        column.setType(Type.INT64);
                        found.forEach(airport -> column.addInt64S(airport.flights()));
                    }
                    case "mean_delay" -> {
                        column.setType(Type.FLOAT64);
                        found.forEach(airport -> column.addDoubles(airport.meanDelay()));
                    }
                    default -> {
                        continue;
                    }
                }
                reply.addColumns(column);
            }
            observer.onNext(reply.build());
            observer.onCompleted();
        }
    }
    // end::server[]

    @Test
    void guide_serverAndClient_understandEachOther() throws Exception {
        Server server = NettyServerBuilder.forAddress(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), InsecureServerCredentials.create())
                .addService(new Airports())
                .build()
                .start();
        try (FeatureClient client = FeatureClient.builder(
                        GrpcTransport.nativeFeatures("dns:///127.0.0.1:" + server.getPort()))
                .views(Fetches.AIRPORT)
                .environment(Map.of())
                .deadline(Duration.ofSeconds(20))
                .attemptTimeout(Duration.ofSeconds(20))
                .build()) {
            client.warmUp(Duration.ofSeconds(20));
            FeatureRows rows = client.getAll(Fetches.AIRPORT, List.of(EntityKey.of("ORD"), EntityKey.of("DFW")));

            assertThat(rows.get(0).status()).isEqualTo(RowStatus.NOT_FOUND);
            assertThat(rows.get(1).int64("flights")).isEqualTo(120);
            assertThat(rows.get(1).float64("mean_delay")).isEqualTo(8.25);
            assertThat(rows.get(1).eventTimeMicros()).isEqualTo(1_700_000_000_000_000L);
        } finally {
            server.shutdownNow();
        }
    }

    private static FeatureClient clientOfTheGuide() {
        // tag::client[]
        FeatureView airport = FeatureView.builder("airport_delays", "airport")
                .feature("flights", FeatureType.INT64)
                .feature("mean_delay", FeatureType.FLOAT64)
                .build();
        FeatureClient client = FeatureClient.builder(GrpcTransport.nativeFeatures("dns:///features:8980"))
                .views(airport)
                .build();
        // end::client[]
        return client;
    }

    @Test
    void guide_client_isBuiltWhileTheServerIsDown() {
        try (FeatureClient client = clientOfTheGuide()) {
            assertThat(client).isNotNull();
        }
    }

    @Test
    void guide_hash_isTheViews() throws Exception {
        assertThat(Files.readString(GUIDE))
                .contains("it is `" + HexFormat.of().toHexDigits(Fetches.AIRPORT.schemaHash()) + "`");
    }

    @Test
    void guide_reply_isReadAsItSays() throws Exception {
        Matcher block =
                Pattern.compile("```textproto\n(.*?)```", Pattern.DOTALL).matcher(Files.readString(GUIDE));
        assertThat(block.find()).isTrue();
        byte[] reply =
                TextFormat.parse(block.group(1), GetFeaturesResponse.class).toByteArray();
        List<EntityKey> keys = List.of(EntityKey.of("XXX"), EntityKey.of("DFW"), EntityKey.of("ORD"));

        List<FeatureRow> rows =
                new NativeCodec(ViewBinding.of(Fetches.AIRPORT)).fetch(keys).rows(reply, reply.length, 9);

        assertThat(rows)
                .extracting(FeatureRow::status)
                .containsExactly(RowStatus.NOT_FOUND, RowStatus.PRESENT, RowStatus.PRESENT);
        assertThat(rows.get(1).float64("mean_delay")).isEqualTo(8.25);
        assertThat(rows.get(2).int64("flights")).isEqualTo(7);
        assertThat(rows.get(2).state("mean_delay")).isEqualTo(ValueState.NULL);
        assertThat(rows.get(2).dataVersion()).isEqualTo(12);
    }

    @ParameterizedTest
    @ValueSource(strings = {"client", "server"})
    void guide_quotesThisCode(String tag) throws Exception {
        String code = Files.readString(Path.of("src/test/java/dev/plumbline/grpc/NativeGuideTest.java"));
        int from = code.indexOf('\n', code.indexOf("// tag::" + tag + "[]")) + 1;
        int to = code.lastIndexOf('\n', code.indexOf("// end::" + tag + "[]"));
        String quoted = code.substring(from, to).stripIndent().strip().replaceFirst("^static ", "");

        assertThat(quoted).isNotEmpty();
        assertThat(Files.readString(GUIDE)).contains("```java\n" + quoted + "\n```");
    }
}

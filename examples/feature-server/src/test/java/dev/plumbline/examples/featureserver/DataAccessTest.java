package dev.plumbline.examples.featureserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mycorp.dal.FeatureRequest;
import com.mycorp.dal.FeatureResponse;
import com.mycorp.dal.FeatureServiceGrpc;
import com.mycorp.dal.LogRequest;
import com.mycorp.dal.LogResponse;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.MetadataUtils;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The data access layer over a real primary and replica, asked by the contract's own stub. */
@Timeout(180)
final class DataAccessTest {
    @SuppressWarnings("NullAway.Init") // set by startPostgres
    private static PostgresPair postgres;

    private final AtomicReference<Metadata> trailers = new AtomicReference<>();

    @SuppressWarnings("NullAway.Init") // set by serve
    private Databases databases;

    @SuppressWarnings("NullAway.Init") // set by serve
    private FeatureServer server;

    @SuppressWarnings("NullAway.Init") // set by serve
    private ManagedChannel channel;

    @BeforeAll
    static void startPostgres() throws IOException, InterruptedException {
        postgres = PostgresPair.start();
    }

    @AfterAll
    static void stopPostgres() throws IOException, InterruptedException {
        if (postgres != null) {
            postgres.close();
        }
    }

    @BeforeEach
    void fill() throws IOException, SQLException {
        serve(postgres.settings());
        FeatureTables tables = new FeatureTables(databases);
        tables.create();
        postgres.onPrimary("truncate features, predictions");
        tables.writeAll(Map.of("DFW", Map.of("flights", 1103f, "mean_delay", 7.5f), "ORD", Map.of("flights", 0.1f)));
        postgres.awaitReplica();
    }

    private void serve(DatabaseSettings settings) throws IOException {
        databases = new Databases(settings);
        InetSocketAddress anyPort = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        server = FeatureServer.start(anyPort, new MemoryStore(Map.of()), Duration.ZERO, databases);
        channel = NettyChannelBuilder.forAddress("127.0.0.1", server.port())
                .usePlaintext()
                .build();
    }

    @AfterEach
    void stop() throws InterruptedException, SQLException {
        channel.shutdownNow();
        assertThat(channel.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
        server.close();
        postgres.resumeReplay();
    }

    private FeatureServiceGrpc.FeatureServiceBlockingStub stub(String... metadata) {
        Metadata headers = new Metadata();
        for (int i = 0; i < metadata.length; i += 2) {
            headers.put(Metadata.Key.of(metadata[i], Metadata.ASCII_STRING_MARSHALLER), metadata[i + 1]);
        }
        return FeatureServiceGrpc.newBlockingStub(channel)
                .withDeadlineAfter(60, TimeUnit.SECONDS)
                .withInterceptors(
                        MetadataUtils.newAttachHeadersInterceptor(headers),
                        MetadataUtils.newCaptureMetadataInterceptor(new AtomicReference<>(), trailers));
    }

    private FeatureResponse read(String entity, String... metadata) {
        return stub(metadata)
                .getFeatures(FeatureRequest.newBuilder().setEntityId(entity).build());
    }

    @Test
    void reads_goToTheReplica_unlessThePrimaryIsWished() {
        assertThat(read("DFW").getFeaturesMap()).isEqualTo(Map.of("flights", 1103f, "mean_delay", 7.5f));
        assertThat(read("ORD", "plumbline-read-preference", "replica").getFeaturesMap())
                .isEqualTo(Map.of("flights", 0.1f));
        assertThat(databases.primaryReads()).isZero();
        assertThat(databases.replicaReads()).isEqualTo(2);

        assertThat(read("DFW", "plumbline-read-preference", "primary").getFound())
                .isTrue();
        assertThat(databases.primaryReads()).isEqualTo(1);
        assertThat(databases.replicaReads()).isEqualTo(2);
    }

    @Test
    void airports_areFloats() throws SQLException {
        var airports = AirportFeatures.byOrigin(Flights.bundled());
        FeatureTables tables = new FeatureTables(databases);

        tables.writeAll(airports.entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, airport -> airport.getValue().toFloats())));

        FeatureResponse dfw = read("DFW", "plumbline-read-preference", "primary");
        AirportFeatures expected = Objects.requireNonNull(airports.get("DFW"));
        assertThat(dfw.getFeaturesMap())
                .isEqualTo(expected.toFloats())
                .containsEntry("flights", (float) expected.flights())
                .containsEntry("mean_delay", (float) expected.meanDelay())
                .hasSize(6);
    }

    @Test
    void unknownEntity_isNotFound_andSqlInAKeyIsAKey() {
        FeatureResponse unknown = read("XXX' or '1'='1");

        assertThat(unknown.getFound()).isFalse();
        assertThat(unknown.getFeaturesMap()).isEmpty();
    }

    @Test
    void minVersion_thatTheReplicaDoesNotHold_isReadFromThePrimary() throws SQLException {
        String before = Long.toString(postgres.position());
        postgres.pauseReplay();
        postgres.onPrimary("update features set feature_value = 8 where entity_id = 'ORD'");
        String after = Long.toString(postgres.position());

        assertThat(read("ORD", "plumbline-min-version", before).getFeaturesMap())
                .isEqualTo(Map.of("flights", 0.1f));
        assertThat(databases.primaryReads()).isZero();
        assertThat(read("ORD", "plumbline-min-version", after).getFeaturesMap()).isEqualTo(Map.of("flights", 8f));
        assertThat(databases.primaryReads()).isEqualTo(1);

        postgres.resumeReplay();
        postgres.awaitReplica();
        assertThat(read("ORD", "plumbline-min-version", after).getFeaturesMap()).isEqualTo(Map.of("flights", 8f));
        assertThat(databases.primaryReads()).isEqualTo(1);
    }

    @Test
    void version_isToldWhereOneWasAskedFor_orThePrimary() throws SQLException {
        read("ORD");
        assertThat(versionTold()).isEmpty();

        long before = postgres.position();
        read("ORD", "plumbline-min-version", Long.toString(before));
        assertThat(versionTold()).hasValueSatisfying(told -> assertThat(told).isGreaterThanOrEqualTo(before));
        assertThat(databases.primaryReads()).isZero();

        read("XXX", "plumbline-read-preference", "primary");
        assertThat(versionTold()).hasValueSatisfying(told -> assertThat(told).isGreaterThanOrEqualTo(before));
    }

    private Optional<Long> versionTold() {
        return Optional.ofNullable(Objects.requireNonNull(trailers.get()).get(ReadWishes.DATA_VERSION))
                .map(Long::valueOf);
    }

    @Test
    void whatCannotBeUnderstood_isInvalidArgument() {
        assertThatThrownBy(() -> read("DFW", "plumbline-read-preference", "nearest"))
                .satisfies(refused("plumbline-read-preference is primary or replica"));
        assertThatThrownBy(() -> read("DFW", "plumbline-min-version", "latest"))
                .satisfies(refused("plumbline-min-version is a whole number"));
        assertThatThrownBy(() -> read("DFW", "plumbline-min-version", "-1"))
                .satisfies(refused("plumbline-min-version is a whole number"));
        assertThatThrownBy(() -> read("")).satisfies(refused("entity_id is empty: name an entity"));
        assertThatThrownBy(() -> stub().logPrediction(LogRequest.getDefaultInstance()))
                .satisfies(refused("entity_id is empty: name an entity"));
    }

    private static Consumer<Throwable> refused(String why) {
        return failure -> {
            Status status = ((StatusRuntimeException) failure).getStatus();
            assertThat(status.getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
            assertThat(status.getDescription()).isEqualTo(why);
        };
    }

    private LogResponse log(String model, Map<String, Float> scores) {
        return stub().logPrediction(LogRequest.newBuilder()
                .setEntityId("DFW")
                .setModelVersion(model)
                .putAllPredictionScores(scores)
                .build());
    }

    @Test
    void predictions_areWrittenAllOrNone() throws SQLException {
        assertThat(log("v1", Map.of("late", 0.25f, "cancelled", 0.5f)).getSuccess())
                .isTrue();
        assertThat(postgres.onPrimary("select sum(score_value) from predictions where model_version = 'v1'"))
                .isEqualTo("0.75");
        postgres.onPrimary("alter table predictions add constraint small check (score_value < 1)");
        try {
            LogResponse response = log("v2", Map.of("late", 0.25f, "cancelled", 2f));

            assertThat(response.getSuccess()).isFalse();
            assertThat(response.getMessage()).isEqualTo("the database failed");
            assertThat(postgres.onPrimary("select count(*) from predictions where model_version = 'v2'"))
                    .isEqualTo("0");
        } finally {
            postgres.onPrimary("alter table predictions drop constraint small");
        }
        assertThat(log("v3", Map.of()).getMessage()).isEqualTo("there are no scores");
    }

    @Test
    void replicaPool_cannotWrite_evenToAPrimary() {
        try (Databases both =
                new Databases(new DatabaseSettings(postgres.primary(), Optional.empty(), "postgres", 1))) {
            assertThatThrownBy(() -> {
                        try (var connection = both.replicaForRead();
                                var statement = connection.createStatement()) {
                            statement.execute("delete from features");
                        }
                    })
                    .isInstanceOf(SQLException.class)
                    .hasMessageContaining("read-only transaction");
        }
    }

    @Test
    void databaseThatIsNotThere_isInternal_andAFailedLog() throws Exception {
        stop();
        serve(new DatabaseSettings("127.0.0.1:1/none", Optional.empty(), "postgres", 1));

        assertThatThrownBy(() -> read("DFW")).satisfies(failure -> {
            Status status = ((StatusRuntimeException) failure).getStatus();
            assertThat(status.getCode()).isEqualTo(Status.Code.INTERNAL);
            assertThat(status.getDescription()).isEqualTo("the database failed");
        });
        assertThat(log("v1", Map.of("late", 1f)).getSuccess()).isFalse();
    }
}

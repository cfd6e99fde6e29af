package dev.plumbline.grpc;

import static dev.plumbline.grpc.Fetches.failure;
import static dev.plumbline.grpc.Fetches.get;
import static dev.plumbline.grpc.Fetches.with;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.FeatureClient;
import dev.plumbline.feature.EntityKey;
import dev.plumbline.feature.FeatureRow;
import dev.plumbline.feature.FeatureRows;
import dev.plumbline.feature.FeatureType;
import dev.plumbline.feature.FeatureView;
import dev.plumbline.feature.RowStatus;
import dev.plumbline.feature.ValueState;
import dev.plumbline.transport.FetchRequest;
import dev.plumbline.transport.TransportException;
import dev.plumbline.transport.TransportException.Kind;
import dev.plumbline.transport.ViewBinding;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Feast's contract, spoken with servers of another language that have the quirks of Feast's own. */
@Timeout(120)
final class PythonFeastTest {
    private static final String[] PROTOS = {"feast_types.proto", "feast_serving.proto", "feast_grpc_server.proto"};
    private static final FeatureView DRIVER = FeatureView.builder("driver_hourly_stats", "driver_id")
            .feature("avg_daily_trips", FeatureType.INT64)
            .feature("conv_rate", FeatureType.FLOAT64)
            .feature("acc_rate", FeatureType.FLOAT32)
            .feature("city", FeatureType.STRING)
            .feature("created", FeatureType.TIMESTAMP)
            .feature("embedding", FeatureType.vectorOf(FeatureType.FLOAT32, 3))
            .feature("tags", FeatureType.listOf(FeatureType.STRING))
            .feature("home", FeatureType.STRING)
            .feature("fee", FeatureType.STRING)
            .maxAge(Duration.ofHours(1))
            .build();
    private static final FeatureView ON_DEMAND = FeatureView.builder("on_demand", "driver_id", "amount")
            .feature("amount", FeatureType.FLOAT64)
            .build();
    private static final EntityKey FULL = EntityKey.of(1001);
    private static final EntityKey NULLS = EntityKey.of(1002);
    private static final EntityKey EXPIRED = EntityKey.of(1003);
    private static final EntityKey UNKNOWN = EntityKey.of(7);

    private static PythonServer python;
    private static PythonServer java;
    private static TestRuntime threads;

    @BeforeAll
    static void start() throws Exception {
        threads = new TestRuntime();
        python = new PythonServer("feast_server.py", PROTOS);
        java = new PythonServer("feast_java_server.py", PROTOS);
    }

    @AfterAll
    static void stop() {
        python.close();
        java.close();
        threads.close();
    }

    private static PythonServer server(String language) {
        return language.equals("python") ? python : java;
    }

    private static GrpcTransport started(PythonServer server, FeastOptions options) {
        GrpcTransport transport =
                GrpcTransport.feastBuilder(server.target(), options).build();
        transport.start(threads.runtime);
        return transport;
    }

    private static CompletableFuture<List<FeatureRow>> fetch(
            GrpcTransport transport, ViewBinding binding, String quirks, EntityKey... keys) {
        transport.bind(binding);
        return transport.fetch(
                new FetchRequest(binding, List.of(keys)),
                with(quirks.isEmpty() ? Map.of() : Map.of("feast-quirk", quirks)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"python", "java"})
    void rows_areTheSame_whateverTheServersOrderAndNames(String language) throws Exception {
        try (FeatureClient client = FeatureClient.builder(
                        GrpcTransport.feast(server(language).target()))
                .views(DRIVER)
                .environment(Map.of())
                .deadline(Duration.ofSeconds(30))
                .build()) {
            FeatureRows rows = client.getAll(DRIVER, List.of(NULLS, UNKNOWN, EXPIRED, FULL, NULLS));

            FeatureRow full = rows.get(3);
            assertThat(full.int64("avg_daily_trips")).isEqualTo(Long.MAX_VALUE);
            assertThat(full.float64("conv_rate")).isEqualTo(0.5);
            assertThat(full.float32("acc_rate")).isEqualTo(0.25f);
            assertThat(full.string("city")).isEqualTo("Zürich 😀");
            assertThat(full.timestamp("created")).isEqualTo(Instant.ofEpochSecond(1_700_000_000));
            assertThat(full.float32s("embedding")).containsExactly(1.5f, -0.0f, 3);
            assertThat(full.strings("tags")).containsExactlyInAnyOrder("a", "b");
            assertThat(full.string("fee")).isEqualTo("12.50");
            assertThat(full.state("home")).isEqualTo(ValueState.ERROR);
            assertThat(full.age()).isLessThan(Duration.ofMinutes(10));
            assertThat(rows.get(0).state("conv_rate")).isEqualTo(ValueState.NAN);
            assertThat(rows.get(0).int64("avg_daily_trips")).isEqualTo(2);
            assertThat(rows.get(0).state("city"))
                    .isEqualTo(language.equals("python") ? ValueState.NULL : ValueState.NOT_FOUND);
            assertThat(rows.get(1).status()).isEqualTo(RowStatus.NOT_FOUND);
            assertThat(rows.get(4).int64("avg_daily_trips")).isEqualTo(2);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"python", "java"})
    void expiredValue_isStale_whetherTheServerSaysSoOrNot(String language) throws Exception {
        try (FeatureClient client = FeatureClient.builder(
                        GrpcTransport.feast(server(language).target()))
                .views(DRIVER)
                .environment(Map.of())
                .deadline(Duration.ofSeconds(30))
                .build()) {
            FeatureRow expired = client.get(DRIVER, EXPIRED);

            assertThat(expired.storedState(DRIVER.slot("conv_rate"))).isEqualTo(ValueState.PRESENT);
            assertThat(expired.state("conv_rate")).isEqualTo(ValueState.STALE);
            assertThat(expired.age()).isGreaterThan(Duration.ofMinutes(119));
            assertThat(client.get(DRIVER, FULL).state("conv_rate")).isEqualTo(ValueState.PRESENT);
        }
    }

    @Test
    void service_isFoundUnderEitherName_andRemembered() throws Exception {
        try (GrpcTransport toPython = started(python, FeastOptions.ofDefaults());
                GrpcTransport toJava = started(java, FeastOptions.ofDefaults())) {
            get(fetch(toPython, ViewBinding.of(DRIVER), "", FULL));
            get(fetch(toJava, ViewBinding.of(DRIVER), "", FULL));

            assertThat(toPython.operation()).isEqualTo("GrpcFeatureServer/GetOnlineFeatures");
            assertThat(toPython.attributes()).containsEntry("rpc.method", "GrpcFeatureServer/GetOnlineFeatures");
            assertThat(toJava.operation()).isEqualTo("feast.serving.ServingService/GetOnlineFeatures");
        }
    }

    @Test
    void fullFeatureNames_areRead() throws Exception {
        FeastOptions full = FeastOptions.builder().fullFeatureNames().build();
        try (GrpcTransport transport = started(python, full)) {
            FeatureRow row =
                    get(fetch(transport, ViewBinding.of(DRIVER), "", FULL)).get(0);

            assertThat(row.float64("conv_rate")).isEqualTo(0.5);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"python", "java"})
    void featureService_isAsked_andWhatTheViewDoesNotNameIsSkipped(String language) throws Exception {
        FeatureView trips = FeatureView.builder("driver_hourly_stats", "driver_id")
                .feature("avg_daily_trips", FeatureType.INT64)
                .feature("acc_rate", FeatureType.FLOAT32)
                .build();
        FeastOptions ranking = FeastOptions.builder().featureService("ranking").build();
        try (GrpcTransport transport = started(server(language), ranking)) {
            FeatureRow row =
                    get(fetch(transport, ViewBinding.of(trips), "", EXPIRED)).get(0);

            assertThat(row.int64("avg_daily_trips")).isEqualTo(3);
            assertThat(row.state("acc_rate")).isEqualTo(ValueState.NOT_FOUND);
            assertThat(transport.skippedFeatures()).isEqualTo(2);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"python", "java"})
    void requestData_reachesServersThatLookInOneOfTwoPlaces(String language) throws Exception {
        FeastOptions options = FeastOptions.builder()
                .requestData("amount", FeatureType.FLOAT64)
                .build();
        try (GrpcTransport transport = started(server(language), options)) {
            List<FeatureRow> rows = get(fetch(
                    transport,
                    ViewBinding.of(ON_DEMAND),
                    "",
                    EntityKey.composite(1002, "2.5"),
                    EntityKey.composite(1001, "12.5")));

            assertThat(rows).extracting(row -> row.float64("amount")).containsExactly(2.5, 12.5);
        }
    }

    @Test
    void replyWithoutStatusesAndTimes_isRead() throws Exception {
        try (GrpcTransport transport = started(python, FeastOptions.ofDefaults())) {
            List<FeatureRow> rows = get(fetch(transport, ViewBinding.of(DRIVER), "no-statuses,no-times", NULLS, FULL));

            assertThat(rows.get(0).state("city")).isEqualTo(ValueState.NULL);
            assertThat(rows.get(1).float64("conv_rate")).isEqualTo(0.5);
            assertThat(rows.get(1).eventTime()).isEmpty();
        }
    }

    @Test
    void moreNamesThanColumns_failTheFetch() throws Exception {
        try (GrpcTransport transport = started(java, FeastOptions.ofDefaults())) {
            TransportException failure = failure(fetch(transport, ViewBinding.of(DRIVER), "odfv", FULL));

            assertThat(failure.kind()).isEqualTo(Kind.PROTOCOL);
            assertThat(failure)
                    .hasMessageContaining("names 10 columns and has 9")
                    .hasMessageContaining("on-demand");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"python", "java"})
    void unknownView_isNotTriedAgain_andSaysWhereToLook(String language) throws Exception {
        FeatureView other = FeatureView.builder("no_such_view", "driver_id")
                .feature("conv_rate", FeatureType.FLOAT64)
                .build();
        try (GrpcTransport transport = started(server(language), FeastOptions.ofDefaults())) {
            TransportException failure = failure(fetch(transport, ViewBinding.of(other), "", FULL));

            assertThat(failure.kind()).isEqualTo(Kind.INTERNAL);
            assertThat(failure.kind().isRetryable()).isFalse();
            assertThat(failure).hasMessageContaining("the cause tells of an unknown view");
            assertThat(failure.getCause()).hasMessageContaining("no_such_view:conv_rate");
        }
    }
}

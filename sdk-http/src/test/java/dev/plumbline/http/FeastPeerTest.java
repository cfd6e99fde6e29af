package dev.plumbline.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.feature.EntityKey;
import dev.plumbline.feature.FeatureRow;
import dev.plumbline.feature.FeatureType;
import dev.plumbline.feature.FeatureView;
import dev.plumbline.feature.RowStatus;
import dev.plumbline.feature.ValueState;
import dev.plumbline.transport.TransportException;
import dev.plumbline.transport.TransportException.Kind;
import dev.plumbline.transport.ViewBinding;
import java.io.IOException;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A server in Python that does as Feast's do, each with its quirks. */
@Timeout(120)
final class FeastPeerTest {
    private static final FeatureView DRIVER = FeatureView.builder("driver_stats", "driver_id")
            .feature("conv_rate", FeatureType.FLOAT64)
            .feature("trips", FeatureType.INT64)
            .feature("name", FeatureType.STRING)
            .feature("active", FeatureType.BOOL)
            .feature("last_seen", FeatureType.TIMESTAMP)
            .feature("photo", FeatureType.BYTES)
            .feature("embedding", FeatureType.vectorOf(FeatureType.FLOAT32, 3))
            .feature("tags", FeatureType.listOf(FeatureType.STRING))
            .feature("nothing", FeatureType.FLOAT64)
            .feature("expired", FeatureType.INT32)
            .feature("strange", FeatureType.STRING)
            .feature("never_sent", FeatureType.FLOAT64)
            .build();
    private static final EntityKey[] KEYS = {EntityKey.of(1002), EntityKey.of(7), EntityKey.of(1001)};

    private static PythonServer server;
    private final TestRuntime runtime = new TestRuntime();

    @BeforeAll
    static void startServer() throws IOException {
        server = new PythonServer("feast_http_server.py");
    }

    @AfterAll
    static void stopServer() {
        server.close();
    }

    @AfterEach
    void stop() {
        runtime.close();
    }

    private HttpTransportBuilder mode(String mode) {
        return HttpTransport.feastBuilder(URI.create(server.address() + "/" + mode));
    }

    private List<FeatureRow> rows(HttpTransportBuilder builder) throws Exception {
        try (HttpTransport transport = runtime.start(builder)) {
            return Fetches.get(Fetches.fetch(transport, ViewBinding.of(DRIVER), Fetches.with(Map.of()), KEYS));
        }
    }

    private TransportException failure(HttpTransportBuilder builder, FeatureView view) throws Exception {
        try (HttpTransport transport = runtime.start(builder)) {
            return Fetches.failure(Fetches.fetch(transport, ViewBinding.of(view), Fetches.with(Map.of()), KEYS));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"python", "go", "java-names", "versioned"})
    void everyServersColumns_findTheirFeatures(String mode) throws Exception {
        List<FeatureRow> rows = rows(mode(mode));

        FeatureRow first = rows.get(2);
        assertThat(first.float64("conv_rate")).isEqualTo(0.1);
        assertThat(first.int64("trips")).isEqualTo(Long.MAX_VALUE);
        assertThat(first.string("name")).isEqualTo("Zürich 😀");
        assertThat(first.bool("active")).isTrue();
        assertThat(first.timestamp("last_seen")).isEqualTo(Instant.parse("2026-01-01T00:00:00Z"));
        assertThat(first.bytes("photo")).containsExactly(0, 255, 7);
        assertThat(first.float32s("embedding")).containsExactly(0.5f, -0.0f, 3);
        assertThat(first.strings("tags")).containsExactly("a", "");
        assertThat(first.int32("expired")).isEqualTo(3);
        assertThat(first.state("strange")).isEqualTo(ValueState.ERROR);
        assertThat(first.state("never_sent")).isEqualTo(ValueState.NOT_FOUND);
        assertThat(first.eventTime()).contains(Instant.parse("2025-01-01T00:00:00Z"));
        assertThat(rows.get(1).status()).isEqualTo(RowStatus.NOT_FOUND);
        FeatureRow second = rows.get(0);
        assertThat(Double.doubleToRawLongBits(second.float64("conv_rate"))).isEqualTo(Double.doubleToRawLongBits(-0.0));
        assertThat(second.int64("trips")).isEqualTo(Long.MIN_VALUE);
        assertThat(second.strings("tags")).isEmpty();
    }

    @Test
    void storedNull_isNullToPython_andNotFoundToGo() throws Exception {
        assertThat(rows(mode("python")).get(2).state("nothing")).isEqualTo(ValueState.NULL);
        assertThat(rows(mode("go")).get(2).state("nothing")).isEqualTo(ValueState.NOT_FOUND);
    }

    @Test
    void goServer_withoutStatuses_tellsValuesOnly() throws Exception {
        List<FeatureRow> rows = rows(mode("go").withoutStatuses());

        assertThat(rows.get(2).float64("conv_rate")).isEqualTo(0.1);
        assertThat(rows.get(2).eventTime()).isEmpty();
        assertThat(rows.get(1).state("conv_rate")).isEqualTo(ValueState.NULL);
    }

    @Test
    void columnsThatChangeTheirOrder_areReadRight_eachTime() throws Exception {
        ViewBinding binding = ViewBinding.of(DRIVER);
        try (HttpTransport transport = runtime.start(mode("python"))) {
            for (int i = 0; i < 50; i++) {
                List<FeatureRow> rows = Fetches.get(Fetches.fetch(transport, binding, Fetches.with(Map.of()), KEYS));

                assertThat(rows.get(2).int64("trips")).isEqualTo(Long.MAX_VALUE);
                assertThat(rows.get(2).int32("expired")).isEqualTo(3);
                assertThat(rows.get(0).string("name")).isEmpty();
            }
        }
    }

    @Test
    void nanAsError500_isExplained() throws Exception {
        TransportException failure = failure(mode("nan"), DRIVER);

        assertThat(failure.kind()).isEqualTo(Kind.INTERNAL);
        assertThat(failure.getMessage()).contains("NaN or infinite", "gRPC");
    }

    @Test
    void moreNamesThanResults_areRefused() throws Exception {
        TransportException failure = failure(mode("more-names"), DRIVER);

        assertThat(failure.kind()).isEqualTo(Kind.PROTOCOL);
        assertThat(failure.getMessage()).contains("14 names for 13 columns");
    }

    @Test
    void viewThatTheServerDoesNotKnow_isItsErrorsClass_notItsText() throws Exception {
        TransportException failure = failure(
                mode("python"),
                FeatureView.builder("no_such_view", "driver_id")
                        .feature("x", FeatureType.INT64)
                        .build());

        assertThat(failure.kind()).isEqualTo(Kind.INVALID_REQUEST);
        assertThat(failure.getMessage())
                .contains("FeatureViewNotFoundException")
                .doesNotContain("no_such_view");
        assertThat(failure.getCause()).hasMessage("Unknown: no_such_view:x");
    }

    @Test
    void featureService_isAskedForInsteadOfFeatures() throws Exception {
        assertThat(rows(mode("python").featureService("driver_service")).get(2).int64("trips"))
                .isEqualTo(Long.MAX_VALUE);

        TransportException failure = failure(mode("python").featureService("other"), DRIVER);
        assertThat(failure.getMessage()).contains("FeatureServiceNotFoundException");
    }

    @ParameterizedTest
    @ValueSource(strings = {"python", "go"})
    void requestData_reachesEveryServer_fromTheEntityKey(String mode) throws Exception {
        FeatureView onDemand = FeatureView.builder("driver_stats", "driver_id", "added")
                .feature("rate_plus", FeatureType.FLOAT64)
                .build();
        try (HttpTransport transport = runtime.start(mode(mode).requestData("added"))) {
            List<FeatureRow> rows = Fetches.get(Fetches.fetch(
                    transport,
                    ViewBinding.of(onDemand),
                    Fetches.with(Map.of()),
                    EntityKey.composite(1002, 5),
                    EntityKey.composite(1001, 3)));

            assertThat(rows).extracting(row -> row.float64("rate_plus")).containsExactly(5.0, 3.1);
        }
    }

    @Test
    void serverNames_mayNameAViewAndItsVersion() throws Exception {
        FeatureView renamed = FeatureView.builder("drivers", "driver_id")
                .feature("trips", FeatureType.INT64)
                .feature("rate", FeatureType.FLOAT64)
                .build();
        ViewBinding binding = ViewBinding.of(renamed)
                .withServerName("trips", "driver_stats@v2:trips")
                .withServerName("rate", "driver_stats:conv_rate");
        for (String mode : List.of("python", "versioned", "java-names")) {
            try (HttpTransport transport = runtime.start(mode(mode))) {
                FeatureRow row = Fetches.get(
                                Fetches.fetch(transport, binding, Fetches.with(Map.of()), EntityKey.of(1001)))
                        .get(0);

                assertThat(row.int64("trips")).isEqualTo(Long.MAX_VALUE);
                assertThat(row.float64("rate")).isEqualTo(0.1);
            }
        }
    }

    @Test
    void featureOfTheJoinKeysName_isToldApartByItsView() throws Exception {
        FeatureView view = FeatureView.builder("driver_stats", "driver_id")
                .feature("driver_id", FeatureType.INT64)
                .feature("trips", FeatureType.INT64)
                .build();
        try (HttpTransport transport = runtime.start(mode("python"))) {
            FeatureRow row = Fetches.get(
                            Fetches.fetch(transport, ViewBinding.of(view), Fetches.with(Map.of()), EntityKey.of(1001)))
                    .get(0);

            assertThat(row.state("driver_id")).isEqualTo(ValueState.NOT_FOUND);
            assertThat(row.int64("trips")).isEqualTo(Long.MAX_VALUE);
        }
    }

    @Test
    void wrongToken_isUnauthenticated() throws Exception {
        TransportException failure = failure(mode("go").header("authorization", "Bearer wrong"), DRIVER);

        assertThat(failure.kind()).isEqualTo(Kind.UNAUTHENTICATED);
        assertThat(failure.getCause()).hasMessage("no such token");
    }

    @Test
    void warmUp_asksForHealth() throws Exception {
        try (HttpTransport transport = runtime.start(mode("python"))) {
            Fetches.get(transport.warmUp());
        }
    }
}

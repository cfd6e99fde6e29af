package dev.plumbline.grpc;

import static dev.plumbline.grpc.Fetches.failure;
import static dev.plumbline.grpc.Fetches.fetch;
import static dev.plumbline.grpc.Fetches.get;
import static dev.plumbline.grpc.Fetches.with;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.FeatureClient;
import dev.plumbline.feature.EntityKey;
import dev.plumbline.feature.FeatureRow;
import dev.plumbline.feature.FeatureRows;
import dev.plumbline.feature.FeatureType;
import dev.plumbline.feature.FeatureView;
import dev.plumbline.feature.Freshness;
import dev.plumbline.feature.ReadTier;
import dev.plumbline.feature.RowStatus;
import dev.plumbline.feature.ValueState;
import dev.plumbline.transport.TransportException.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The contracts of one entity in a call, spoken with a server of another language. */
@Timeout(120)
final class PythonEntityTest {
    private static final FeatureView ACCOUNT = FeatureView.builder("account", "account")
            .feature("clicks", FeatureType.INT64)
            .feature("rate", FeatureType.FLOAT64)
            .feature("is_member", FeatureType.BOOL)
            .feature("score", FeatureType.FLOAT32)
            .feature("balance", FeatureType.FLOAT32)
            .feature("beyond", FeatureType.INT32)
            .feature("half", FeatureType.INT64)
            .feature("never_sent", FeatureType.FLOAT64)
            .build();
    private static final FeatureView USER = FeatureView.builder("user_graph", "user")
            .feature("friend_count", FeatureType.INT64)
            .feature("avg_friend_age", FeatureType.FLOAT64)
            .feature("friend_purchase_category_count", FeatureType.INT32)
            .feature("name", FeatureType.STRING)
            .feature("is_active", FeatureType.BOOL)
            .feature("nearest", FeatureType.listOf(FeatureType.STRING))
            .feature("weights", FeatureType.vectorOf(FeatureType.FLOAT64, 2))
            .feature("nobody_knows", FeatureType.FLOAT64)
            .feature("nested", FeatureType.STRING)
            .feature("never_sent", FeatureType.FLOAT64)
            .build();

    private static PythonServer server;
    private static TestRuntime threads;
    private static GrpcTransport dataAccess;
    private static GrpcTransport graph;

    @BeforeAll
    static void start() throws Exception {
        server = new PythonServer("entity_server.py", "data_access.proto", "graph_features.proto");
        threads = new TestRuntime();
        dataAccess = GrpcTransport.dataAccess(server.target());
        graph = GrpcTransport.graphFeatures(server.target());
        dataAccess.start(threads.runtime);
        graph.start(threads.runtime);
        get(dataAccess.warmUp());
        get(graph.warmUp());
    }

    @AfterAll
    static void stop() {
        dataAccess.close();
        graph.close();
        server.close();
        threads.close();
    }

    private static FeatureRow account(String key) throws Exception {
        return get(fetch(dataAccess, ACCOUNT, with(Map.of()), EntityKey.of(key)))
                .get(0);
    }

    private static FeatureRow user(String key) throws Exception {
        return get(fetch(graph, USER, with(Map.of()), EntityKey.of(key))).get(0);
    }

    private static FeatureClient client(GrpcTransport transport, FeatureView view) {
        return FeatureClient.builder(transport)
                .views(view)
                .environment(Map.of())
                .deadline(Duration.ofSeconds(30))
                .build();
    }

    @Test
    void floats_becomeTheDeclaredTypes_orErrors() throws Exception {
        long before = dataAccess.skippedFeatures();

        FeatureRow row = account("known");

        assertThat(row.status()).isEqualTo(RowStatus.PRESENT);
        assertThat(row.int64("clicks")).isEqualTo(1 << 24);
        assertThat(row.float64("rate")).isEqualTo((double) 0.1f);
        assertThat(row.bool("is_member")).isTrue();
        assertThat(row.state("score")).isEqualTo(ValueState.NAN);
        assertThat(Float.floatToRawIntBits(row.float32("balance"))).isEqualTo(Float.floatToRawIntBits(-0.0f));
        assertThat(row.state("beyond")).isEqualTo(ValueState.ERROR);
        assertThat(row.state("half")).isEqualTo(ValueState.ERROR);
        assertThat(row.state("never_sent")).isEqualTo(ValueState.NOT_FOUND);
        assertThat(row.freshness()).isEqualTo(Freshness.FRESH);
        assertThat(dataAccess.skippedFeatures() - before).isEqualTo(1);
    }

    @Test
    void foundFalse_andFoundWithoutFeatures_areRowsWithoutCells() throws Exception {
        assertThat(account("unknown").status()).isEqualTo(RowStatus.NOT_FOUND);
        assertThat(account("bare").status()).isEqualTo(RowStatus.NOT_FOUND);
        assertThat(dataAccess.isNotFoundCertain()).isTrue();
    }

    @Test
    void databaseFailures_areInternal_andSayNothingOfTheKey() throws Exception {
        for (String key : List.of("failing", "broken")) {
            var failure = failure(fetch(dataAccess, ACCOUNT, with(Map.of()), EntityKey.of(key)));

            assertThat(failure.kind()).as(key).isEqualTo(Kind.INTERNAL);
            assertThat(failure.code()).isEqualTo(key.equals("failing") ? "UNKNOWN" : "INTERNAL");
            assertThat(failure).hasMessageNotContaining("database");
        }
    }

    @Test
    void readPreference_reachesTheServerAsMetadata() throws Exception {
        EntityKey pool = EntityKey.of("pool");
        Map<String, String> primary = Map.of("plumbline-read-preference", "primary");

        assertThat(get(fetch(dataAccess, ACCOUNT, with(primary), pool)).get(0).bool("is_member"))
                .isTrue();
        assertThat(get(fetch(dataAccess, ACCOUNT, with(Map.of()), pool)).get(0).bool("is_member"))
                .isFalse();
    }

    @Test
    void dataVersion_isTheTrailers() throws Exception {
        FeatureRow row = account("version " + Long.MAX_VALUE);

        assertThat(row.dataVersion()).isEqualTo(Long.MAX_VALUE);
        assertThat(row.int64("clicks")).isEqualTo(1 << 24);
        assertThat(account("known").dataVersion()).isEqualTo(FeatureRow.UNKNOWN_VERSION);
        assertThat(failure(fetch(dataAccess, ACCOUNT, with(Map.of()), EntityKey.of("version new")))
                        .kind())
                .isEqualTo(Kind.PROTOCOL);
    }

    @Test
    void batches_areOneCallForEachEntity_inOrder() {
        List<EntityKey> keys = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            keys.add(EntityKey.of(i % 3 == 0 ? "known" : "unknown" + i % 7));
        }
        try (FeatureClient client = client(GrpcTransport.dataAccess(server.target()), ACCOUNT)) {
            FeatureRows rows = client.getAll(ACCOUNT, keys);

            assertThat(rows.size()).isEqualTo(keys.size());
            for (int i = 0; i < keys.size(); i++) {
                assertThat(rows.get(i).status()).isEqualTo(i % 3 == 0 ? RowStatus.PRESENT : RowStatus.NOT_FOUND);
            }
        }
    }

    @Test
    void structs_becomeTheDeclaredTypes_orErrors() throws Exception {
        FeatureRow row = user("known");

        assertThat(row.int64("friend_count")).isEqualTo(1L << 53);
        assertThat(row.float64("avg_friend_age")).isEqualTo(31.25);
        assertThat(row.state("friend_purchase_category_count")).isEqualTo(ValueState.ERROR);
        assertThat(row.string("name")).isEqualTo("Zürich 😀");
        assertThat(row.bool("is_active")).isTrue();
        assertThat(row.strings("nearest")).containsExactly("a", "b");
        assertThat(row.float64s("weights")).containsExactly(0.5, -0.0);
        assertThat(row.state("nobody_knows")).isEqualTo(ValueState.NULL);
        assertThat(row.state("nested")).isEqualTo(ValueState.ERROR);
        assertThat(row.state("never_sent")).isEqualTo(ValueState.NOT_FOUND);
    }

    @Test
    void repliesOfMoreThanGrpcsOwnLimit_areReadByDefault() throws Exception {
        assertThat(user("large").string("name")).hasSize(5 * 1024 * 1024);
    }

    @Test
    void unknownUser_isARow() throws Exception {
        FeatureRow row = user("stranger");

        assertThat(row.status()).isEqualTo(RowStatus.NOT_FOUND);
        assertThat(row.freshness()).isEqualTo(Freshness.FRESH);
        assertThat(graph.isNotFoundCertain()).isTrue();
    }

    @Test
    void coldStart_isMarkedAsFallback() throws Exception {
        FeatureRow loner = user("loner");

        assertThat(loner.freshness()).isEqualTo(Freshness.FALLBACK);
        assertThat(loner.tier()).isEqualTo(ReadTier.ORIGIN);
        assertThat(loner.status()).isEqualTo(RowStatus.PRESENT);
        assertThat(loner.int64("friend_count")).isZero();
        assertThat(loner.ageMicros()).isZero();
        assertThat(user("warm").freshness()).isEqualTo(Freshness.FRESH);
        assertThat(user("known").freshness()).isEqualTo(Freshness.FRESH);
    }

    @Test
    void refusals_conflictsAndFailures_haveTheirKinds() throws Exception {
        assertThat(failure(fetch(graph, USER, with(Map.of()), EntityKey.of("refused")))
                        .kind())
                .isEqualTo(Kind.INVALID_REQUEST);
        assertThat(failure(fetch(graph, USER, with(Map.of()), EntityKey.of("broken")))
                        .kind())
                .isEqualTo(Kind.INTERNAL);
        assertThat(failure(fetch(graph, USER, with(Map.of()), EntityKey.of("torn-1")))
                        .kind())
                .isEqualTo(Kind.ABORTED);
    }

    @Test
    void abortedOnce_isTriedAgainByDefault() {
        try (FeatureClient client = client(GrpcTransport.graphFeatures(server.target()), USER)) {
            assertThat(client.get(USER, EntityKey.of("torn-2")).int64("friend_count"))
                    .isEqualTo(1L << 53);
        }
    }
}

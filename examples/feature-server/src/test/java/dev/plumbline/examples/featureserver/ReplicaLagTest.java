package dev.plumbline.examples.featureserver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.CallOptions;
import dev.plumbline.FeatureClient;
import dev.plumbline.FeatureSession;
import dev.plumbline.Written;
import dev.plumbline.cache.tiered.TieredCache;
import dev.plumbline.feature.EntityKey;
import dev.plumbline.feature.FeatureRow;
import dev.plumbline.feature.FeatureType;
import dev.plumbline.feature.FeatureView;
import dev.plumbline.feature.ReadPreference;
import dev.plumbline.feature.RowStatus;
import dev.plumbline.grpc.GrpcTransport;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A replica that is held back, and what a client does to read what was written. */
@Timeout(300)
final class ReplicaLagTest {
    private static final FeatureView AIRPORT = FeatureView.builder("airport", "airport")
            .feature("flights", FeatureType.INT64)
            .build();
    private static final EntityKey DFW = EntityKey.of("DFW");
    private static final EntityKey ORD = EntityKey.of("ORD");
    private static final EntityKey NEW = EntityKey.of("NEW");
    private static final int ROUNDS = 10;

    @SuppressWarnings("NullAway.Init") // set by start
    private static PostgresPair postgres;

    @SuppressWarnings("NullAway.Init") // set by start
    private static Databases databases;

    @SuppressWarnings("NullAway.Init") // set by start
    private static FeatureServer server;

    private long primaryBefore;
    private long replicaBefore;

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        postgres = PostgresPair.start();
        databases = new Databases(postgres.settings());
        InetSocketAddress anyPort = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        server = FeatureServer.start(anyPort, new MemoryStore(Map.of()), Duration.ZERO, databases);
    }

    @AfterAll
    static void stop() throws IOException, InterruptedException {
        if (server != null) {
            server.close();
        }
        if (postgres != null) {
            postgres.close();
        }
    }

    /** Both have one flight for each of two airports, and then the replica is held. */
    @BeforeEach
    void holdTheReplica() throws SQLException {
        FeatureTables tables = new FeatureTables(databases);
        tables.create();
        postgres.onPrimary("truncate features");
        tables.writeAll(Map.of("DFW", Map.of("flights", 1f), "ORD", Map.of("flights", 1f)));
        postgres.awaitReplica();
        postgres.pauseReplay();
        primaryBefore = databases.primaryReads();
        replicaBefore = databases.replicaReads();
    }

    @AfterEach
    void letTheReplicaGo() throws SQLException {
        postgres.resumeReplay();
    }

    private static FeatureClient client() {
        return client(Duration.ofMinutes(10));
    }

    private static FeatureClient client(Duration stickyWindow) {
        return FeatureClient.builder(GrpcTransport.dataAccess("dns:///127.0.0.1:" + server.port()))
                .views(AIRPORT)
                .environment(Map.of())
                .cache(TieredCache.builder().build())
                .deadline(Duration.ofSeconds(60))
                .attemptTimeout(Duration.ofSeconds(30))
                .stickyWindow(stickyWindow)
                .build();
    }

    private static void write(EntityKey airport, int flights) throws SQLException {
        new FeatureTables(databases).writeAll(Map.of(airport.text(0), Map.of("flights", (float) flights)));
    }

    private void assertReads(int ofThePrimary, int ofTheReplica) {
        assertThat(databases.primaryReads() - primaryBefore)
                .as("reads of the primary")
                .isEqualTo(ofThePrimary);
        assertThat(databases.replicaReads() - replicaBefore)
                .as("reads of the replica")
                .isEqualTo(ofTheReplica);
    }

    private void assertReplicaAnswersAgain(FeatureClient client, EntityKey key, int flights) throws SQLException {
        postgres.resumeReplay();
        postgres.awaitReplica();
        primaryBefore = databases.primaryReads();
        replicaBefore = databases.replicaReads();
        client.invalidate(AIRPORT, key);
        assertThat(client.get(AIRPORT, key).int64("flights")).isEqualTo(flights);
        assertReads(0, 1);
    }

    @Test
    void withoutARemedy_theReadIsOld() throws SQLException {
        try (FeatureClient client = client()) {
            write(DFW, 2);
            write(NEW, 1);

            assertThat(client.get(AIRPORT, DFW).int64("flights")).isEqualTo(1);
            assertThat(client.get(AIRPORT, NEW).status()).isEqualTo(RowStatus.NOT_FOUND);

            assertReads(0, 2);
            assertReplicaAnswersAgain(client, DFW, 2);
        }
    }

    @Test
    void preferenceForThePrimary_readsTheWrite() throws SQLException {
        try (FeatureClient client = client()) {
            assertThat(client.get(AIRPORT, DFW).int64("flights")).isEqualTo(1);
            write(DFW, 2);

            FeatureRow row = client.get(AIRPORT, DFW, CallOptions.readPreference(ReadPreference.PRIMARY));

            assertThat(row.int64("flights")).isEqualTo(2);
            assertReads(1, 1);
            // What the primary said is not kept: the next read without a word is the near tier's.
            assertThat(client.get(AIRPORT, DFW).int64("flights")).isEqualTo(1);
            assertReads(1, 1);
            assertReplicaAnswersAgain(client, DFW, 2);
        }
    }

    @Test
    void writer_readsItsOwnWriteFromThePrimary_andOtherKeysFromTheReplica() throws SQLException {
        try (FeatureClient client = client()) {
            assertThat(client.get(AIRPORT, DFW).int64("flights")).isEqualTo(1);
            client.write(AIRPORT, DFW, () -> {
                write(DFW, 2);
                return Written.something();
            });

            assertThat(client.get(AIRPORT, DFW).int64("flights")).isEqualTo(2);
            assertReads(1, 1);
            assertThat(client.get(AIRPORT, ORD).int64("flights")).isEqualTo(1);
            assertReads(1, 2);
        }
    }

    @Test
    void writer_goesBackToTheReplica_whenItsWindowIsOver() throws SQLException {
        try (FeatureClient client = client(Duration.ofSeconds(1))) {
            client.write(AIRPORT, DFW, () -> {
                write(DFW, 2);
                return Written.something();
            });
            postgres.resumeReplay();
            postgres.awaitReplica();

            Awaitility.await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> {
                client.invalidate(AIRPORT, DFW);
                assertThat(client.get(AIRPORT, DFW).int64("flights")).isEqualTo(2);
                assertThat(databases.replicaReads()).isGreaterThan(replicaBefore);
            });
            assertReplicaAnswersAgain(client, DFW, 2);
        }
    }

    @Test
    void replicaThenPrimary_findsTheNewKey_butNotTheNewValue() throws SQLException {
        CallOptions both = CallOptions.readPreference(ReadPreference.REPLICA_THEN_PRIMARY);
        try (FeatureClient client = client()) {
            write(NEW, 3);
            write(DFW, 2);

            assertThat(client.get(AIRPORT, NEW, both).int64("flights")).isEqualTo(3);
            assertReads(1, 1);
            assertThat(client.get(AIRPORT, DFW, both).int64("flights")).isEqualTo(1);
            assertReads(1, 2);
            assertReplicaAnswersAgain(client, NEW, 3);
        }
    }

    @Test
    void expectedRow_isAskedForUntilTheReplicaHasIt() throws Exception {
        try (FeatureClient client = client()) {
            FeatureRow row = readExpected(client, NEW);
            // On a busy machine the replica may go on after the last of the repeats: then once more.
            for (int round = 1; round < ROUNDS && row.status() != RowStatus.PRESENT; round++) {
                postgres.pauseReplay();
                row = readExpected(client, EntityKey.of("NEW" + round));
            }

            assertThat(row.int64("flights")).isEqualTo(4);
            assertThat(databases.primaryReads()).isEqualTo(primaryBefore);
        }
    }

    /** Writes a key, reads it, and lets the replica go on when it was asked twice. */
    private static FeatureRow readExpected(FeatureClient client, EntityKey key) throws Exception {
        write(key, 4);
        long before = databases.replicaReads();
        CompletableFuture<FeatureRow> read = client.getAsync(AIRPORT, key, CallOptions.expectFound());
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(2))
                .until(() -> databases.replicaReads() - before >= 2);
        postgres.resumeReplay();
        FeatureRow row = read.get(60, TimeUnit.SECONDS);
        assertThat(databases.replicaReads() - before).isBetween(2L, 6L);
        return row;
    }

    @Test
    void minVersion_isReadFromThePrimaryWhileTheReplicaIsBehind() throws SQLException {
        try (FeatureClient client = client()) {
            assertThat(client.get(AIRPORT, DFW).int64("flights")).isEqualTo(1);
            long before = postgres.position();
            write(DFW, 2);
            long after = postgres.position();

            FeatureRow row = client.get(AIRPORT, DFW, CallOptions.minVersion(after));

            assertThat(row.int64("flights")).isEqualTo(2);
            assertThat(row.dataVersion()).isGreaterThanOrEqualTo(after);
            assertReads(1, 2);
            // What the replica holds is enough for those who knew of less.
            assertThat(client.get(AIRPORT, DFW, CallOptions.minVersion(before)).int64("flights"))
                    .isEqualTo(1);
            assertReads(1, 3);

            postgres.resumeReplay();
            postgres.awaitReplica();
            assertThat(client.get(AIRPORT, DFW, CallOptions.minVersion(after)).int64("flights"))
                    .isEqualTo(2);
            assertReads(1, 4);
        }
    }

    @Test
    void session_readsItsWrites_alsoInAnotherProcess() throws SQLException {
        try (FeatureClient writer = client();
                FeatureClient other = client()) {
            assertThat(other.get(AIRPORT, DFW).int64("flights")).isEqualTo(1);
            FeatureSession session = writer.session();
            writer.write(AIRPORT, DFW, session, () -> {
                write(DFW, 2);
                return Written.version(postgres.position());
            });

            FeatureSession carried = FeatureSession.ofToken(session.token());

            assertThat(other.get(AIRPORT, DFW).int64("flights")).isEqualTo(1);
            assertReads(0, 1);
            assertThat(other.get(AIRPORT, DFW, inSession(carried)).int64("flights"))
                    .isEqualTo(2);
            assertReads(1, 1);
            assertThat(other.get(AIRPORT, ORD, inSession(carried)).int64("flights"))
                    .isEqualTo(1);
            assertReads(1, 2);
        }
    }

    @Test
    void sessionPastItsWindow_takesNoRowOlderThanItsWrite() throws SQLException {
        // Without a window the version alone is left.
        try (FeatureClient writer = client(Duration.ZERO);
                FeatureClient other = client(Duration.ZERO)) {
            FeatureSession session = writer.session();
            writer.write(AIRPORT, DFW, session, () -> {
                write(DFW, 2);
                return Written.version(postgres.position());
            });
            FeatureSession carried = FeatureSession.ofToken(session.token());

            assertThat(other.get(AIRPORT, DFW).int64("flights")).isEqualTo(1);
            assertReads(0, 1);
            assertThat(other.get(AIRPORT, DFW, inSession(carried)).int64("flights"))
                    .isEqualTo(2);
            assertReads(1, 2);

            postgres.resumeReplay();
            postgres.awaitReplica();
            assertThat(other.get(AIRPORT, DFW, inSession(carried)).int64("flights"))
                    .isEqualTo(2);
            assertReads(1, 3);
        }
    }

    private static CallOptions inSession(FeatureSession session) {
        return CallOptions.ofDefaults().withSession(session);
    }
}

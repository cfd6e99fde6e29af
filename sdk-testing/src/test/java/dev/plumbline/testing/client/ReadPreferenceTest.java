package dev.plumbline.testing.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.CallOptions;
import dev.plumbline.FeatureClient;
import dev.plumbline.Written;
import dev.plumbline.feature.FeatureRow;
import dev.plumbline.feature.FeatureRows;
import dev.plumbline.feature.FeatureType;
import dev.plumbline.feature.FeatureView;
import dev.plumbline.feature.ReadPreference;
import dev.plumbline.feature.ReadTier;
import dev.plumbline.feature.RowStatus;
import dev.plumbline.transport.TransportException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Which store of the feature service is asked, what the tiers have to do with it, and which reads go together. */
final class ReadPreferenceTest extends SharedFarTest {
    private static final CallOptions PRIMARY = CallOptions.readPreference(ReadPreference.PRIMARY);
    private static final CallOptions REPLICA = CallOptions.readPreference(ReadPreference.REPLICA);
    private static final CallOptions BOTH = CallOptions.readPreference(ReadPreference.REPLICA_THEN_PRIMARY);

    private List<String> asked() {
        return store.calls().stream()
                .map(call -> call.headers().getOrDefault("plumbline-read-preference", "-"))
                .toList();
    }

    private double turnedToPrimary() {
        return counted("plumbline.client.repeated.reads", "reason", "primary");
    }

    @Test
    void preference_travelsOnlyIfThereIsOne() {
        FeatureClient client = open(inline());

        client.get(AIRPORT, DFW);
        client.get(AIRPORT, DFW, PRIMARY);
        client.get(AIRPORT, DFW, REPLICA);
        client.get(AIRPORT, DFW, BOTH);

        assertThat(asked()).containsExactly("-", "primary", "replica", "replica");
    }

    @Test
    void minVersion_travels() {
        putVersion(5, 5);

        open(inline()).get(AIRPORT, DFW, CallOptions.minVersion(5));

        assertThat(store.calls().get(0).headers()).containsExactly(Map.entry("plumbline-min-version", "5"));
    }

    @Test
    void viewsPreference_winsOverTheClients_andTheCallsOverBoth() {
        FeatureView view = FeatureView.builder("airport_delays", "airport")
                .feature("flights", FeatureType.INT64)
                .feature("mean_delay", FeatureType.FLOAT64)
                .readPreference(ReadPreference.REPLICA)
                .build();
        FeatureView plain = FeatureView.builder("plain", "airport")
                .feature("flights", FeatureType.INT64)
                .build();
        FeatureClient client = open(FeatureClient.builder(store.transport())
                .views(view, plain)
                .environment(Map.of())
                .readPreference(ReadPreference.PRIMARY));

        client.get(plain, DFW);
        client.get(view, DFW);
        client.get(view, DFW, PRIMARY);

        assertThat(asked()).containsExactly("primary", "replica", "primary");
        assertThat(view.schemaHash()).isEqualTo(AIRPORT.schemaHash());
        assertThat(view).isNotEqualTo(AIRPORT);
    }

    @Test
    void primary_isReadPastBothTiers() {
        FeatureClient client = both();
        client.get(AIRPORT, DFW);
        store.pauseReplica();
        putFlights(DFW, 13);

        FeatureRow row = client.get(AIRPORT, DFW, PRIMARY);

        assertThat(row.int64("flights")).isEqualTo(13);
        assertThat(row.tier()).isEqualTo(ReadTier.ORIGIN);
        assertThat(far.reads).hasSize(1);
        assertThat(far.fills).hasSize(1);
        assertThat(client.get(AIRPORT, DFW).int64("flights")).isEqualTo(12);
    }

    @Test
    void primary_isAnsweredByNoLoadThatBeganBefore_butLeavesWithOthers() {
        FeatureClient client = open(inline().maxInFlightBatches(1));
        store.faults().hold();
        CompletableFuture<FeatureRow> first = client.getAsync(AIRPORT, DFW, PRIMARY);
        CompletableFuture<FeatureRow> second = client.getAsync(AIRPORT, DFW, PRIMARY);
        CompletableFuture<FeatureRow> third = client.getAsync(AIRPORT, ORD, PRIMARY);
        CompletableFuture<FeatureRow> plain = client.getAsync(AIRPORT, ORD);
        putFlights(DFW, 13);
        assertThat(store.callCount()).isEqualTo(2);
        store.faults().release();

        assertThat(done(first).int64("flights")).isEqualTo(12);
        assertThat(done(second).int64("flights")).isEqualTo(13);
        assertThat(done(third).int64("flights")).isEqualTo(7);
        assertThat(done(plain).int64("flights")).isEqualTo(7);
        assertThat(asked()).containsExactly("primary", "-", "primary");
        assertThat(store.calls().get(2).keys()).containsExactly(DFW, ORD);
    }

    @Test
    void loadsOfUnequalPreference_areNotShared_thoseOfEqualAre() {
        FeatureClient client = nearOnly();
        store.faults().hold();
        CompletableFuture<FeatureRow> plain = client.getAsync(AIRPORT, DFW);
        CompletableFuture<FeatureRow> replica = client.getAsync(AIRPORT, DFW, REPLICA);
        CompletableFuture<FeatureRow> joined = client.getAsync(AIRPORT, DFW, REPLICA);
        CompletableFuture<FeatureRow> joinedPlain = client.getAsync(AIRPORT, DFW);

        assertThat(asked()).containsExactly("-", "replica");
        assertThat(counted("plumbline.client.coalesced.requests")).isEqualTo(2);
        store.faults().release();
        for (CompletableFuture<FeatureRow> read : List.of(plain, replica, joined, joinedPlain)) {
            assertThat(done(read).int64("flights")).isEqualTo(12);
        }
    }

    @Test
    void replica_isAnsweredByTheTiersAndFillsThem() {
        FeatureClient client = both();

        client.get(AIRPORT, DFW, REPLICA);

        assertThat(far.fills).hasSize(1);
        assertThat(client.get(AIRPORT, DFW).tier()).isEqualTo(ReadTier.NEAR);
        assertThat(client.get(AIRPORT, DFW, REPLICA).tier()).isEqualTo(ReadTier.NEAR);
        assertThat(farOnly().get(AIRPORT, DFW, REPLICA).tier()).isEqualTo(ReadTier.FAR);
        assertThat(store.callCount()).isOne();
    }

    @Test
    void write_detachesLoadsOnAllTerms() {
        FeatureClient client = nearOnly();
        store.faults().hold();
        CompletableFuture<FeatureRow> plain = client.getAsync(AIRPORT, DFW);
        CompletableFuture<FeatureRow> replica = client.getAsync(AIRPORT, DFW, REPLICA);
        client.write(AIRPORT, DFW, () -> {
            putFlights(DFW, 13);
            return Written.something();
        });
        store.faults().release();

        assertThat(done(plain).int64("flights")).isEqualTo(12);
        assertThat(done(replica).int64("flights")).isEqualTo(12);
        assertThat(near.entries).isEmpty();
        assertThat(client.get(AIRPORT, DFW, REPLICA).int64("flights")).isEqualTo(13);
    }

    @Test
    void writeThrough_detachesLoadsOnAllTerms() {
        FeatureClient client = nearOnly();
        store.faults().hold();
        CompletableFuture<FeatureRow> replica = client.getAsync(AIRPORT, DFW, REPLICA);
        client.write(AIRPORT, DFW, () -> Written.row(row(13, 2)));
        store.faults().release();

        assertThat(done(replica).int64("flights")).isEqualTo(12);
        assertThat(client.get(AIRPORT, DFW).int64("flights")).isEqualTo(13);
    }

    @Test
    void rowThatTheReplicaDoesNotHave_isAskedOfThePrimaryOnce() {
        FeatureClient client = both();
        store.pauseReplica();
        putFlights(NOWHERE, 3);

        FeatureRow row = client.get(AIRPORT, NOWHERE, BOTH);

        assertThat(row.int64("flights")).isEqualTo(3);
        assertThat(asked()).containsExactly("replica", "primary");
        assertThat(turnedToPrimary()).isOne();
        assertThat(client.get(AIRPORT, NOWHERE).tier()).isEqualTo(ReadTier.NEAR);
        assertThat(far.fills).hasSize(1);
    }

    @Test
    void rowThatThePrimaryDoesNotHaveEither_isNotFound() {
        FeatureRow row = both().get(AIRPORT, NOWHERE, BOTH);

        assertThat(row.status()).isEqualTo(RowStatus.NOT_FOUND);
        assertThat(asked()).containsExactly("replica", "primary");
    }

    @Test
    void batch_asksThePrimaryForTheMissingKeysOnly_inOneCall() {
        store.pauseReplica();
        keys(0, 3).forEach(key -> putFlights(key, 1));

        FeatureRows rows = done(both().getAllAsync(
                        AIRPORT,
                        List.of(
                                keys(0, 3).get(0),
                                DFW,
                                keys(0, 3).get(1),
                                ORD,
                                keys(0, 3).get(2)),
                        BOTH));

        assertThat(rows).extracting(row -> row.int64("flights")).containsExactly(1L, 12L, 1L, 7L, 1L);
        assertThat(asked()).containsExactly("replica", "primary");
        assertThat(store.calls().get(1).keys()).containsExactlyElementsOf(keys(0, 3));
        assertThat(turnedToPrimary()).isEqualTo(3);
    }

    @Test
    void primaryThatFails_isNoNotFound() {
        store.faults().failRows(TransportException.Kind.INTERNAL, NOWHERE);
        FeatureClient client = both();
        store.faults().clear();
        store.faults().hold();
        CompletableFuture<FeatureRow> read = client.getAsync(AIRPORT, NOWHERE, BOTH);
        store.faults().failRows(TransportException.Kind.INTERNAL, NOWHERE);
        store.faults().release();

        assertThat(failure(read)).hasMessageContaining("could not be read");
        assertThat(asked()).containsExactly("replica", "primary");
    }

    @Test
    void rememberedNotFound_isNoAnswerToOneWhoAsksThePrimaryToo() {
        FeatureClient client = both();
        client.get(AIRPORT, NOWHERE);
        store.pauseReplica();
        putFlights(NOWHERE, 3);
        assertThat(client.get(AIRPORT, NOWHERE).status()).isEqualTo(RowStatus.NOT_FOUND);

        assertThat(client.get(AIRPORT, NOWHERE, BOTH).int64("flights")).isEqualTo(3);
        assertThat(farOnly().get(AIRPORT, NOWHERE, BOTH).int64("flights")).isEqualTo(3);
        assertThat(client.get(AIRPORT, NOWHERE).int64("flights")).isEqualTo(3);
    }

    @Test
    void viewThatAsksThePrimaryToo_remembersNotFound() {
        FeatureClient client = open(
                inline().cache(tiers(near, far)).meters(meters).readPreference(ReadPreference.REPLICA_THEN_PRIMARY));

        client.get(AIRPORT, NOWHERE);
        client.get(AIRPORT, NOWHERE);

        assertThat(asked()).containsExactly("replica", "primary");
    }

    @Test
    void primaryThatIsLate_isNoStaleRow() {
        FeatureClient client = both();
        client.get(AIRPORT, DFW);
        store.faults().hold();

        CompletableFuture<FeatureRow> read = client.getAsync(AIRPORT, DFW, PRIMARY);
        time.advance(Duration.ofSeconds(2));

        assertThat(failure(read)).hasMessageContaining("could not be read");
    }

    @Test
    void replicasWord_thatThereIsNoRow_isNotKeptForAViewThatAsksThePrimaryToo() {
        FeatureView view = FeatureView.builder(AIRPORT.name(), "airport")
                .feature("flights", FeatureType.INT64)
                .feature("mean_delay", FeatureType.FLOAT64)
                .readPreference(ReadPreference.REPLICA_THEN_PRIMARY)
                .build();
        FeatureClient client = open(FeatureClient.builder(store.transport())
                .views(view)
                .environment(Map.of())
                .ticker(time)
                .clock(time)
                .scheduler(time)
                .executor(Runnable::run)
                .callbackExecutor(Runnable::run)
                .cache(tiers(near, far)));
        store.pauseReplica();
        putFlights(NOWHERE, 3);

        assertThat(client.get(view, NOWHERE, REPLICA).status()).isEqualTo(RowStatus.NOT_FOUND);

        assertThat(client.get(view, NOWHERE).int64("flights")).isEqualTo(3);
    }
}

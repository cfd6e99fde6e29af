package dev.plumbline.testing.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plumbline.FeatureClient;
import dev.plumbline.WriteReceipt;
import dev.plumbline.Written;
import dev.plumbline.feature.FeatureRow;
import dev.plumbline.feature.FeatureType;
import dev.plumbline.feature.FeatureView;
import dev.plumbline.feature.ReadTier;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a client reads of a row before, during and after it writes it. */
final class WriteTest extends SharedFarTest {
    enum Tiers {
        NEAR,
        FAR,
        BOTH,
        NONE
    }

    private FeatureClient client(Tiers tiers) {
        return switch (tiers) {
            case NEAR -> nearOnly();
            case FAR -> farOnly();
            case BOTH -> both();
            case NONE -> open(inline());
        };
    }

    private long flights(FeatureClient client) {
        return done(client.getAsync(AIRPORT, DFW)).int64("flights");
    }

    private Written put(long flights) {
        putFlights(DFW, flights);
        return Written.something();
    }

    @ParameterizedTest
    @EnumSource
    void noOldRowIsReadAfterAWrite(Tiers tiers) {
        FeatureClient client = client(tiers);
        assertThat(flights(client)).isEqualTo(12);

        WriteReceipt receipt = client.write(AIRPORT, DFW, () -> put(13));

        assertThat(done(receipt.shared())).isTrue();
        assertThat(flights(client)).isEqualTo(13);
        assertThat(flights(client)).isEqualTo(13);
        assertThat(time.pendingTasks()).isZero();
    }

    @ParameterizedTest
    @EnumSource
    void loadFromBeforeTheWrite_isAnsweredAndPublishesNothing(Tiers tiers) {
        FeatureClient client = client(tiers);
        store.faults().hold();
        CompletableFuture<FeatureRow> before = client.getAsync(AIRPORT, DFW);

        client.write(AIRPORT, DFW, () -> put(13));
        CompletableFuture<FeatureRow> after = client.getAsync(AIRPORT, DFW);
        store.faults().release();

        assertThat(done(before).int64("flights")).isEqualTo(12);
        assertThat(done(after).int64("flights")).isEqualTo(13);
        assertThat(flights(client)).isEqualTo(13);
        assertThat(far.fills).allMatch(fill -> fill.row().int64("flights") == 13);
    }

    @ParameterizedTest
    @EnumSource
    void loadFromBeforeTheWrite_thatEndsDuringIt_publishesNothing(Tiers tiers) {
        FeatureClient client = client(tiers);
        store.faults().hold();
        CompletableFuture<FeatureRow> before = client.getAsync(AIRPORT, DFW);

        client.write(AIRPORT, DFW, () -> {
            store.faults().release();
            return put(13);
        });

        assertThat(done(before).int64("flights")).isEqualTo(12);
        assertThat(near.entries).isEmpty();
        assertThat(far.row(DFW_ROW)).isNull();
        assertThat(flights(client)).isEqualTo(13);
    }

    @ParameterizedTest
    @EnumSource
    void readDuringTheWrite_passesBothTiersByAndStoresNothing(Tiers tiers) {
        FeatureClient client = client(tiers);
        flights(client);
        int farReads = far.reads.size();
        store.forgetCalls();

        client.write(AIRPORT, DFW, () -> {
            assertThat(client.get(AIRPORT, DFW).tier()).isEqualTo(ReadTier.ORIGIN);
            assertThat(client.get(AIRPORT, DFW).tier()).isEqualTo(ReadTier.ORIGIN);
            assertThat(near.entries).isEmpty();
            return put(13);
        });

        assertThat(store.callCount()).isEqualTo(2);
        assertThat(far.reads).hasSize(farReads);
        assertThat(flights(client)).isEqualTo(13);
    }

    @ParameterizedTest
    @EnumSource
    void loadThatBeganDuringTheWrite_publishesNothing(Tiers tiers) {
        FeatureClient client = client(tiers);
        store.faults().hold();

        client.write(AIRPORT, DFW, () -> {
            client.getAsync(AIRPORT, DFW);
            return put(13);
        });
        store.faults().release();

        assertThat(near.entries).isEmpty();
        assertThat(far.fills).isEmpty();
        assertThat(flights(client)).isEqualTo(13);
    }

    @ParameterizedTest
    @EnumSource
    void invalidate_keepsALoadUnderWayFromPublishing(Tiers tiers) {
        FeatureClient client = client(tiers);
        store.faults().hold();
        client.getAsync(AIRPORT, DFW);
        putFlights(DFW, 13);

        assertThat(done(client.invalidate(AIRPORT, DFW))).isTrue();
        store.faults().release();

        assertThat(flights(client)).isEqualTo(13);
    }

    @ParameterizedTest
    @EnumSource
    void writeThatThrows_isForgottenAtOnceAndAgainWhenItMayHaveLanded(Tiers tiers) {
        FeatureClient client = client(tiers);
        flights(client);
        IOException late = new IOException("the store did not answer");

        assertThatThrownBy(() -> client.write(AIRPORT, DFW, () -> {
                    throw late;
                }))
                .isSameAs(late);
        assertThat(near.entries).isEmpty();
        assertThat(far.row(DFW_ROW)).isNull();
        assertThat(flights(client)).isEqualTo(12);
        putFlights(DFW, 13);
        time.advance(Duration.ofMillis(4_999));
        assertThat(flights(client)).isEqualTo(tiers == Tiers.NONE || tiers == Tiers.FAR ? 13 : 12);
        time.advance(Duration.ofMillis(1));

        assertThat(flights(client)).isEqualTo(13);
        assertThat(time.pendingTasks()).isZero();
    }

    @Test
    void twoKeys_doNotTouchEachOther() {
        FeatureClient client = both();
        client.get(AIRPORT, ORD);

        client.write(AIRPORT, DFW, () -> {
            assertThat(client.get(AIRPORT, ORD).tier()).isEqualTo(ReadTier.NEAR);
            return put(13);
        });

        assertThat(client.get(AIRPORT, ORD).tier()).isEqualTo(ReadTier.NEAR);
        assertThat(far.row(nameOf(ORD))).isNotNull();
    }

    @Test
    void writeWithoutAnAnswer_isTreatedAsOneThatThrew() {
        FeatureClient client = both();
        flights(client);

        assertThatThrownBy(() -> client.write(AIRPORT, DFW, () -> {
                    putFlights(DFW, 13);
                    return null;
                }))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("Written.something()");

        assertThat(flights(client)).isEqualTo(13);
        time.advance(Duration.ofSeconds(5));
        assertThat(time.pendingTasks()).isZero();
    }

    @Test
    void rowOfAnotherView_isRefusedAndNotStored() {
        FeatureView runways = FeatureView.builder("runways", "airport")
                .feature("count", FeatureType.INT64)
                .build();
        var other = FeatureRow.builder(runways, 0);
        other.putInt64(0, 3);
        other.dataVersion(2);
        FeatureClient client = both();
        flights(client);

        assertThatThrownBy(() -> client.write(AIRPORT, DFW, () -> {
                    putFlights(DFW, 13);
                    return Written.row(other.build());
                }))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("airport_delays")
                .hasMessageContaining("runways");

        assertThat(flights(client)).isEqualTo(13);
    }

    @Test
    void invalidateAll_emptiesBothTiersAndDetachesAllLoads() {
        FeatureClient client = both();
        client.get(AIRPORT, ORD);
        store.faults().hold();
        CompletableFuture<FeatureRow> before = client.getAsync(AIRPORT, DFW);
        putFlights(DFW, 13);
        putFlights(ORD, 14);

        assertThat(done(client.invalidateAll())).isTrue();
        store.faults().release();

        assertThat(done(before).int64("flights")).isEqualTo(12);
        assertThat(near.entries).isEmpty();
        assertThat(far.flushes).hasSize(1);
        assertThat(flights(client)).isEqualTo(13);
        assertThat(client.get(AIRPORT, ORD).int64("flights")).isEqualTo(14);
    }

    @Test
    void invalidateAll_keepsALoadFromFillingWhatWasJustFlushed() {
        far.leases = false;
        FeatureClient client = both();
        store.faults().hold();
        client.getAsync(AIRPORT, DFW);
        putFlights(DFW, 13);
        far.afterFlush = () -> store.faults().release();

        client.invalidateAll();

        assertThat(far.fills).isEmpty();
        assertThat(flights(client)).isEqualTo(13);
    }

    @Test
    void invalidateAll_tellsIfTheFarTierIsNotCertain() {
        far.fault("flush", () -> CompletableFuture.completedFuture(false));

        assertThat(done(both().invalidateAll())).isFalse();
    }
}

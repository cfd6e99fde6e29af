package dev.plumbline.testing.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.ClientSettings;
import dev.plumbline.FeatureClient;
import dev.plumbline.cache.FarRead;
import dev.plumbline.cache.FarTier;
import dev.plumbline.feature.EntityKey;
import dev.plumbline.feature.FeatureRow;
import dev.plumbline.feature.FeatureRows;
import dev.plumbline.feature.ReadTier;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/**
 * Rows that are missing in the far tier, and who loads them. An origin that was never asked is taken to need 150 ms, so
 * that patience is 450 ms.
 */
final class LeaseTest extends SharedFarTest {
    private static final Duration LONG = Duration.ofSeconds(10);

    @Test
    void missWithALease_isLoadedAndFilledWithItsToken() {
        FeatureClient client = both();

        assertThat(client.get(AIRPORT, DFW).tier()).isEqualTo(ReadTier.ORIGIN);

        assertThat(far.fills).hasSize(1);
        assertThat(far.fills.get(0).token()).isEqualTo(1L);
        assertThat(far.fills.get(0).outcome()).isEqualTo(FarTier.FillOutcome.STORED);
        assertThat(far.fills.get(0).ttl()).isEqualTo(Duration.ofSeconds(330));
    }

    @Test
    void missThatAnotherProcessLoads_isWaitedFor() {
        FeatureClient client = both();
        far.leaseElsewhere(DFW_ROW, LONG);

        CompletableFuture<FeatureRow> read = client.getAsync(AIRPORT, DFW);
        time.advance(Duration.ofMillis(20));
        assertThat(read).isNotDone();
        far.put(DFW_ROW, row(99));
        time.advance(Duration.ofMillis(40));

        assertThat(done(read).int64("flights")).isEqualTo(99);
        assertThat(done(read).tier()).isEqualTo(ReadTier.FAR);
        assertThat(near.entries).containsOnlyKeys(DFW_ROW);
        assertThat(store.callCount()).isZero();
        assertThat(far.fills).isEmpty();
        assertThat(time.pendingTasks()).isZero();
        assertThat(counted("plumbline.client.cache.leases", "event", "waited")).isOne();
        assertThat(counted("plumbline.client.cache.leases", "event", "timeout")).isZero();
    }

    @Test
    void lookThatFails_isNoReasonToLoadWhatAnotherProcessLoads() {
        FeatureClient client = both();
        far.leaseElsewhere(DFW_ROW, LONG);

        CompletableFuture<FeatureRow> read = client.getAsync(AIRPORT, DFW);
        far.fault("read", () -> CompletableFuture.completedFuture(List.of(FarRead.error())));
        // Looks at 5 and 15 ms.
        time.advance(Duration.ofMillis(20));
        far.heal("read");
        far.put(DFW_ROW, row(99));
        time.advance(Duration.ofMillis(20));

        assertThat(done(read).int64("flights")).isEqualTo(99);
        assertThat(store.callCount()).isZero();
    }

    @Test
    void looksGrowRarer_whileAnotherProcessLoads() {
        far.leaseElsewhere(DFW_ROW, LONG);
        both().getAsync(AIRPORT, DFW);

        // 0, 5, 15, 35, 75, 115, 155, 195 ms
        time.advance(Duration.ofMillis(200));

        assertThat(far.reads).hasSize(8);
    }

    @Test
    void patienceThatIsOver_loadsInThePlaceOfTheOther() {
        FeatureClient client = both();
        far.leaseElsewhere(DFW_ROW, LONG);

        CompletableFuture<FeatureRow> read = client.getAsync(AIRPORT, DFW);
        time.advance(Duration.ofMillis(449));
        assertThat(store.callCount()).isZero();
        time.advance(Duration.ofMillis(1));

        assertThat(done(read).tier()).isEqualTo(ReadTier.ORIGIN);
        assertThat(near.entries).containsOnlyKeys(DFW_ROW);
        assertThat(far.claims).hasSize(1);
        assertThat(far.fills).hasSize(1);
        assertThat(far.fills.get(0).token()).isEqualTo(1L);
        assertThat(far.fills.get(0).outcome()).isEqualTo(FarTier.FillOutcome.STORED);
        assertThat(counted("plumbline.client.cache.leases", "event", "timeout")).isOne();
    }

    @Test
    void patienceThatIsOver_whileAnotherIsElected_waitsOnceMore_andThenFillsNothingFar() {
        FeatureClient client = both();
        far.leaseElsewhere(DFW_ROW, LONG);
        assertThat(far.claim(List.of(DFW_ROW), LONG, 0).join()).containsExactly(true);

        CompletableFuture<FeatureRow> read = client.getAsync(AIRPORT, DFW);
        time.advance(Duration.ofMillis(899));
        assertThat(store.callCount()).isZero();
        time.advance(Duration.ofMillis(1));

        assertThat(done(read).tier()).isEqualTo(ReadTier.ORIGIN);
        assertThat(near.entries).containsOnlyKeys(DFW_ROW);
        assertThat(far.fills).isEmpty();
        assertThat(counted("plumbline.client.cache.leases", "event", "timeout")).isOne();
    }

    @Test
    void winnersThatDie_areFollowedByOneProcessAtATime() {
        far.leaseElsewhere(DFW_ROW, LONG);
        store.faults().delay(Duration.ofMillis(50));

        List<CompletableFuture<FeatureRow>> reads = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            reads.add(farOnly().getAsync(AIRPORT, DFW));
        }
        time.advance(Duration.ofSeconds(1));

        assertThat(store.callCount()).isOne();
        reads.forEach(read -> assertThat(done(read).int64("flights")).isEqualTo(12));
        assertThat(far.fills).hasSize(1);
    }

    @Test
    void patience_isThreeTimesTheSlowestLoadLately() {
        FeatureClient client = both();
        store.faults().delay(Duration.ofMillis(20));
        client.getAsync(AIRPORT, ORD);
        time.advance(Duration.ofMillis(20));
        store.faults().clear();
        far.leaseElsewhere(DFW_ROW, LONG);

        client.getAsync(AIRPORT, DFW);
        time.advance(Duration.ofMillis(59));
        assertThat(store.callCount()).isOne();
        time.advance(Duration.ofMillis(1));

        assertThat(store.callCount()).isEqualTo(2);
    }

    @Test
    void patience_isHalfOfTheTimeLeftAtMost() {
        FeatureClient client = open(inline().cache(tiers(near, far))
                .settings(ClientSettings.of(Map.of("deadline", "400ms", "connect-grace", "1ms"))));
        far.leaseElsewhere(DFW_ROW, LONG);

        CompletableFuture<FeatureRow> read = client.getAsync(AIRPORT, DFW);
        time.advance(Duration.ofMillis(199));
        assertThat(store.callCount()).isZero();
        time.advance(Duration.ofMillis(1));

        assertThat(done(read).tier()).isEqualTo(ReadTier.ORIGIN);
    }

    @Test
    void winnerThatDies_isFollowedByAReaderThatFills() {
        FeatureClient client = both();
        far.leaseElsewhere(DFW_ROW, Duration.ofMillis(30));

        CompletableFuture<FeatureRow> read = client.getAsync(AIRPORT, DFW);
        time.advance(Duration.ofMillis(100));

        assertThat(done(read).tier()).isEqualTo(ReadTier.ORIGIN);
        assertThat(far.fills).hasSize(1);
        assertThat(far.fills.get(0).token()).isEqualTo(2L);
        assertThat(far.row(DFW_ROW).int64("flights")).isEqualTo(12);
        assertThat(time.pendingTasks()).isZero();
    }

    @Test
    void twoProcesses_makeOneCall() {
        store.faults().delay(Duration.ofMillis(50));
        CompletableFuture<FeatureRow> first = both().getAsync(AIRPORT, DFW);
        CompletableFuture<FeatureRow> second = farOnly().getAsync(AIRPORT, DFW);

        time.advance(Duration.ofMillis(100));

        assertThat(done(first).tier()).isEqualTo(ReadTier.ORIGIN);
        assertThat(done(second).tier()).isEqualTo(ReadTier.FAR);
        assertThat(store.callCount()).isOne();
    }

    @Test
    void batch_loadsItsMissesAtOnceAndWhatItWaitedForLater() {
        List<EntityKey> keys = keys(0, 10);
        keys.forEach(key -> putFlights(key, 1));
        keys.subList(5, 8).forEach(key -> far.leaseElsewhere(nameOf(key), LONG));
        keys.subList(8, 10).forEach(key -> far.put(nameOf(key), row(99)));
        store.faults().delay(Duration.ofMillis(100));

        CompletableFuture<FeatureRows> read = both().getAllAsync(AIRPORT, keys);
        assertThat(store.calls()).hasSize(1);
        assertThat(store.calls().get(0).keys()).isEqualTo(keys.subList(0, 5));
        assertThat(read).isNotDone();
        far.put(nameOf(keys.get(5)), row(98));
        far.put(nameOf(keys.get(6)), row(98));
        time.advance(Duration.ofMillis(449));
        assertThat(store.calls()).hasSize(1);
        assertThat(read).isNotDone();
        time.advance(Duration.ofMillis(101));

        assertThat(done(read))
                .extracting(row -> row.int64("flights"))
                .containsExactly(1L, 1L, 1L, 1L, 1L, 98L, 98L, 1L, 99L, 99L);
        assertThat(store.calls()).hasSize(2);
        assertThat(store.calls().get(1).keys()).containsExactly(keys.get(7));
        assertThat(far.fills).hasSize(6);
        assertThat(far.reads.get(0)).hasSize(10);
    }

    @Test
    void withoutLeases_aMissIsFilledUnconditionally() {
        far.leases = false;

        both().get(AIRPORT, DFW);

        assertThat(far.fills).hasSize(1);
        assertThat(far.fills.get(0).token()).isNull();
    }

    @Test
    void loadThatIsLate_isRefusedByTheFarTierAndStillAnswered() {
        FeatureClient client = farOnly();
        store.faults().hold();
        CompletableFuture<FeatureRow> read = client.getAsync(AIRPORT, DFW);
        far.remove(DFW_ROW);
        store.faults().release();

        assertThat(done(read).int64("flights")).isEqualTo(12);
        assertThat(far.fills.get(0).outcome()).isEqualTo(FarTier.FillOutcome.REFUSED);
        assertThat(far.row(DFW_ROW)).isNull();
    }
}

package dev.plumbline.testing.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plumbline.CallOptions;
import dev.plumbline.FeatureClient;
import dev.plumbline.FeatureRequestException;
import dev.plumbline.FeatureTimeoutException;
import dev.plumbline.feature.FeatureRow;
import dev.plumbline.feature.FeatureRows;
import dev.plumbline.feature.ReadTier;
import dev.plumbline.feature.RowStatus;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Reads that take no row older than a version. */
final class MinVersionTest extends SharedFarTest {
    private static final CallOptions FIVE = CallOptions.minVersion(5);

    private CompletableFuture<FeatureRow> five(FeatureClient client) {
        return client.getAsync(AIRPORT, DFW, FIVE);
    }

    @Test
    void bothTiers_arePassedBy() {
        FeatureClient client = both();
        putVersion(4, 4);
        client.get(AIRPORT, DFW);
        putVersion(5, 5);

        FeatureRow row = client.get(AIRPORT, DFW, FIVE);

        assertThat(row.dataVersion()).isEqualTo(5);
        assertThat(row.tier()).isEqualTo(ReadTier.ORIGIN);
        assertThat(far.reads).hasSize(1);
        assertThat(far.fills).hasSize(1);
        assertThat(client.get(AIRPORT, DFW).dataVersion()).isEqualTo(4);
    }

    @Test
    void newerRow_isTaken() {
        putVersion(6, 6);

        assertThat(done(five(both())).dataVersion()).isEqualTo(6);
        assertThat(store.callCount()).isOne();
    }

    @Test
    void load_isSharedWithNobody() {
        FeatureClient client = nearOnly();
        putVersion(5, 5);
        store.faults().hold();

        client.getAsync(AIRPORT, DFW);
        CompletableFuture<FeatureRow> first = five(client);
        CompletableFuture<FeatureRow> second = five(client);
        client.getAsync(AIRPORT, DFW);
        assertThat(store.callCount()).isEqualTo(3);
        first.cancel(true);
        store.faults().release();

        assertThat(done(second).dataVersion()).isEqualTo(5);
        assertThat(counted("plumbline.client.coalesced.requests")).isOne();
        assertThat(store.cancelledCount()).isOne();
    }

    @Test
    void replicaThatLags_isAskedAgain() {
        FeatureClient client = both();
        putVersion(4, 4);

        CompletableFuture<FeatureRow> read = five(client);
        assertThat(store.callCount()).isOne();
        time.advance(Duration.ofMillis(40));
        assertThat(store.callCount()).isEqualTo(3);
        assertThat(read).isNotDone();
        putVersion(5, 5);
        time.advance(Duration.ofMillis(20));

        assertThat(done(read).dataVersion()).isEqualTo(5);
        assertThat(time.pendingTasks()).isZero();
    }

    @Test
    void replicaThatDoesNotHaveTheRowYet_isAskedAgain() {
        store.remove(AIRPORT, DFW);

        CompletableFuture<FeatureRow> read = five(both());
        time.advance(Duration.ofMillis(20));
        assertThat(read).isNotDone();
        putVersion(5, 5);
        time.advance(Duration.ofMillis(20));

        assertThat(done(read).dataVersion()).isEqualTo(5);
    }

    @Test
    void readThatIsLate_namesTheVersion() {
        putVersion(4, 4);

        CompletableFuture<FeatureRow> read = five(both());
        time.advance(Duration.ofSeconds(2));

        assertThat(failure(read))
                .isInstanceOf(FeatureTimeoutException.class)
                .hasMessageContaining("version 5 or later")
                .hasMessageContaining("lags behind");
        assertThat(time.pendingTasks()).isZero();
    }

    @Test
    void callersOwnDeadline_namesTheVersionToo() {
        putVersion(4, 4);
        FeatureClient client = both();
        CallOptions hasty = FIVE.withDeadline(Duration.ofMillis(30));

        CompletableFuture<FeatureRow> one = client.getAsync(AIRPORT, DFW, hasty);
        CompletableFuture<FeatureRows> all = client.getAllAsync(AIRPORT, List.of(DFW), hasty);
        time.advance(Duration.ofMillis(30));

        assertThat(failure(one)).hasMessageContaining("version 5 or later");
        assertThat(done(all).get(0).cause().orElseThrow()).hasMessageContaining("version 5 or later");
        assertThatThrownBy(() -> client.get(AIRPORT, DFW, hasty)).hasMessageContaining("version 5 or later");
    }

    @Test
    void rowWithoutAVersion_isRefused() {
        assertThat(failure(five(both())))
                .isInstanceOf(FeatureRequestException.class)
                .hasMessageContaining("without versions");
        assertThat(store.callCount()).isOne();
    }

    @Test
    void batch_asksAgainForTheRowsThatLag() {
        putVersion(4, 4);
        store.row(AIRPORT, ORD).value("flights", 7L).dataVersion(8).put();

        CompletableFuture<FeatureRows> read = both().getAllAsync(AIRPORT, List.of(DFW, ORD, DFW), FIVE);
        assertThat(read).isNotDone();
        time.advance(Duration.ofMillis(20));
        putVersion(5, 5);
        time.advance(Duration.ofMillis(20));

        assertThat(done(read)).extracting(FeatureRow::dataVersion).containsExactly(5L, 8L, 5L);
        assertThat(store.calls().get(0).keys()).containsExactly(DFW, ORD);
        assertThat(store.calls().get(1).keys()).containsExactly(DFW);
        assertThat(near.entries).isEmpty();
        assertThat(far.reads).isEmpty();
    }

    @Test
    void batchThatIsLate_keepsTheRowsThatCame() {
        putVersion(4, 4);
        store.row(AIRPORT, ORD).value("flights", 7L).dataVersion(8).put();

        CompletableFuture<FeatureRows> read = both().getAllAsync(AIRPORT, List.of(DFW, ORD), FIVE);
        time.advance(Duration.ofSeconds(2));

        assertThat(done(read)).extracting(FeatureRow::status).containsExactly(RowStatus.ERROR, RowStatus.PRESENT);
        assertThat(done(read).get(0).cause().orElseThrow()).hasMessageContaining("version 5 or later");
    }

    @Test
    void failureOfOneRead_isNotRememberedForOthers() {
        FeatureClient client = both();
        failure(five(client));

        assertThat(client.get(AIRPORT, DFW).int64("flights")).isEqualTo(12);
    }
}

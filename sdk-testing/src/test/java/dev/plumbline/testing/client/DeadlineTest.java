package dev.plumbline.testing.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plumbline.CallOptions;
import dev.plumbline.FeatureClient;
import dev.plumbline.FeatureRejectedException;
import dev.plumbline.FeatureTimeoutException;
import dev.plumbline.feature.FeatureRow;
import dev.plumbline.feature.FeatureRows;
import dev.plumbline.feature.Freshness;
import dev.plumbline.feature.RowStatus;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class DeadlineTest extends ClientTest {
    private static final CallOptions SHORT = CallOptions.deadline(Duration.ofMillis(50));

    @Test
    void getAsync_withAShortDeadline_endsAtIt() {
        FeatureClient client = open(virtual());
        store.faults().hold();
        CompletableFuture<FeatureRow> read = client.getAsync(AIRPORT, DFW, SHORT);

        time.advance(Duration.ofMillis(49));
        assertThat(read).isNotDone();
        time.advance(Duration.ofMillis(1));

        assertThat(failure(read))
                .isInstanceOf(FeatureTimeoutException.class)
                .hasMessageContaining("'airport_delays'")
                .hasMessageContaining("50 ms");
        assertThat(store.cancelledCount()).isEqualTo(1);
    }

    @Test
    void get_withAShortDeadline_endsAtIt() {
        FeatureClient client = open(builder());
        store.faults().hold();

        assertThatThrownBy(() -> client.get(AIRPORT, DFW, CallOptions.deadline(Duration.ofMillis(20))))
                .isInstanceOfSatisfying(
                        FeatureTimeoutException.class,
                        e -> assertThat(e.deadline()).isEqualTo(Duration.ofMillis(20)));
        assertThat(store.cancelledCount()).isEqualTo(1);
    }

    @Test
    void getAll_withAShortDeadline_keepsWhatHasCome() {
        MapTiers tiers = MapTiers.nearOnly();
        FeatureClient client = open(virtual().cache(tiers));
        done(client.getAsync(AIRPORT, DFW));
        store.faults().hold();
        CompletableFuture<FeatureRows> read = client.getAllAsync(AIRPORT, List.of(DFW, ORD), SHORT);

        time.advance(Duration.ofMillis(50));

        assertThat(done(read)).extracting(FeatureRow::status).containsExactly(RowStatus.PRESENT, RowStatus.ERROR);
        assertThat(done(read).get(1).cause().orElseThrow()).isInstanceOf(FeatureTimeoutException.class);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void callerOutOfTime_getsTheOldRow_whichTheLoadStillRenews(boolean nearTier) {
        MapTiers tiers = nearTier ? MapTiers.nearOnly() : MapTiers.farOnly();
        FeatureClient client = open(virtual().cache(tiers));
        done(client.getAsync(AIRPORT, DFW));
        putFlights(DFW, 13);
        time.advance(Duration.ofSeconds(100));
        store.faults().hold();
        CompletableFuture<FeatureRow> one = client.getAsync(AIRPORT, DFW, SHORT);
        CompletableFuture<FeatureRows> both = client.getAllAsync(AIRPORT, List.of(DFW, ORD), SHORT);

        // These wait in real time, and the load's deadline does not come.
        assertOld(client.get(AIRPORT, DFW, SHORT));
        assertOld(client.getAll(AIRPORT, List.of(DFW), SHORT).get(0));
        time.advance(Duration.ofMillis(50));
        assertOld(done(one));
        assertOld(done(both).get(0));
        assertThat(done(both).get(1).status()).isEqualTo(RowStatus.ERROR);
        assertThatThrownBy(() -> client.get(AIRPORT, DFW, SHORT.withMinVersion(1)))
                .isInstanceOf(FeatureTimeoutException.class);

        store.faults().release();
        eventually().until(() -> client.get(AIRPORT, DFW).int64("flights") == 13);
    }

    private static void assertOld(FeatureRow row) {
        assertThat(row.int64("flights")).isEqualTo(12);
        assertThat(row.freshness()).isEqualTo(Freshness.STALE);
        assertThat(row.age()).isGreaterThanOrEqualTo(Duration.ofSeconds(100));
    }

    @Test
    void getAllAsync_pastItsDeadline_reachesTheTransport() {
        FeatureClient client = open(virtual());
        store.faults().hold();
        CompletableFuture<FeatureRows> read = client.getAllAsync(AIRPORT, List.of(DFW, ORD), SHORT);

        time.advance(Duration.ofMillis(50));

        assertThat(done(read)).extracting(FeatureRow::status).containsOnly(RowStatus.ERROR);
        assertThat(store.cancelledCount()).isEqualTo(1);
    }

    @Test
    void getAllAsync_answeredInTime_leavesNoTimer() {
        FeatureClient client = open(virtual());

        done(client.getAllAsync(AIRPORT, List.of(DFW, ORD), SHORT));

        assertThat(time.pendingTasks()).isZero();
    }

    @Test
    void getAsync_answeredInTime_leavesNoTimer() {
        FeatureClient client = open(virtual());

        done(client.getAsync(AIRPORT, DFW, SHORT));

        assertThat(time.pendingTasks()).isZero();
    }

    @Test
    void firstRead_mayTakeTheConnectGrace_laterOnesTheDeadline() {
        FeatureClient client = open(virtual());
        store.faults().hold();
        CompletableFuture<FeatureRow> first = client.getAsync(AIRPORT, DFW);
        time.advance(Duration.ofMillis(1900));
        assertThat(first).isNotDone();
        store.faults().release();
        done(first);

        store.faults().hold();
        CompletableFuture<FeatureRow> second = client.getAsync(AIRPORT, DFW);
        time.advance(Duration.ofMillis(500));

        assertThat(failure(second)).isInstanceOf(FeatureTimeoutException.class);
        assertThat(store.calls().get(0).timeLeft()).isEqualTo(Duration.ofSeconds(2));
        assertThat(store.calls().get(1).timeLeft()).isEqualTo(Duration.ofMillis(150));
    }

    @Test
    void interruptedCaller_isToldSo() {
        FeatureClient client = open(builder());
        store.faults().hold();
        Thread.currentThread().interrupt();

        assertThatThrownBy(() -> client.get(AIRPORT, DFW)).isInstanceOf(FeatureRejectedException.class);
        assertThat(Thread.interrupted()).isTrue();
    }
}

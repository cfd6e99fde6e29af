package dev.plumbline.testing.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.CallOptions;
import dev.plumbline.FeatureClient;
import dev.plumbline.FeatureUnavailableException;
import dev.plumbline.feature.EntityKey;
import dev.plumbline.feature.FeatureRow;
import dev.plumbline.feature.FeatureType;
import dev.plumbline.feature.FeatureView;
import dev.plumbline.transport.TransportException;
import io.micrometer.core.instrument.Counter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Only so many attempts are under way; the next ones wait in order, and not too many of them. */
final class OriginLimitTest extends SharedFarTest {
    private static final Duration ANSWER = Duration.ofMillis(50);

    private FeatureClient client(int fetches) {
        return open(
                inline().maxInFlightBatches(64).maxConcurrentFetches(fetches).meters(meters));
    }

    private List<CompletableFuture<FeatureRow>> read(FeatureClient client, int from, int to) {
        List<CompletableFuture<FeatureRow>> reads = new ArrayList<>();
        for (EntityKey key : keys(from, to)) {
            putFlights(key, 1);
            reads.add(client.getAsync(AIRPORT, key));
        }
        return reads;
    }

    private List<EntityKey> asked() {
        return store.calls().stream().flatMap(call -> call.keys().stream()).toList();
    }

    private double rejected() {
        return meters.find("plumbline.client.rejections").tag("reason", "concurrency").counters().stream()
                .mapToDouble(Counter::count)
                .sum();
    }

    @Test
    void attemptsOverTheLimit_waitInOrder() {
        store.faults().delay(ANSWER);
        List<CompletableFuture<FeatureRow>> reads = read(client(2), 0, 5);

        assertThat(store.pendingCount()).isEqualTo(2);
        time.advance(ANSWER);
        assertThat(store.pendingCount()).isEqualTo(2);
        assertThat(store.callCount()).isEqualTo(4);
        time.advance(ANSWER);
        assertThat(store.pendingCount()).isEqualTo(1);
        time.advance(ANSWER);

        assertThat(reads).allMatch(CompletableFuture::isDone);
        assertThat(asked()).isEqualTo(keys(0, 5));
        assertThat(rejected()).isZero();
        assertThat(time.pendingTasks()).isZero();
    }

    @Test
    void neverMoreThanTheLimit_areUnderWay_whateverBecomesOfThem() {
        FeatureClient client = client(3);
        store.faults().delay(ANSWER).failPercent(30, TransportException.Kind.INTERNAL, 4);
        List<CompletableFuture<FeatureRow>> reads = read(client, 0, 40);
        for (int i = 0; i < 40; i += 7) {
            reads.get(i).cancel(true);
        }

        while (store.pendingCount() > 0) {
            assertThat(store.pendingCount()).isLessThanOrEqualTo(3);
            time.advance(Duration.ofMillis(10));
        }

        assertThat(reads).allMatch(CompletableFuture::isDone);
        assertThat(time.pendingTasks()).isZero();
        // All places are free again.
        store.faults().succeed().hold();
        read(client, 100, 110);
        assertThat(store.pendingCount()).isEqualTo(3);
    }

    @Test
    void attemptThatWaitsAndIsCancelled_isNeverMade() {
        store.faults().delay(ANSWER);
        List<CompletableFuture<FeatureRow>> reads = read(client(1), 0, 4);

        reads.get(1).cancel(true);
        time.advance(Duration.ofMillis(200));

        assertThat(asked()).containsExactly(EntityKey.of(0), EntityKey.of(2), EntityKey.of(3));
        assertThat(store.cancelledCount()).isZero();
    }

    @Test
    void attemptUnderWayThatIsCancelled_givesUpItsPlace() {
        store.faults().hold();
        List<CompletableFuture<FeatureRow>> reads = read(client(1), 0, 2);

        reads.get(0).cancel(true);

        assertThat(store.cancelledCount()).isOne();
        assertThat(asked()).containsExactly(EntityKey.of(0), EntityKey.of(1));
    }

    @Test
    void attemptThatWaitsPastItsDeadline_isNeverMade() {
        Duration longer = Duration.ofSeconds(10);
        FeatureClient client = open(inline().maxConcurrentFetches(1).attemptTimeout(longer));
        store.faults().hold();
        CompletableFuture<FeatureRow> first = client.getAsync(AIRPORT, DFW, CallOptions.deadline(longer));
        List<CompletableFuture<FeatureRow>> reads = read(client, 0, 3);

        time.advance(Duration.ofSeconds(2));
        assertThat(reads).allMatch(CompletableFuture::isCompletedExceptionally);
        store.faults().release();

        assertThat(done(first).int64("flights")).isEqualTo(12);
        assertThat(asked()).containsExactly(DFW);
        assertThat(time.pendingTasks()).isZero();
    }

    @Test
    void whenTooManyWait_furtherOnesAreRefused() {
        FeatureClient client = client(1);
        store.faults().hold();
        List<CompletableFuture<FeatureRow>> reads = read(client, 0, 17);
        assertThat(rejected()).isZero();

        Throwable refusal = failure(read(client, 17, 18).get(0));

        assertThat(refusal)
                .isInstanceOf(FeatureUnavailableException.class)
                .hasMessageContaining("max-concurrent-fetches");
        assertThat(rejected()).isOne();
        assertThat(reads).noneMatch(CompletableFuture::isDone);
    }

    @Test
    void cancelledOnes_makeRoomForOthers() {
        FeatureClient client = client(1);
        store.faults().hold();
        List<CompletableFuture<FeatureRow>> reads = read(client, 0, 17);

        reads.subList(1, 17).forEach(read -> read.cancel(true));
        List<CompletableFuture<FeatureRow>> next = read(client, 17, 18);
        store.faults().release();

        assertThat(done(next.get(0)).int64("flights")).isOne();
        assertThat(rejected()).isZero();
    }

    @Test
    void longQueueThatFailsAtOnce_endsWithoutADeepStack() {
        FeatureClient client = open(inline().maxInFlightBatches(64).maxConcurrentFetches(1_000));
        store.faults().hold();
        List<CompletableFuture<?>> reads = new ArrayList<>();
        for (int i = 0; i < 17_000; i++) {
            // A batch of two is not merged with others.
            reads.add(client.getAllAsync(AIRPORT, keys(2 * i, 2 * i + 2)));
        }
        assertThat(store.pendingCount()).isEqualTo(1_000);

        store.faults().release();

        assertThat(reads).allMatch(CompletableFuture::isDone);
        assertThat(store.callCount()).isEqualTo(17_000);
        assertThat(time.pendingTasks()).isZero();
    }

    @Test
    void viewsOfOneTransport_shareTheLimit() {
        FeatureView other = FeatureView.builder("other", "airport")
                .feature("flights", FeatureType.INT64)
                .build();
        FeatureClient client = open(inline().views(other).maxConcurrentFetches(1));
        store.faults().hold();

        client.getAsync(AIRPORT, DFW);
        client.getAsync(other, DFW);

        assertThat(store.callCount()).isOne();
    }
}

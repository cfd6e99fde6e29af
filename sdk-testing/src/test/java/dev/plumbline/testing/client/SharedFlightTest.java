package dev.plumbline.testing.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.CallOptions;
import dev.plumbline.FeatureClient;
import dev.plumbline.FeatureTimeoutException;
import dev.plumbline.feature.FeatureRow;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Callers that share one load of a key. */
final class SharedFlightTest extends ClientTest {
    private static final int CALLERS = 500;

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();

    @Test
    void manyReadsOfOneColdKey_areOneCall() throws InterruptedException {
        FeatureClient client =
                open(builder().meters(meters).deadline(Duration.ofSeconds(30)).attemptTimeout(Duration.ofSeconds(30)));
        store.faults().hold();
        CountDownLatch go = new CountDownLatch(1);
        AtomicLong sum = new AtomicLong();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < CALLERS; i++) {
            Thread thread = new Thread(() -> {
                try {
                    go.await();
                } catch (InterruptedException e) {
                    return;
                }
                sum.addAndGet(client.get(AIRPORT, DFW).int64("flights"));
            });
            thread.start();
            threads.add(thread);
        }
        go.countDown();
        eventually()
                .untilAsserted(() -> assertThat(meters.get("plumbline.client.coalesced.requests")
                                .functionCounter()
                                .count())
                        .isEqualTo(CALLERS - 1));
        store.faults().release();
        for (Thread thread : threads) {
            thread.join();
        }

        assertThat(sum).hasValue(CALLERS * 12L);
        assertThat(store.callCount()).isEqualTo(1);
    }

    @Test
    void oneCallersCancel_harmsNoOther() {
        FeatureClient client = open(virtual());
        store.faults().hold();
        CompletableFuture<FeatureRow> first = client.getAsync(AIRPORT, DFW);
        CompletableFuture<FeatureRow> second = client.getAsync(AIRPORT, DFW);

        first.cancel(true);
        first.cancel(true);
        store.faults().release();

        assertThat(done(second).int64("flights")).isEqualTo(12);
        assertThat(first).isCancelled();
        assertThat(store.cancelledCount()).isZero();
        assertThat(store.callCount()).isEqualTo(1);
    }

    @Test
    void lastWaitersCancel_ofAnUncachedRead_reachesTheTransport() {
        FeatureClient client = open(virtual());
        store.faults().hold();
        CompletableFuture<FeatureRow> first = client.getAsync(AIRPORT, DFW);
        CompletableFuture<FeatureRow> second = client.getAsync(AIRPORT, DFW);

        first.cancel(true);
        assertThat(store.cancelledCount()).isZero();
        second.cancel(true);

        assertThat(store.cancelledCount()).isEqualTo(1);
        assertThat(store.pendingCount()).isZero();
        assertThat(time.pendingTasks()).isZero();
    }

    @Test
    void lastWaitersCancel_ofABatch_reachesTheTransport() {
        FeatureClient client = open(virtual());
        store.faults().hold();

        client.getAllAsync(AIRPORT, List.of(DFW, ORD)).cancel(true);

        assertThat(store.cancelledCount()).isEqualTo(1);
        assertThat(time.pendingTasks()).isZero();
    }

    @Test
    void lastWaitersCancel_ofACachedRead_letsTheLoadGoOn() {
        MapTiers tiers = MapTiers.nearOnly();
        FeatureClient client = open(virtual().cache(tiers));
        store.faults().hold();

        client.getAsync(AIRPORT, DFW).cancel(true);
        assertThat(store.cancelledCount()).isZero();
        store.faults().release();

        eventually().untilAsserted(() -> assertThat(tiers.nearMap.entries).hasSize(1));
    }

    @Test
    void readAfterAnAbandonedOne_startsItsOwnCall() {
        FeatureClient client = open(virtual());
        store.faults().hold();
        client.getAsync(AIRPORT, DFW).cancel(true);
        store.faults().release();

        assertThat(done(client.getAsync(AIRPORT, DFW)).int64("flights")).isEqualTo(12);
        assertThat(store.callCount()).isEqualTo(2);
    }

    @Test
    void cancelAfterTheDeadline_givesUpOneSeatOnly() {
        Queue<Runnable> callbacks = new ArrayDeque<>();
        FeatureClient client = open(virtual().callbackExecutor(callbacks::add));
        store.faults().hold();
        CompletableFuture<FeatureRow> patient = client.getAsync(AIRPORT, DFW);
        CompletableFuture<FeatureRow> hasty =
                client.getAsync(AIRPORT, DFW, CallOptions.deadline(Duration.ofMillis(50)));

        time.advance(Duration.ofMillis(50));
        hasty.cancel(true);
        assertThat(store.cancelledCount()).isZero();
        store.faults().release();
        eventually().until(() -> store.pendingCount() == 0 && callbacks.size() >= 2);
        callbacks.forEach(Runnable::run);

        assertThat(done(patient).int64("flights")).isEqualTo(12);
    }

    @Test
    void joinerOfALongerRead_waitsForItsOwnDeadlineOnly() {
        FeatureClient client = open(virtual());
        store.faults().hold();
        client.getAsync(AIRPORT, DFW, CallOptions.deadline(Duration.ofMinutes(10)));
        CompletableFuture<FeatureRow> joiner = client.getAsync(AIRPORT, DFW);

        time.advance(Duration.ofSeconds(2));

        assertThat(failure(joiner)).isInstanceOf(FeatureTimeoutException.class);
    }
}

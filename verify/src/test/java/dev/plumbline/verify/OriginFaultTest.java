package dev.plumbline.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.plumbline.FeatureClientBuilder;
import dev.plumbline.FeatureException;
import dev.plumbline.FeatureRejectedException;
import dev.plumbline.FeatureTimeoutException;
import dev.plumbline.FeatureUnavailableException;
import dev.plumbline.cache.tiered.TieredCache;
import dev.plumbline.feature.EntityKey;
import dev.plumbline.feature.FeatureRow;
import dev.plumbline.feature.FeatureRows;
import dev.plumbline.feature.Freshness;
import dev.plumbline.feature.ReadTier;
import dev.plumbline.feature.RowStatus;
import dev.plumbline.feature.StalenessBounds;
import dev.plumbline.transport.TransportException;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A feature service that fails, hangs or goes away behind a near tier and a real memcached; and callers that do. */
final class OriginFaultTest {
    private static final Duration PATIENCE = FaultBed.PATIENCE;
    private static final Duration MEMO = Duration.ofMillis(200);

    private final FaultBed bed = new FaultBed();
    private final AtomicLong jumped = new AtomicLong();
    private Memcached memcached;

    @BeforeEach
    void start() throws IOException {
        memcached = bed.memcached();
        bed.put(FaultBed.DFW, 2.5);
    }

    @AfterEach
    void end() throws Exception {
        bed.close();
    }

    private TieredCache bothTiers() {
        return TieredCache.builder()
                .memcached(memcached.address())
                .farTimeout(Duration.ofSeconds(1))
                .build();
    }

    private FeatureClientBuilder jumping() {
        return bed.builder()
                .ticker(() -> System.nanoTime() + jumped.get())
                .clock(() -> Instant.now().plusNanos(jumped.get()));
    }

    @Test
    void threeKeysOfAHundredFail_theOthersAreThere_andNothingIsRememberedAsAbsent() {
        List<EntityKey> keys = bed.putAll(0, 100);
        CountedClient client = bed.open(bed.builder().cache(bothTiers())).awaitFar();
        bed.store.faults().failRows(TransportException.Kind.INTERNAL, keys.get(3), keys.get(50), keys.get(99));

        FeatureRows rows = client.client.getAll(FaultBed.VIEW, keys);

        for (int i = 0; i < keys.size(); i++) {
            if (i == 3 || i == 50 || i == 99) {
                assertThat(rows.get(i).status()).isEqualTo(RowStatus.ERROR);
                assertThat(rows.get(i).cause().orElseThrow()).isInstanceOf(FeatureUnavailableException.class);
            } else {
                assertThat(rows.get(i).float64("delay")).isEqualTo(i);
            }
        }
        bed.store.faults().clear();
        await().atMost(PATIENCE).pollInSameThread().untilAsserted(() -> {
            FeatureRows again = client.client.getAll(FaultBed.VIEW, keys);
            assertThat(again).noneMatch(row -> row.status() == RowStatus.NOT_FOUND);
            assertThat(again).allMatch(row -> row.status() == RowStatus.PRESENT);
        });
        assertThat(client.count("plumbline.client.cache.requests", "result", "negative"))
                .isZero();
    }

    @Test
    void threeKeysOfAHundredFail_whileOldRowsAreThere_areThoseMarkedStale() {
        List<EntityKey> keys = bed.putAll(0, 100);
        CountedClient client = bed.open(jumping()
                .staleness(StalenessBounds.builder()
                        .staleWhileRevalidate(Duration.ZERO)
                        .build())
                .cache(TieredCache.builder().build()));
        client.client.getAll(FaultBed.VIEW, keys);
        jumped.addAndGet(Duration.ofSeconds(40).toNanos());
        bed.store.faults().failRows(TransportException.Kind.INTERNAL, keys.get(3), keys.get(50), keys.get(99));

        FeatureRows rows = client.client.getAll(FaultBed.VIEW, keys);

        for (int i = 0; i < keys.size(); i++) {
            boolean old = i == 3 || i == 50 || i == 99;
            assertThat(rows.get(i).freshness()).isEqualTo(old ? Freshness.STALE : Freshness.FRESH);
            assertThat(rows.get(i).float64("delay")).isEqualTo(i);
        }
    }

    @Test
    void hotKeyThatTimesOut_isServedStale_andLoadedOnceInAMoment() {
        CountedClient client = bed.open(jumping()
                .deadline(Duration.ofMillis(300))
                .attemptTimeout(PATIENCE)
                .staleness(StalenessBounds.builder()
                        .staleWhileRevalidate(Duration.ZERO)
                        .build())
                .cache(TieredCache.builder().build()));
        client.get(FaultBed.DFW);
        jumped.addAndGet(Duration.ofSeconds(40).toNanos());
        bed.store.faults().hold();
        bed.store.forgetCalls();
        long start = System.nanoTime();
        long end = start + Duration.ofSeconds(2).toNanos();
        int reads = 0;

        for (; System.nanoTime() - end < 0 || reads < 50; reads++) {
            FeatureRow row = client.get(FaultBed.DFW);
            assertThat(row.freshness()).isEqualTo(Freshness.STALE);
            assertThat(row.age()).isGreaterThanOrEqualTo(Duration.ofSeconds(40));
            assertThat(row.float64("delay")).isEqualTo(2.5);
        }

        long periods = (System.nanoTime() - start) / MEMO.toNanos() + 1;
        assertThat((long) bed.store.callCount()).isBetween(1L, periods);
        assertThat(reads).isGreaterThan(bed.store.callCount());
    }

    @Test
    void serviceDownForLongerThanTheBound_isAnErrorAndNoOlderRow() {
        Duration bound = Duration.ofMillis(1_500);
        CountedClient client = bed.open(bed.builder()
                        .staleness(StalenessBounds.builder()
                                .fresh(Duration.ofMillis(500))
                                .nearFresh(Duration.ofMillis(500))
                                .staleWhileRevalidate(Duration.ZERO)
                                .staleIfError(bound.minusMillis(500))
                                .build())
                        .cache(bothTiers()))
                .awaitFar();
        client.get(FaultBed.DFW);
        bed.store.faults().failAlways(TransportException.Kind.INTERNAL);

        await().atMost(PATIENCE).pollInSameThread().until(() -> {
            try {
                FeatureRow row = client.get(FaultBed.DFW);
                assertThat(row.age()).isLessThanOrEqualTo(bound);
                assertThat(row.freshness() == Freshness.STALE)
                        .isEqualTo(row.age().compareTo(Duration.ofMillis(500)) > 0);
                return false;
            } catch (FeatureUnavailableException tooOld) {
                return true;
            }
        });
        assertThatThrownBy(() -> client.get(FaultBed.DFW)).isInstanceOf(FeatureUnavailableException.class);
    }

    @Test
    void callersThatGiveUp_harmNoOther_andTheRowIsCached() throws Exception {
        CountedClient client = bed.open(bed.builder().cache(bothTiers())).awaitFar();
        bed.store.forgetCalls();
        bed.store.faults().hold();
        CompletableFuture<FeatureRow> impatient =
                client.client.getAsync(FaultBed.VIEW, FaultBed.DFW).orTimeout(1, TimeUnit.MILLISECONDS);
        CompletableFuture<FeatureRow> cancelled = client.client.getAsync(FaultBed.VIEW, FaultBed.DFW);
        CompletableFuture<FeatureRow> patient = client.client.getAsync(FaultBed.VIEW, FaultBed.DFW);
        await().atMost(PATIENCE).until(() -> bed.store.callCount() == 1 && impatient.isDone());
        cancelled.cancel(true);
        bed.store.faults().release();

        assertThat(patient.get().float64("delay")).isEqualTo(2.5);
        assertThat(impatient).isCompletedExceptionally();
        assertThat(cancelled).isCancelled();
        assertThat(client.get(FaultBed.DFW).tier()).isEqualTo(ReadTier.NEAR);
        assertThat(bed.store.callCount()).isOne();
        assertThat(bed.store.cancelledCount()).isZero();
    }

    @Test
    void serviceThatBreaksItsContract_orNeverAnswers_releasesEveryWaiter_andLeavesNoLoad() {
        CountedClient client = bed.open(
                        bed.builder().deadline(Duration.ofSeconds(2)).cache(bothTiers()))
                .awaitFar();
        bed.store.faults().extraEntities(5);
        assertThat(client.delay(EntityKey.of("DFW"))).isEqualTo(2.5);
        bed.store.faults().clear().extraRows(1);
        assertThatThrownBy(() -> client.get(FaultBed.keys(0, 1).get(0))).isInstanceOf(FeatureException.class);
        bed.store.faults().clear().hold();
        List<CompletableFuture<FeatureRow>> waiters = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            waiters.add(
                    client.client.getAsync(FaultBed.VIEW, FaultBed.keys(1, 5).get(i % 4)));
        }

        for (CompletableFuture<FeatureRow> waiter : waiters) {
            assertThatThrownBy(waiter::join).hasCauseInstanceOf(FeatureTimeoutException.class);
        }
        bed.store.faults().clear();
        await().atMost(PATIENCE).until(() -> bed.store.pendingCount() == 0);
        assertThat(client.gauge("plumbline.client.requests.active")).isZero();
        bed.putAll(1, 5);
        await().atMost(PATIENCE)
                .pollInSameThread()
                .untilAsserted(() -> assertThat(client.client.getAll(FaultBed.VIEW, FaultBed.keys(1, 5)))
                        .allMatch(row -> row.status() == RowStatus.PRESENT));
    }

    @Test
    void callbackThatBlocks_isOnNoThreadOfANode_andHoldsUpNoRead() throws Exception {
        CountedClient client = bed.connected(memcached.address());
        client.awaitFarRow(FaultBed.DFW);
        Thread own = Thread.currentThread();
        CountDownLatch release = new CountDownLatch(1);
        CountDownLatch waiting = new CountDownLatch(20);
        List<CompletableFuture<String>> stages = new ArrayList<>();
        // A stage of a read that has ended already runs here, and must not block.
        await().atMost(PATIENCE).pollInSameThread().until(() -> {
            stages.add(client.client.getAsync(FaultBed.VIEW, FaultBed.DFW).thenApply(row -> {
                if (Thread.currentThread() != own) {
                    waiting.countDown();
                    awaitUninterrupted(release);
                }
                return Thread.currentThread().getName();
            }));
            return waiting.getCount() == 0;
        });

        long hits = client.far("hit");
        await().atMost(PATIENCE).pollInSameThread().until(() -> {
            assertThat(client.delay(FaultBed.DFW)).isEqualTo(2.5);
            return client.far("hit") > hits + 20;
        });
        assertThat(stages).anyMatch(stage -> !stage.isDone());
        release.countDown();

        for (CompletableFuture<String> stage : stages) {
            assertThat(stage.get()).doesNotContain("-far-").doesNotContain("Reactor");
        }
    }

    private static void awaitUninterrupted(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void executorThatRefuses_failsItsReads_andKeepsNoPermit() throws Exception {
        AtomicBoolean refuses = new AtomicBoolean();
        ExecutorService threads = Executors.newFixedThreadPool(2);
        bed.with(threads::shutdownNow);
        CountedClient client = bed.open(bed.builder()
                        .deadline(Duration.ofSeconds(2))
                        .executor(task -> {
                            if (refuses.get()) {
                                throw new RejectedExecutionException("as planned");
                            }
                            threads.execute(task);
                        })
                        .cache(FaultBed.far(memcached.address()).build()))
                .awaitFar();
        refuses.set(true);
        List<EntityKey> keys = bed.putAll(0, 2_000);
        List<CompletableFuture<FeatureRow>> reads = keys.stream()
                .map(key -> client.client.getAsync(FaultBed.VIEW, key))
                .toList();

        int failed = 0;
        for (CompletableFuture<FeatureRow> read : reads) {
            try {
                read.join();
            } catch (RuntimeException e) {
                assertThat(e).hasCauseInstanceOf(FeatureException.class);
                failed += e.getCause() instanceof FeatureRejectedException ? 1 : 0;
            }
        }
        assertThat(failed).isPositive();
        refuses.set(false);

        await().atMost(PATIENCE)
                .pollInSameThread()
                .until(() -> client.client.getAll(FaultBed.VIEW, keys).toList().stream()
                        .allMatch(row -> row.status() == RowStatus.PRESENT));
        client.awaitFarRow(FaultBed.DFW);
    }
}

package dev.plumbline.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.plumbline.cache.tiered.TieredCache;
import dev.plumbline.feature.EntityKey;
import dev.plumbline.feature.FeatureRows;
import dev.plumbline.feature.ReadTier;
import dev.plumbline.feature.StalenessBounds;
import dev.plumbline.testing.RecordedCall;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Many readers and long lists of keys: one load of each key, one request to each node, one call of the service. */
final class SharedLoadTest {
    private static final Duration PATIENCE = FaultBed.PATIENCE;
    private static final int READERS = 1_000;
    private static final int CHUNK = 100;
    private static final long SEED = Long.getLong("plumbline.seed", 22);

    private final FaultBed bed = new FaultBed();

    @AfterEach
    void end() throws Exception {
        bed.close();
    }

    @Test
    void thousandThreads_oneColdKey_isOneCall() throws Exception {
        bed.put(FaultBed.DFW, 2.5);
        CountedClient client = bed.open(bed.builder()
                        .cache(TieredCache.builder()
                                .memcached(bed.memcached().address())
                                .build()))
                .awaitFar();
        bed.store.forgetCalls();
        bed.store.faults().hold();
        CountDownLatch go = new CountDownLatch(1);
        AtomicInteger right = new AtomicInteger();
        List<Thread> readers = new ArrayList<>();
        for (int i = 0; i < READERS; i++) {
            Thread reader = new Thread(() -> {
                try {
                    go.await();
                    right.addAndGet(client.delay(FaultBed.DFW) == 2.5 ? 1 : 0);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            });
            reader.start();
            readers.add(reader);
        }
        go.countDown();
        await().atMost(PATIENCE).until(() -> client.count("plumbline.client.coalesced.requests") == READERS - 1);
        bed.store.faults().release();
        for (Thread reader : readers) {
            reader.join();
        }

        assertThat(right).hasValue(READERS);
        assertThat(bed.store.callCount()).isOne();
        assertThat(bed.store.entityCount()).isOne();
    }

    @Test
    void fiveHundredKeys_areOneRequestToEachNodeChunk_andOneCallForTheMisses() throws Exception {
        NodeProxy first = bed.with(new NodeProxy(bed.memcached()));
        NodeProxy second = bed.with(new NodeProxy(bed.memcached()));
        CountedClient other = bed.connected(first.address(), second.address());
        // A machine that stalls may make a request too slow to count; then it is tried again with other keys.
        int tries = 0;
        while (!readsFiveHundred(other, first, second, 1_000 * tries)) {
            assertThat(++tries).as("memcached is too slow").isLessThan(10);
        }
    }

    /** Reads 50 keys of 500 from the near tier, 300 from memcached and the others from the service; says if in time. */
    private boolean readsFiveHundred(CountedClient other, NodeProxy first, NodeProxy second, int from) {
        List<EntityKey> keys = bed.putAll(from, from + 500);
        List<EntityKey> shared = keys.subList(0, 350);
        CountedClient client = bed.open(bed.builder()
                        .staleness(StalenessBounds.builder()
                                .fresh(Duration.ofHours(1))
                                .nearFresh(Duration.ofHours(1))
                                .build())
                        .cache(TieredCache.builder()
                                .memcached(first.address(), second.address())
                                .farTimeout(Duration.ofSeconds(1))
                                .build()))
                .awaitFar();
        await().atMost(PATIENCE)
                .pollInSameThread()
                .until(() -> count(other.client.getAll(FaultBed.VIEW, shared), ReadTier.FAR) == shared.size());
        client.client.getAll(FaultBed.VIEW, keys.subList(0, 50));
        bed.store.forgetCalls();
        first.forget();
        second.forget();
        List<EntityKey> asked = new ArrayList<>(keys);
        asked.addAll(keys.subList(100, 200));
        asked.addAll(keys.subList(450, 500));
        Collections.shuffle(asked, new Random(SEED));
        long errors = client.far("error");

        FeatureRows rows = client.client.getAll(FaultBed.VIEW, asked);

        for (int i = 0; i < asked.size(); i++) {
            assertThat(rows.key(i)).isEqualTo(asked.get(i));
            assertThat(rows.get(i).float64("delay")).as("seed " + SEED).isEqualTo(from + keys.indexOf(asked.get(i)));
        }
        if (client.far("error") != errors) {
            return false;
        }
        assertThat(bed.store.calls()).hasSize(1);
        assertThat(bed.store.calls().get(0).keys()).containsExactlyInAnyOrderElementsOf(keys.subList(350, 500));
        List<String> names = new ArrayList<>();
        for (NodeProxy node : List.of(first, second)) {
            List<String> ofNode = node.reads().stream().flatMap(List::stream).toList();
            assertThat(node.reads()).isNotEmpty().hasSize((ofNode.size() + CHUNK - 1) / CHUNK);
            names.addAll(ofNode);
        }
        assertThat(names).hasSize(450).doesNotHaveDuplicates();
        return true;
    }

    private static long count(FeatureRows rows, ReadTier tier) {
        return rows.toList().stream().filter(row -> row.tier() == tier).count();
    }

    @Test
    void twoListsInOppositeOrder_loadEachKeyOnce_andDoNotWaitForEachOtherForEver() throws Exception {
        CountedClient client = bed.open(bed.builder()
                        .cache(TieredCache.builder()
                                .memcached(bed.memcached().address())
                                .build()))
                .awaitFar();
        for (int round = 0; round < 20; round++) {
            List<EntityKey> keys = bed.putAll(round * 200, round * 200 + 200);
            List<EntityKey> reversed = new ArrayList<>(keys);
            Collections.reverse(reversed);
            bed.store.forgetCalls();
            CountDownLatch both = new CountDownLatch(2);

            CompletableFuture<FeatureRows> one = read(client, keys.subList(0, 150), both);
            CompletableFuture<FeatureRows> two = read(client, reversed.subList(0, 150), both);

            int first = round * 200;
            for (int i = 0; i < 150; i++) {
                assertThat(one.get().get(i).float64("delay")).isEqualTo(first + i);
                assertThat(two.get().get(i).float64("delay")).isEqualTo(first + 199 - i);
            }
            assertThat(bed.store.calls().stream().map(RecordedCall::keys).flatMap(List::stream))
                    .containsExactlyInAnyOrderElementsOf(keys);
        }
    }

    /** Reads on a thread of its own, as soon as the other one is ready too. */
    private static CompletableFuture<FeatureRows> read(
            CountedClient client, List<EntityKey> keys, CountDownLatch both) {
        CompletableFuture<FeatureRows> answer = new CompletableFuture<>();
        Thread thread = new Thread(() -> {
            try {
                both.countDown();
                both.await();
                answer.complete(client.client.getAll(FaultBed.VIEW, keys));
            } catch (RuntimeException | InterruptedException e) {
                answer.completeExceptionally(e);
            }
        });
        thread.start();
        return answer;
    }
}

package dev.plumbline.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.plumbline.FeatureClientBuilder;
import dev.plumbline.feature.EntityKey;
import dev.plumbline.feature.FeatureRow;
import dev.plumbline.feature.FeatureRows;
import dev.plumbline.feature.ReadTier;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a caller sees of memcached nodes that refuse, die, hang or are full of others' connections: nothing. */
final class NodeDownTest {
    private static final Duration PATIENCE = FaultBed.PATIENCE;

    private final FaultBed bed = new FaultBed();

    @AfterEach
    void end() throws Exception {
        bed.close();
    }

    private static long from(FeatureRows rows, ReadTier tier) {
        return rows.toList().stream().filter(row -> row.tier() == tier).count();
    }

    @Test
    void nodeThatRefusesAtStart_costsNothing_andIsUsedOnceItIsThere() throws Exception {
        Memcached memcached = bed.memcached();
        memcached.kill();
        bed.put(FaultBed.DFW, 2.5);

        CountedClient client =
                bed.open(bed.builder().cache(FaultBed.far(memcached.address()).build()));
        FeatureRow row = client.get(FaultBed.DFW);

        assertThat(row.tier()).isEqualTo(ReadTier.ORIGIN);
        assertThat(row.float64("delay")).isEqualTo(2.5);
        assertThat(client.far("error")).isOne();
        assertThat(client.circuits("closed")).isZero();
        assertThat(client.count("plumbline.client.cache.errors", "operation", "get", "reason", "connection_error"))
                .isPositive();

        memcached.restart();
        client.awaitFarRow(FaultBed.DFW);
        assertThat(client.circuits("closed")).isOne();
    }

    @Test
    void killedNode_failsNoRead_andIsUsedWhenItIsBack() throws Exception {
        Memcached memcached = bed.memcached();
        List<EntityKey> keys = bed.putAll(0, 20);
        CountedClient client = bed.connected(memcached.address());
        keys.forEach(client::awaitFarRow);
        AtomicBoolean stop = new AtomicBoolean();
        AtomicInteger reads = new AtomicInteger();
        Collection<Object> wrong = new ConcurrentLinkedQueue<>();
        List<Thread> readers = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            Thread reader = new Thread(() -> {
                for (int number = 0; !stop.get(); number = (number + 1) % keys.size()) {
                    try {
                        double delay = client.delay(keys.get(number));
                        if (delay != number) {
                            wrong.add(delay);
                        }
                    } catch (RuntimeException e) {
                        wrong.add(e);
                    }
                    reads.incrementAndGet();
                }
            });
            reader.start();
            readers.add(reader);
        }

        awaitMore(reads, 200);
        memcached.kill();
        awaitMore(reads, 200);
        memcached.restart();
        await().atMost(PATIENCE).until(() -> client.circuits("closed") == 1);
        long hits = client.far("hit");
        await().atMost(PATIENCE).until(() -> client.far("hit") > hits + 20);
        stop.set(true);
        for (Thread reader : readers) {
            reader.join();
        }

        assertThat(wrong).isEmpty();
        assertThat(bed.store.callCount()).isPositive();
    }

    private static void awaitMore(AtomicInteger reads, int more) {
        int before = reads.get();
        await().atMost(PATIENCE).until(() -> reads.get() >= before + more);
    }

    @Test
    void hungNode_isWaitedForByFiveReads_andThenByNone() throws Exception {
        Memcached memcached = bed.memcached();
        bed.put(FaultBed.DFW, 2.5);
        CountedClient client = bed.connected(memcached.address());
        client.awaitFarRow(FaultBed.DFW);

        memcached.pause();
        for (int i = 0; i < 5; i++) {
            assertThat(client.get(FaultBed.DFW).tier()).isEqualTo(ReadTier.ORIGIN);
        }
        await().atMost(PATIENCE).until(() -> client.circuits("closed") == 0);

        // Each would wait for 50 ms, 40 s in all.
        long start = System.nanoTime();
        for (int i = 0; i < 800; i++) {
            assertThat(client.delay(FaultBed.DFW)).isEqualTo(2.5);
        }
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(PATIENCE);
        assertThat(client.circuits("closed")).isZero();

        memcached.resume();
        client.awaitFarRow(FaultBed.DFW);
    }

    @Test
    void nodeWithoutFreeConnections_isPassedBy_andUsedOnceThereAre() throws Exception {
        Memcached memcached = bed.memcached("-c", "30");
        bed.put(FaultBed.DFW, 2.5);
        List<Socket> others = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            others.add(bed.with(new Socket(InetAddress.getLoopbackAddress(), memcached.port())));
        }
        CountedClient client =
                bed.open(bed.builder().cache(FaultBed.far(memcached.address()).build()));

        for (int i = 0; i < 50; i++) {
            assertThat(client.get(FaultBed.DFW).tier()).isEqualTo(ReadTier.ORIGIN);
        }
        // It has tried in earnest, more than once.
        await().atMost(PATIENCE)
                .until(() ->
                        client.count("plumbline.client.circuit.transitions", "from", "half_open", "to", "open") >= 2);
        assertThat(client.get(FaultBed.DFW).tier()).isEqualTo(ReadTier.ORIGIN);

        for (Socket other : others) {
            other.close();
        }
        client.awaitFarRow(FaultBed.DFW);
    }

    @Test
    void oneNodeOfThreeDown_leavesItsKeysToTheOrigin_inOneCall_andTheOthersInMemcached() throws Exception {
        Memcached second = bed.memcached();
        NodeProxy proxy = bed.with(new NodeProxy(second));
        CountedClient client = bed.connected(
                bed.memcached().address(), proxy.address(), bed.memcached().address());
        List<EntityKey> keys = bed.putAll(0, 120);
        await().atMost(PATIENCE).pollInSameThread().until(() -> {
            proxy.forget();
            return from(client.client.getAll(FaultBed.VIEW, keys), ReadTier.FAR) == keys.size();
        });
        int lost = proxy.reads().stream().mapToInt(List::size).sum();
        second.kill();

        await().atMost(PATIENCE).pollInSameThread().untilAsserted(() -> {
            bed.store.forgetCalls();
            FeatureRows rows = client.client.getAll(FaultBed.VIEW, keys);
            for (int i = 0; i < keys.size(); i++) {
                assertThat(rows.get(i).float64("delay")).isEqualTo(i);
            }
            assertThat(from(rows, ReadTier.ORIGIN)).isEqualTo(lost);
            assertThat(from(rows, ReadTier.FAR)).isEqualTo(keys.size() - lost);
            assertThat(bed.store.callCount()).isOne();
            assertThat(keys).containsAll(bed.store.calls().get(0).keys());
        });
        assertThat(lost).isBetween(1, keys.size() - 1);
    }

    @Test
    void closeBesideAHungNode_returnsWhileItHangs_andLeavesNoThread() throws Exception {
        Memcached memcached = bed.memcached();
        bed.put(FaultBed.DFW, 2.5);
        Set<Thread> before = Thread.getAllStackTraces().keySet();
        CountedClient client = bed.connected(memcached.address());
        client.awaitFarRow(FaultBed.DFW);
        memcached.pause();
        List<CompletableFuture<FeatureRow>> reads = FaultBed.keys(0, 50).stream()
                .map(key -> client.client.getAsync(FaultBed.VIEW, key))
                .toList();

        Thread closer = new Thread(client::close, "closer");
        closer.start();
        closer.join(PATIENCE.toMillis());
        assertThat(closer.isAlive()).isFalse();
        assertThat(reads).allSatisfy(read -> await().atMost(PATIENCE).until(read::isDone));
        await().atMost(PATIENCE).pollInSameThread().untilAsserted(() -> {
            List<Thread> left = Thread.getAllStackTraces().keySet().stream()
                    .filter(thread -> !before.contains(thread) && thread.isAlive())
                    .collect(Collectors.toList());
            assertThat(left).noneMatch(thread -> thread.getName().startsWith("plumbline-"));
            assertThat(left).allMatch(Thread::isDaemon);
        });
    }

    @Test
    void nodeThatIsDownForTenMinutes_isALineAMinute() throws Exception {
        Memcached memcached = bed.memcached();
        bed.put(FaultBed.DFW, 2.5);
        FastTime time = new FastTime(120);
        FeatureClientBuilder builder = bed.builder()
                .deadline(Duration.ofHours(1))
                .attemptTimeout(Duration.ofHours(1))
                .ticker(time)
                .clock(time)
                .scheduler(time)
                .cache(FaultBed.far(memcached.address()).build());
        bed.with(time);
        memcached.kill();
        int before = LogLines.warnings("").size();
        long start = time.nanos();
        CountedClient client = bed.open(builder);

        await().atMost(PATIENCE.multipliedBy(2)).pollInSameThread().until(() -> {
            assertThat(client.delay(FaultBed.DFW)).isEqualTo(2.5);
            return time.nanos() - start > Duration.ofMinutes(10).toNanos();
        });

        // One each 5 s or more often, if the machine does not stall.
        assertThat(client.count("plumbline.client.circuit.transitions", "to", "half_open"))
                .isGreaterThan(10);
        List<String> said = LogLines.warnings("");
        long minutes = Duration.ofNanos(time.nanos() - start).toMinutes() + 1;
        assertThat(said.subList(before, said.size()))
                .as("a minute each, whatever was tried in it")
                .hasSizeBetween(1, (int) minutes)
                .allMatch(line -> line.contains(memcached.address()));
    }
}

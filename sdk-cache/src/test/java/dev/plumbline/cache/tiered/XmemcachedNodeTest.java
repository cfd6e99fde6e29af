package dev.plumbline.cache.tiered;

import static dev.plumbline.cache.tiered.NodeOn.AMPLE;
import static dev.plumbline.cache.tiered.NodeOn.done;
import static dev.plumbline.cache.tiered.NodeOn.failure;
import static dev.plumbline.cache.tiered.NodeOn.in;
import static dev.plumbline.cache.tiered.NodeOn.text;
import static dev.plumbline.cache.tiered.NodeOn.value;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.cache.tiered.NodeException.Reason;
import dev.plumbline.cache.tiered.NodeRead.Lease;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class XmemcachedNodeTest {
    private final MemcachedServer server = MemcachedServer.start();
    private final NodeOn on = NodeOn.up(server.address());

    @AfterEach
    void close() {
        on.close();
        server.close();
    }

    @Test
    void storedValue_isReadAsItIs() {
        byte[] octets = new byte[500_000];
        new Random(17).nextBytes(octets);
        assertThat(done(on.node.set("a", new StoredValue(-2, octets), 100, null, in(AMPLE))))
                .isTrue();

        NodeRead read = on.get("a");

        assertThat(read.value()).isNotNull().satisfies(stored -> {
            assertThat(stored.data()).isEqualTo(octets);
            assertThat(stored.flags()).isEqualTo(-2);
        });
        assertThat(read.secondsLeft()).isBetween(1, 100);
        assertThat(read.token()).isNotNull();
        assertThat(read.lease()).isEqualTo(Lease.NONE);
    }

    @Test
    void severalNames_areAnsweredInOrder() {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            names.add("name-" + i);
            if (i % 3 != 0) {
                assertThat(on.set("name-" + i, "value " + i)).isTrue();
            }
        }

        List<NodeRead> reads = done(on.node.getMany(names, 0, in(AMPLE)));

        assertThat(reads).hasSize(100);
        for (int i = 0; i < 100; i++) {
            assertThat(text(reads.get(i))).isEqualTo(i % 3 == 0 ? null : "value " + i);
        }
    }

    @Test
    void lease_isWonByOneAndTakenForOthers() {
        assertThat(on.node.grantsLeases()).isTrue();

        NodeRead winner = on.lease("cold");
        NodeRead other = on.lease("cold");

        assertThat(winner.lease()).isEqualTo(Lease.WON);
        assertThat(winner.value()).isNull();
        assertThat(other.lease()).isEqualTo(Lease.TAKEN);
        assertThat(other.value()).isNull();
        assertThat(on.get("cold")).extracting(NodeRead::value, NodeRead::lease).containsExactly(null, Lease.NONE);

        assertThat(on.set("cold", "warm", winner.token())).isTrue();
        assertThat(text(on.lease("cold"))).isEqualTo("warm");
        assertThat(on.lease("cold").lease()).isEqualTo(Lease.NONE);
    }

    @Test
    void leasesOfSeveralNames_areWonNextToHits() {
        assertThat(on.set("b", "held")).isTrue();

        List<NodeRead> reads = done(on.get(AMPLE, 30, "a", "b", "c"));

        assertThat(reads).extracting(NodeRead::lease).containsExactly(Lease.WON, Lease.NONE, Lease.WON);
        assertThat(text(reads.get(1))).isEqualTo("held");
    }

    @Test
    void tokenOfWhatWasRemovedSince_isRefused() {
        NodeRead winner = on.lease("a");
        assertThat(on.delete("a", null)).isTrue();

        assertThat(on.set("a", "late", winner.token())).isFalse();
        assertThat(on.get("a").value()).isNull();
    }

    @Test
    void tokenOfWhatWasReplacedSince_isRefused() {
        NodeRead winner = on.lease("a");
        assertThat(on.set("a", "newer")).isTrue();

        assertThat(on.set("a", "late", winner.token())).isFalse();
        assertThat(on.delete("a", winner.token())).isFalse();
        assertThat(text(on.get("a"))).isEqualTo("newer");
        assertThat(on.delete("a", on.get("a").token())).isTrue();
        assertThat(on.get("a").value()).isNull();
    }

    @Test
    void removal_ofNothing_isTrue() {
        assertThat(on.delete("nothing", null)).isTrue();
        assertThat(on.delete("nothing", on.lease("other").token())).isTrue();
    }

    @Test
    void add_storesOnlyWhereThereIsNothing() {
        assertThat(done(on.node.add("a", value("first"), 100, in(AMPLE)))).isTrue();
        assertThat(done(on.node.add("a", value("second"), 100, in(AMPLE)))).isFalse();
        assertThat(text(on.get("a"))).isEqualTo("first");
    }

    @Test
    void manyOperationsAtOnce_eachGetTheirOwn() throws Exception {
        IntStream.range(0, 200)
                .forEach(i -> assertThat(on.set("n" + i, "v" + i)).isTrue());
        List<Thread> threads = new ArrayList<>();
        List<String> wrong = new ArrayList<>();
        for (int t = 0; t < 16; t++) {
            Random random = new Random(t);
            threads.add(new Thread(() -> {
                for (int i = 0; i < 500; i++) {
                    String[] names = random.ints(1 + random.nextInt(5), 0, 250)
                            .mapToObj(n -> "n" + n)
                            .distinct()
                            .toArray(String[]::new);
                    List<NodeRead> reads = done(on.get(AMPLE, 0, names));
                    for (int n = 0; n < names.length; n++) {
                        String expected =
                                Integer.parseInt(names[n].substring(1)) < 200 ? "v" + names[n].substring(1) : null;
                        if (!java.util.Objects.equals(text(reads.get(n)), expected)) {
                            synchronized (wrong) {
                                wrong.add(Arrays.toString(names));
                            }
                        }
                    }
                }
            }));
        }
        threads.forEach(Thread::start);
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(wrong).isEmpty();
    }

    @Test
    void closedNode_refusesAll() {
        on.node.close();
        on.node.close();
        assertThat(failure(on.get(AMPLE, 0, "a"))).isEqualTo(Reason.CLOSED);
    }
}

package dev.plumbline.cache.tiered;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.cache.CacheKey;
import dev.plumbline.cache.FarRead;
import dev.plumbline.cache.FarRead.Outcome;
import dev.plumbline.cache.FarTier.FillOutcome;
import dev.plumbline.cache.tiered.FarCounts.ErrorKind;
import dev.plumbline.cache.tiered.FarCounts.Operation;
import dev.plumbline.feature.FeatureRow;
import dev.plumbline.feature.FeatureRowBuilder;
import dev.plumbline.runtime.ClientRuntime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What a read asks of which node and until when, and on which thread it reads the reply. */
final class FarReadTest {
    private static final List<CacheKey> KEYS =
            LongStream.range(0, 250).mapToObj(i -> Rows.key(Rows.SMALL, i)).toList();
    private static final long SECOND = 1_000_000_000L;

    private final VirtualTime time = new VirtualTime();
    private final Recorder one = new Recorder(new SimulatedMemcached(time));
    private final Recorder two = new Recorder(new SimulatedMemcached(time));
    private final MemcachedFar far = new MemcachedFar(
            List.of(NodeAddress.parse("a:1"), NodeAddress.parse("b:1")),
            FarFleet.OPTIONS,
            (address, events) -> address.text().equals("a:1") ? one : two);

    @Test
    void requests_holdAHundredNamesAtMost_eachNameOnce() {
        start(Runnable::run);

        List<FarRead> reads = far.readMany(KEYS, Duration.ZERO, SECOND).join();

        assertThat(reads).hasSize(250).containsOnly(FarRead.miss());
        List<String> names = new ArrayList<>();
        for (List<String> request : all()) {
            assertThat(request).hasSizeLessThanOrEqualTo(100);
            names.addAll(request);
        }
        assertThat(names).hasSize(250).doesNotHaveDuplicates();
        assertThat(one.requests.size() + two.requests.size()).isBetween(3, 4);
    }

    @Test
    void timeout_boundsARead_andANearerDeadlineCutsIt() {
        start(Runnable::run);

        far.readMany(KEYS, Duration.ZERO, SECOND).join();
        assertThat(one.lastDeadline).isEqualTo(10_000_000);
        far.readMany(KEYS, Duration.ZERO, 3_000_000).join();
        assertThat(one.lastDeadline).isEqualTo(3_000_000);
    }

    @Test
    void passedDeadline_asksNobody() {
        start(Runnable::run);

        assertThat(far.readMany(KEYS, Duration.ZERO, 0).join()).hasSize(250).containsOnly(FarRead.error());
        assertThat(far.claim(KEYS, FarFleet.LEASE, 0).join()).hasSize(250).containsOnly(true);
        assertThat(all()).isEmpty();
    }

    @Test
    void lease_isAskedForInWholeSecondsAndOneMore_andOnlyIfWanted() {
        start(Runnable::run);

        far.readMany(KEYS, Duration.ofMillis(1_001), SECOND).join();
        assertThat(one.lastLease).isEqualTo(3);
        far.readMany(KEYS, Duration.ZERO, SECOND).join();
        assertThat(one.lastLease).isZero();
    }

    @Test
    void withoutLeases_missesHaveNoTokenAndEverybodyIsElected() {
        FarFleet fleet = new FarFleet();
        FarOptions none = new FarOptions("test", Duration.ofMillis(10), 900 << 10, false, 0);
        FarFleet.Peer without = fleet.process(none, Duration.ZERO, "a:1");
        FarFleet.Peer with = fleet.process("a:1");
        CacheKey key = KEYS.get(0);

        assertThat(without.read(key)).isEqualTo(FarRead.miss());
        assertThat(without.claim(key)).isTrue();
        assertThat(without.claim(key)).isTrue();
        assertThat(without.far.grantsLeases()).isFalse();
        assertThat(with.far.grantsLeases()).isTrue();

        FarRead lease = with.read(key);
        FarRead beside = without.read(key);
        assertThat(beside.outcome()).as("does not wait for others").isEqualTo(Outcome.MISS);
        assertThat(without.fill(key, beside, fleet.row(1))).isEqualTo(FillOutcome.STORED);
        assertThat(with.fill(key, lease, fleet.row(2))).isEqualTo(FillOutcome.REFUSED);
    }

    @Test
    void serverWithoutMetaCommands_worksWithoutLeases() {
        FarFleet fleet = new FarFleet();
        fleet.server("a:1").withoutMeta();
        FarFleet.Peer process = fleet.process("a:1");
        CacheKey key = KEYS.get(0);

        assertThat(process.read(key)).isEqualTo(FarRead.miss());
        assertThat(process.read(key)).as("nobody waits").isEqualTo(FarRead.miss());
        assertThat(process.put(key, fleet.row(1))).isEqualTo(FillOutcome.STORED);
        assertThat(process.claim(key)).isTrue();
        assertThat(process.claim(key)).isTrue();
        FarRead hit = process.read(key);
        assertThat(hit.outcome()).isEqualTo(Outcome.HIT);
        process.put(key, fleet.row(2));
        assertThat(process.fill(key, hit, fleet.row(3))).as("by gets and cas").isEqualTo(FillOutcome.REFUSED);
        assertThat(process.invalidate(key)).isTrue();
        assertThat(process.far.grantsLeases()).isFalse();
    }

    @Test
    void smallReply_isReadAtOnce_andALargeOneElsewhere() {
        List<Runnable> work = new ArrayList<>();
        start(work::add);
        CacheKey small = KEYS.get(0);
        CacheKey large = Rows.key(Rows.SMALL, "large");
        far.fill(small, null, FarFleet.row(1, 0), FarFleet.TTL).join();
        far.fill(large, null, row("x".repeat(70_000)), FarFleet.TTL).join();

        assertThat(far.readMany(List.of(small), Duration.ZERO, SECOND)).isDone();
        CompletableFuture<List<FarRead>> read = far.readMany(List.of(small, large), Duration.ZERO, SECOND);
        assertThat(read).isNotDone();
        work.forEach(Runnable::run);
        assertThat(read.join()).allMatch(answer -> answer.outcome() == Outcome.HIT);
    }

    @Test
    void smallReplyThatIsLargeInMemory_isReadElsewhere() {
        List<Runnable> work = new ArrayList<>();
        FarOptions compressing = new FarOptions("test", Duration.ofMillis(10), 900 << 10, true, 64);
        MemcachedFar tier = new MemcachedFar(List.of(NodeAddress.parse("a:1")), compressing, (address, events) -> one);
        tier.start(runtime(work::add));
        CacheKey key = KEYS.get(0);
        FeatureRow row = row("x".repeat(100_000));
        assertThat(tier.fill(key, null, row, FarFleet.TTL).join()).isEqualTo(FillOutcome.STORED);

        CompletableFuture<List<FarRead>> read = tier.readMany(List.of(key), Duration.ZERO, SECOND);

        assertThat(read).isNotDone();
        work.forEach(Runnable::run);
        Rows.assertSameValues(read.join().get(0).row(), row);
    }

    @Test
    void executorThatTakesNothing_makesErrors() {
        Executor closed = task -> {
            throw new RejectedExecutionException("closed");
        };
        start(closed);
        CacheKey large = Rows.key(Rows.SMALL, "large");
        far.fill(large, null, row("x".repeat(70_000)), FarFleet.TTL).join();

        assertThat(far.readMany(List.of(large), Duration.ZERO, SECOND).join()).containsExactly(FarRead.error());
    }

    @Test
    void nodeThatHangs_costsItsKeysTheTimeout() {
        start(Runnable::run);
        two.server.hang();

        CompletableFuture<List<FarRead>> reads = far.readMany(KEYS, Duration.ZERO, SECOND);
        CompletableFuture<List<Boolean>> claims = far.claim(KEYS, FarFleet.LEASE, SECOND);
        CacheKey stuck = onNode(1);
        CompletableFuture<FillOutcome> fill = far.fill(stuck, null, FarFleet.row(1, 0), FarFleet.TTL);
        CompletableFuture<Boolean> invalidate = far.invalidate(stuck);
        time.runUntil(Duration.ofNanos(9_999_999));
        assertThat(List.of(reads, claims, fill, invalidate)).noneMatch(CompletableFuture::isDone);
        time.runUntil(Duration.ofMillis(10));

        List<FarRead> answers = FarFleet.ended(reads);
        for (int i = 0; i < KEYS.size(); i++) {
            assertThat(answers.get(i)).isEqualTo(indexOf(KEYS.get(i)) == 0 ? FarRead.miss() : FarRead.error());
        }
        assertThat(FarFleet.ended(claims)).containsOnly(true);
        assertThat(FarFleet.ended(fill)).isEqualTo(FillOutcome.FAILED);
        assertThat(FarFleet.ended(invalidate)).isFalse();
        assertThat(far.counts()
                        .errors(Operation.GET, ErrorKind.CONNECTION_ERROR)
                        .sum())
                .isBetween(1L, 2L);
        assertThat(far.counts()
                        .errors(Operation.DELETE, ErrorKind.CONNECTION_ERROR)
                        .sum())
                .isOne();
    }

    @Test
    void beforeStart_nothingIsKnown() {
        assertThat(far.readMany(KEYS, Duration.ZERO, Long.MAX_VALUE).join()).containsOnly(FarRead.error());
        assertThat(far.claim(KEYS, FarFleet.LEASE, Long.MAX_VALUE).join()).containsOnly(true);
        assertThat(far.fill(KEYS.get(0), null, Rows.small(1), Duration.ofSeconds(1))
                        .join())
                .isEqualTo(FillOutcome.FAILED);
        assertThat(far.invalidate(KEYS.get(0)).join()).isFalse();
        assertThat(far.flush().join()).isFalse();
    }

    private CacheKey onNode(int node) {
        return KEYS.stream().filter(key -> indexOf(key) == node).findFirst().orElseThrow();
    }

    private int indexOf(CacheKey key) {
        return new FarRing(far.nodes()).indexOf(new FarKeys("test").of(key));
    }

    private List<List<String>> all() {
        List<List<String>> requests = new ArrayList<>(one.requests);
        requests.addAll(two.requests);
        return requests;
    }

    private void start(Executor executor) {
        far.start(runtime(executor));
        one.requests.clear();
        two.requests.clear();
    }

    private ClientRuntime runtime(Executor executor) {
        return ClientRuntime.builder(time, executor)
                .ticker(time)
                .clock(time)
                .random(() -> 0.5)
                .build();
    }

    private static FeatureRow row(String text) {
        FeatureRowBuilder row = FeatureRow.builder(Rows.SMALL, 0);
        row.putString(2, text);
        return row.build();
    }

    /** Notes what a node is asked. */
    private static final class Recorder implements Node {
        final SimulatedMemcached server;
        final List<List<String>> requests = new ArrayList<>();
        private final SimulatedNode node;
        long lastDeadline;
        int lastLease;

        Recorder(SimulatedMemcached server) {
            this.server = server;
            this.node = new SimulatedNode(server);
        }

        @Override
        public void start(ClientRuntime runtime) {
            node.start(runtime);
        }

        @Override
        public boolean grantsLeases() {
            return node.grantsLeases();
        }

        @Override
        public CompletableFuture<List<NodeRead>> getMany(List<String> names, int leaseSeconds, long deadlineNanos) {
            requests.add(names);
            lastDeadline = deadlineNanos;
            lastLease = leaseSeconds;
            return node.getMany(names, leaseSeconds, deadlineNanos);
        }

        @Override
        public CompletableFuture<Boolean> set(
                String name, StoredValue value, int ttlSeconds, @Nullable NodeToken token, long deadlineNanos) {
            return node.set(name, value, ttlSeconds, token, deadlineNanos);
        }

        @Override
        public CompletableFuture<Boolean> add(String name, StoredValue value, int ttlSeconds, long deadlineNanos) {
            return node.add(name, value, ttlSeconds, deadlineNanos);
        }

        @Override
        public CompletableFuture<Boolean> delete(String name, @Nullable NodeToken token, long deadlineNanos) {
            return node.delete(name, token, deadlineNanos);
        }

        @Override
        public State state() {
            return node.state();
        }

        @Override
        public void close() {
            node.close();
        }
    }
}

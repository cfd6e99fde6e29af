package dev.plumbline.cache.tiered;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.cache.CacheKey;
import dev.plumbline.cache.FarRead;
import dev.plumbline.cache.FarRead.Outcome;
import dev.plumbline.cache.FarTier.FillOutcome;
import dev.plumbline.cache.tiered.FarFleet.Peer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

final class GenerationTest {
    private static final CacheKey KEY = Rows.key(Rows.SMALL, "DFW");
    private static final String NUMBER = "pl2:test:gen";
    private static final Duration POLL = Duration.ofMillis(1_200);

    private final FarFleet fleet = new FarFleet();
    private final SimulatedMemcached server = fleet.server("a:1");

    @Test
    void firstProcess_makesTheNumberFromTheClock_andOthersTakeIt() {
        Peer one = fleet.process("a:1");
        Peer two = fleet.process("a:1");

        assertThat(server.text(NUMBER)).isEqualTo(Long.toString(one.nowMicros()));
        one.put(KEY, fleet.row(1));
        assertThat(two.read(KEY).outcome()).isEqualTo(Outcome.HIT);
        assertThat(two.name(KEY)).startsWith("pl2:test:" + server.text(NUMBER) + ":");
    }

    @Test
    void flush_isAtOnceHere_andWithinThePollElsewhere() {
        Peer one = fleet.process("a:1");
        Peer two = fleet.process("a:1");
        fleet.pass(Duration.ofMillis(300));
        one.put(KEY, fleet.row(1));

        assertThat(one.flush()).isTrue();

        assertThat(one.read(KEY).outcome()).isEqualTo(Outcome.MISS);
        assertThat(two.read(KEY).outcome()).isEqualTo(Outcome.HIT);
        fleet.pass(POLL);
        assertThat(two.read(KEY).outcome()).isEqualTo(Outcome.WAIT);
        assertThat(one.name(KEY)).isEqualTo(two.name(KEY));
    }

    @Test
    void answerThatWasUnderWayDuringAFlush_doesNotTakeItBack() {
        Peer slow = fleet.slowProcess(Duration.ofMillis(20), "a:1");
        fleet.pass(Duration.ofMillis(100));
        String before = slow.name(KEY);
        long reads = server.reads();
        while (server.reads() == reads) {
            fleet.pass(Duration.ofMillis(1));
        }
        CompletableFuture<Boolean> flush = slow.far.flush();
        String after = slow.name(KEY);
        assertThat(after).isNotEqualTo(before);

        fleet.pass(Duration.ofMillis(50));

        assertThat(slow.name(KEY)).isEqualTo(after);
        assertThat(FarFleet.ended(flush)).isTrue();
    }

    @Test
    void flush_refusesTheFillsOfEarlierReads() {
        Peer one = fleet.process("a:1");
        FarRead before = one.read(KEY);
        one.flush();

        assertThat(one.fill(KEY, before, fleet.row(1))).isEqualTo(FillOutcome.REFUSED);
        assertThat(one.read(KEY).outcome()).isEqualTo(Outcome.MISS);
    }

    @Test
    void flushOfANodeThatIsDown_isToldLater_andNeverTakenBack() {
        Peer one = fleet.process("a:1");
        Peer two = fleet.process("a:1");
        one.put(KEY, fleet.row(1));
        one.connection("a:1").cut(true);

        assertThat(one.flush()).isFalse();
        fleet.pass(Duration.ofMillis(500));
        assertThat(two.read(KEY).outcome()).isEqualTo(Outcome.HIT);
        one.connection("a:1").cut(false);
        assertThat(one.read(KEY).outcome()).as("of the new generation").isEqualTo(Outcome.MISS);

        fleet.pass(Duration.ofSeconds(3));
        assertThat(two.read(KEY).outcome()).isEqualTo(Outcome.WAIT);
    }

    @Test
    void lostNumber_isReplacedByOneThatWasNeverUsed() {
        Peer one = fleet.process("a:1");
        Peer two = fleet.process("a:1");
        one.put(KEY, fleet.row(1));
        String first = server.text(NUMBER);

        server.evict(NUMBER::equals);
        fleet.pass(POLL);

        assertThat(server.text(NUMBER)).isNotEmpty().isNotEqualTo(first);
        assertThat(one.read(KEY).outcome()).isEqualTo(Outcome.MISS);
        assertThat(two.read(KEY).outcome()).isEqualTo(Outcome.WAIT);
    }

    @Test
    void rubbishInItsPlace_isReplaced() {
        for (String rubbish : List.of("", "x", "-1", "12 ", "99999999999999999999", "0")) {
            server.put(NUMBER, 0, rubbish.getBytes(StandardCharsets.US_ASCII), 1_000);

            Peer one = fleet.process("a:1");

            assertThat(one.read(KEY).outcome()).as(rubbish).isIn(Outcome.MISS, Outcome.WAIT);
            assertThat(Long.parseLong(server.text(NUMBER))).isPositive();
            one.far.close();
        }
    }

    @Test
    void number_isKeptAliveLongBeforeItEnds() {
        Peer one = fleet.process("a:1");
        one.put(KEY, fleet.row(1));
        String first = server.text(NUMBER);

        for (int day = 0; day < 70; day++) {
            fleet.pass(Duration.ofDays(1));
        }

        assertThat(server.text(NUMBER)).isEqualTo(first);
    }

    @Test
    void unknownNumber_makesErrors_untilTheNodeIsReached() {
        server.kill();
        Peer one = fleet.process("a:1");
        fleet.pass(Duration.ofSeconds(5));
        assertThat(one.read(KEY)).isEqualTo(FarRead.error());
        assertThat(one.put(KEY, fleet.row(1))).isEqualTo(FillOutcome.FAILED);
        assertThat(one.invalidate(KEY)).isFalse();
        assertThat(one.claim(KEY)).as("nobody can say").isTrue();

        server.restart();
        fleet.pass(Duration.ofMillis(300));

        assertThat(one.read(KEY).outcome()).isEqualTo(Outcome.MISS);
    }

    @Test
    void nodeThatCouldNotBeAskedForLong_isNotReadBeforeItIsAsked() {
        Peer one = fleet.process("a:1");
        Peer two = fleet.process("a:1");
        one.put(KEY, fleet.row(1));
        two.connection("a:1").cut(true);
        fleet.pass(Duration.ofSeconds(3));
        one.flush();

        two.connection("a:1").cut(false);

        assertThat(two.read(KEY)).as("may have missed a flush").isEqualTo(FarRead.error());
        fleet.pass(Duration.ofMillis(300));
        assertThat(two.read(KEY).outcome()).isEqualTo(Outcome.MISS);
    }

    @Test
    void nodeThatIsReachedAgain_isAskedAtOnce() {
        Peer one = fleet.process("a:1");
        one.put(KEY, fleet.row(1));
        String before = one.name(KEY);
        server.restart();

        one.reached("a:1");

        assertThat(one.name(KEY)).isNotEqualTo(before);
        assertThat(server.text(NUMBER)).isNotEmpty();
    }

    /** Else a row that the flusher has read before the write would be found by the writer. */
    @Test
    void invalidationAfterAnothersFlush_removesFromTheNewGenerationToo() {
        Peer flusher = fleet.process("a:1");
        Peer writer = fleet.process("a:1");
        fleet.pass(Duration.ofMillis(300));
        flusher.flush();
        flusher.fill(KEY, flusher.read(KEY), fleet.row(1));

        assertThat(writer.invalidate(KEY)).isTrue();

        assertThat(writer.read(KEY).outcome()).isEqualTo(Outcome.MISS);
        assertThat(server.peek(flusher.name(KEY))).isNull();
    }

    @Test
    void nodesThatJoin_takeTheirKeysAndOldRowsAreNotFoundThere() {
        List<CacheKey> keys =
                LongStream.range(0, 100).mapToObj(i -> Rows.key(Rows.SMALL, i)).toList();
        Peer one = fleet.process("a:1", "b:1");
        keys.forEach(key -> one.put(key, fleet.row(1)));
        one.far.change(List.of(NodeAddress.parse("a:1")));
        fleet.pass(Duration.ofMinutes(2));
        assertThat(one.read(keys)).noneMatch(read -> read.outcome() == Outcome.ERROR);
        keys.forEach(key -> one.put(key, fleet.row(2)));
        assertThat(one.read(keys)).allMatch(read -> read.outcome() == Outcome.HIT);

        one.far.change(List.of(NodeAddress.parse("b:1"), NodeAddress.parse("a:1")));

        for (CacheKey key : keys) {
            assertThat(one.read(key).outcome()).isEqualTo(one.nodeOf(key).equals("b:1") ? Outcome.MISS : Outcome.HIT);
        }
        Peer late = fleet.process("a:1");
        late.far.change(List.of(NodeAddress.parse("b:1"), NodeAddress.parse("a:1")));
        assertThat(late.name(keys.get(0))).isEqualTo(one.name(keys.get(0)));
    }

    @Test
    void nodesThatLeave_endAfterAGrace_andThoseThatStayStayConnected() {
        Peer one = fleet.process("a:1", "b:1");
        SimulatedNode stays = one.connection("a:1");
        SimulatedNode leaves = one.connection("b:1");

        one.far.change(List.of(NodeAddress.parse("a:1"), NodeAddress.parse("c:1")));

        assertThat(leaves.isClosed()).isFalse();
        fleet.pass(Duration.ofSeconds(20));
        assertThat(leaves.isClosed()).isTrue();
        assertThat(stays.isClosed()).isFalse();
        assertThat(one.connection("a:1")).isSameAs(stays);
        one.far.close();
        assertThat(stays.isClosed()).isTrue();
        assertThat(one.connection("c:1").isClosed()).isTrue();
    }

    @Test
    void fillAfterItsKeyHasMoved_isRefused_thoughTheNumbersAreTheSameThere() {
        Peer one = fleet.process("a:1");
        fleet.server("a:1").putStub("other", 60);
        FarRead before = one.read(KEY);
        NodeToken token = Objects.requireNonNull(((FarToken) Objects.requireNonNull(before.leaseToken())).seen());
        one.far.change(List.of(NodeAddress.parse("b:1")));
        SimulatedMemcached there = fleet.server("b:1");
        FarRead after = one.read(KEY);
        while (!token.equals(
                Objects.requireNonNull((FarToken) after.leaseToken()).seen())) {
            there.evict(one.name(KEY)::equals);
            after = one.read(KEY);
        }

        assertThat(one.fill(KEY, before, fleet.row(1))).isEqualTo(FillOutcome.REFUSED);
        assertThat(one.fill(KEY, after, fleet.row(2))).isEqualTo(FillOutcome.STORED);
    }

    @Test
    void close_endsThePolling() {
        Peer one = fleet.process("a:1");
        one.far.close();
        long reads = server.reads();

        fleet.pass(Duration.ofSeconds(10));

        assertThat(server.reads()).isEqualTo(reads);
        assertThat(one.read(KEY)).isEqualTo(FarRead.error());
    }
}

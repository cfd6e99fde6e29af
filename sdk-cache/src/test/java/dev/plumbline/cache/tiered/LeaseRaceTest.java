package dev.plumbline.cache.tiered;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.cache.CacheKey;
import dev.plumbline.cache.FarRead;
import dev.plumbline.cache.FarRead.Outcome;
import dev.plumbline.cache.FarTier.FillOutcome;
import dev.plumbline.cache.tiered.FarFleet.Peer;
import dev.plumbline.feature.FeatureRow;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Two processes and one row, in every order that has ever stored an old one. */
final class LeaseRaceTest {
    private static final CacheKey KEY = Rows.key(Rows.SMALL, "DFW");

    private final FarFleet fleet = new FarFleet();
    private final SimulatedMemcached server = fleet.server("a:1");
    private final Peer one = fleet.process("a:1");
    private final Peer two = fleet.process("a:1");

    @Test
    void coldKey_isLoadedByOneAndAwaitedByOthers() {
        FarRead won = one.read(KEY);
        assertThat(won.outcome()).isEqualTo(Outcome.MISS);
        assertThat(won.leaseToken()).isNotNull();
        assertThat(two.read(KEY).outcome()).isEqualTo(Outcome.WAIT);
        assertThat(one.read(KEY).outcome()).isEqualTo(Outcome.WAIT);

        assertThat(one.fill(KEY, won, fleet.row(1))).isEqualTo(FillOutcome.STORED);

        assertHolds(two, 1);
        assertThat(one.far.counts().leasesWon.sum()).isOne();
        assertThat(one.far.counts().leasesLost.sum()).isOne();
        assertThat(two.far.counts().leasesLost.sum()).isOne();
    }

    @Test
    void invalidationDuringALoad_refusesItsFill() {
        FarRead won = one.read(KEY);

        assertThat(two.invalidate(KEY)).isTrue();

        assertThat(one.fill(KEY, won, fleet.row(1))).isEqualTo(FillOutcome.REFUSED);
        assertThat(server.peek(one.name(KEY))).isNull();
        assertThat(one.far.counts().fills(FillOutcome.REFUSED).sum()).isOne();
    }

    @Test
    void invalidationDuringALoad_givesTheNextReaderALeaseOfItsOwn() {
        FarRead before = one.read(KEY);
        two.invalidate(KEY);
        FarRead after = two.read(KEY);
        assertThat(after.outcome()).isEqualTo(Outcome.MISS);

        assertThat(one.fill(KEY, before, fleet.row(1))).isEqualTo(FillOutcome.REFUSED);
        assertThat(two.fill(KEY, after, fleet.row(2))).isEqualTo(FillOutcome.STORED);
        assertThat(one.fill(KEY, before, fleet.row(1))).isEqualTo(FillOutcome.REFUSED);

        assertHolds(one, 2);
    }

    @Test
    void invalidationDuringARenewal_refusesItsFill() {
        one.put(KEY, fleet.row(1));
        FarRead old = one.read(KEY);
        assertThat(one.claim(KEY)).isTrue();
        two.invalidate(KEY);
        FarRead after = two.read(KEY);

        assertThat(one.fill(KEY, old, fleet.row(1))).isEqualTo(FillOutcome.REFUSED);
        assertThat(two.fill(KEY, after, fleet.row(2))).isEqualTo(FillOutcome.STORED);

        assertHolds(one, 2);
    }

    @Test
    void winnerSlowerThanItsLease_isRefusedAfterTheSecond() {
        FarRead slow = one.read(KEY);
        fleet.pass(FarFleet.LEASE.plusSeconds(1));
        FarRead second = two.read(KEY);
        assertThat(second.outcome()).as("the lease ended").isEqualTo(Outcome.MISS);

        assertThat(two.fill(KEY, second, fleet.row(2))).isEqualTo(FillOutcome.STORED);
        assertThat(one.fill(KEY, slow, fleet.row(1))).isEqualTo(FillOutcome.REFUSED);

        assertHolds(one, 2);
    }

    @Test
    void winnerSlowerThanItsLease_isRefusedBeforeTheSecond() {
        FarRead slow = one.read(KEY);
        fleet.pass(FarFleet.LEASE.plusSeconds(1));
        FarRead second = two.read(KEY);

        assertThat(one.fill(KEY, slow, fleet.row(1))).isEqualTo(FillOutcome.REFUSED);
        assertThat(two.fill(KEY, second, fleet.row(2))).isEqualTo(FillOutcome.STORED);

        assertHolds(one, 2);
    }

    @Test
    void deadWinner_holdsOthersUpForItsLeaseOnly() {
        one.read(KEY);
        fleet.pass(FarFleet.LEASE.minusSeconds(2));
        assertThat(two.read(KEY).outcome()).isEqualTo(Outcome.WAIT);

        fleet.pass(Duration.ofSeconds(3));

        assertThat(two.read(KEY).outcome()).isEqualTo(Outcome.MISS);
    }

    @Test
    void restartBetweenLeaseAndFill_refusesTheFill_thoughTheNumbersAreTheSameAgain() {
        FarRead before = one.read(KEY);
        String name = one.name(KEY);
        long number = Objects.requireNonNull(((FarToken) Objects.requireNonNull(before.leaseToken())).seen())
                .cas();
        server.restart();
        for (long i = 1; i < number; i++) {
            server.putStub("other", 60);
        }
        server.putStub(name, 60);

        assertThat(one.fill(KEY, before, fleet.row(1))).isEqualTo(FillOutcome.REFUSED);
        assertThat(server.peek(name)).isNull();
    }

    @Test
    void evictedStub_costsOneLoadMore() {
        FarRead first = one.read(KEY);
        server.evict(one.name(KEY)::equals);
        FarRead second = two.read(KEY);
        assertThat(second.outcome()).isEqualTo(Outcome.MISS);

        assertThat(one.fill(KEY, first, fleet.row(1))).isEqualTo(FillOutcome.REFUSED);
        assertThat(two.fill(KEY, second, fleet.row(2))).isEqualTo(FillOutcome.STORED);

        assertHolds(one, 2);
    }

    @Test
    void evictedStub_isNotFilled() {
        FarRead first = one.read(KEY);
        server.evict(one.name(KEY)::equals);

        assertThat(one.fill(KEY, first, fleet.row(1))).isEqualTo(FillOutcome.REFUSED);
        assertThat(two.read(KEY).outcome()).isEqualTo(Outcome.MISS);
    }

    @Test
    void renewal_isOnePerLeaseTimeInTheFleet() {
        one.put(KEY, fleet.row(1));

        assertThat(one.claim(KEY)).isTrue();
        assertThat(two.claim(KEY)).isFalse();
        assertThat(one.claim(KEY)).isFalse();
        assertThat(two.fill(KEY, two.read(KEY), fleet.row(2))).isEqualTo(FillOutcome.STORED);
        assertThat(two.claim(KEY)).as("also after the renewal").isFalse();

        fleet.pass(FarFleet.LEASE.plusSeconds(1));
        assertThat(two.claim(KEY)).isTrue();
        assertThat(one.claim(KEY)).isFalse();
    }

    @Test
    void writeThrough_replacesWhateverThereIs() {
        FarRead won = one.read(KEY);
        assertThat(two.put(KEY, fleet.row(2))).isEqualTo(FillOutcome.STORED);

        assertThat(one.fill(KEY, won, fleet.row(1))).isEqualTo(FillOutcome.REFUSED);

        assertHolds(one, 2);
    }

    private static void assertHolds(Peer process, long flights) {
        FeatureRow row = process.read(KEY).row();
        assertThat(row).isNotNull();
        assertThat(Objects.requireNonNull(row).int64("flights")).isEqualTo(flights);
    }
}

package dev.plumbline.testing.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.FeatureClient;
import dev.plumbline.cache.CacheKey;
import dev.plumbline.feature.FeatureRow;
import dev.plumbline.feature.Freshness;
import dev.plumbline.feature.ReadTier;
import dev.plumbline.transport.TransportException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Rows of the far tier that are old, and who renews them. Fresh for 30 s, revalidated for 60 s more, 300 s on error. */
final class RenewalTest extends SharedFarTest {
    private static final Duration STALE = Duration.ofSeconds(40);
    private static final Duration TOO_STALE = Duration.ofSeconds(200);
    private static final Duration LONG = Duration.ofSeconds(10);

    @Test
    void staleHit_answersAtOnceAndTheElectedRenews() {
        putOldFar(99, STALE);
        Object token = far.token(DFW_ROW);
        FeatureClient client = both();
        store.faults().hold();

        FeatureRow stale = done(client.getAsync(AIRPORT, DFW));
        assertThat(stale.int64("flights")).isEqualTo(99);
        assertThat(stale.freshness()).isEqualTo(Freshness.STALE);
        assertThat(stale.tier()).isEqualTo(ReadTier.FAR);
        store.faults().release();

        assertThat(far.fills).hasSize(1);
        assertThat(far.fills.get(0).token()).isEqualTo(token);
        assertThat(client.get(AIRPORT, DFW).int64("flights")).isEqualTo(12);
        assertThat(store.callCount()).isOne();
    }

    @Test
    void staleHitThatAnotherRenews_isServedForAMomentWithoutAnotherLook() {
        putOldFar(99, STALE);
        far.claimElsewhere(DFW_ROW, LONG);
        FeatureClient client = both();

        client.get(AIRPORT, DFW);
        time.advance(Duration.ofMillis(99));
        FeatureRow again = client.get(AIRPORT, DFW);

        assertThat(again.int64("flights")).isEqualTo(99);
        assertThat(again.freshness()).isEqualTo(Freshness.STALE);
        assertThat(again.tier()).isEqualTo(ReadTier.NEAR);
        assertThat(far.reads).hasSize(1);
        assertThat(store.callCount()).isZero();
        assertThat(time.pendingTasks()).isZero();
    }

    @Test
    void staleHitThatAnotherRenews_isLookedUpAgainAfterThatMoment() {
        putOldFar(99, STALE);
        far.claimElsewhere(DFW_ROW, LONG);
        FeatureClient client = both();

        client.get(AIRPORT, DFW);
        time.advance(Duration.ofMillis(100));
        assertThat(client.get(AIRPORT, DFW).int64("flights")).isEqualTo(99);
        assertThat(far.reads).hasSize(2);
        far.put(DFW_ROW, row(98));
        time.advance(Duration.ofMillis(100));
        client.get(AIRPORT, DFW);

        assertThat(client.get(AIRPORT, DFW).int64("flights")).isEqualTo(98);
        assertThat(store.callCount()).isZero();
    }

    @Test
    void electedThatDies_isFollowedByAnother() {
        putOldFar(99, STALE);
        far.claimElsewhere(DFW_ROW, Duration.ofMillis(150));
        FeatureClient client = both();

        client.get(AIRPORT, DFW);
        time.advance(Duration.ofMillis(100));
        client.get(AIRPORT, DFW);
        assertThat(store.callCount()).isZero();
        time.advance(Duration.ofMillis(100));
        client.get(AIRPORT, DFW);

        assertThat(store.callCount()).isOne();
        assertThat(client.get(AIRPORT, DFW).int64("flights")).isEqualTo(12);
    }

    @Test
    void renewalThatFails_isNotTriedAgainAtOnce() {
        putOldFar(99, STALE);
        store.faults().failRows(TransportException.Kind.INTERNAL, DFW);
        FeatureClient client = both();

        for (int i = 0; i < 10; i++) {
            assertThat(client.get(AIRPORT, DFW).int64("flights")).isEqualTo(99);
        }

        assertThat(store.callCount()).isOne();
    }

    @Test
    void rowPastRevalidation_isWaitedForWhileAnotherRenewsIt() {
        putOldFar(99, TOO_STALE);
        far.claimElsewhere(DFW_ROW, LONG);

        CompletableFuture<FeatureRow> read = both().getAsync(AIRPORT, DFW);
        assertThat(read).isNotDone();
        far.put(DFW_ROW, row(98));
        time.advance(Duration.ofMillis(10));

        assertThat(done(read).int64("flights")).isEqualTo(98);
        assertThat(done(read).freshness()).isEqualTo(Freshness.FRESH);
        assertThat(store.callCount()).isZero();
    }

    @Test
    void rowPastRevalidation_isLoadedWhenPatienceIsOver() {
        putOldFar(99, TOO_STALE);
        far.claimElsewhere(DFW_ROW, LONG);

        CompletableFuture<FeatureRow> read = both().getAsync(AIRPORT, DFW);
        time.advance(Duration.ofMillis(899));
        assertThat(read).isNotDone();
        time.advance(Duration.ofMillis(1));

        assertThat(done(read).int64("flights")).isEqualTo(12);
        assertThat(far.fills).isEmpty();
    }

    @Test
    void rowPastRevalidation_coversAFailingStoreForAMomentWithoutAnotherLook() {
        putOldFar(99, TOO_STALE);
        store.faults().failRows(TransportException.Kind.INTERNAL, DFW);
        FeatureClient client = both();

        for (int i = 0; i < 10; i++) {
            FeatureRow row = done(client.getAsync(AIRPORT, DFW));
            assertThat(row.int64("flights")).isEqualTo(99);
            assertThat(row.freshness()).isEqualTo(Freshness.STALE);
        }

        assertThat(store.callCount()).isOne();
        assertThat(far.reads).hasSize(1);
    }

    @Test
    void rowPastItsEnd_coversNothing() {
        putOldFar(99, Duration.ofSeconds(331));
        store.faults().failRows(TransportException.Kind.INTERNAL, DFW);

        assertThat(failure(both().getAsync(AIRPORT, DFW))).hasMessageContaining("could not be read");
    }

    @Test
    void withoutElections_everyReaderRenews() {
        far.leases = false;
        putOldFar(99, STALE);
        store.faults().hold();

        farOnly().getAsync(AIRPORT, DFW);
        farOnly().getAsync(AIRPORT, DFW);

        assertThat(store.callCount()).isEqualTo(2);
    }

    @Test
    void aRowIsDueAtTheSameMomentInAllProcesses() {
        var keys = keys(0, 1_000);
        keys.forEach(key -> far.put(nameOf(key), row(99)));
        FeatureClient first = open(inline().cache(tiers(null, far)).jitter(0.1).random(() -> 0.1));
        FeatureClient second = open(inline().cache(tiers(null, far)).jitter(0.1).random(() -> 0.9));
        time.advance(Duration.ofSeconds(28));

        done(first.getAllAsync(AIRPORT, keys));
        keys.forEach(key -> far.put(nameOf(key), atStart(99)));
        done(second.getAllAsync(AIRPORT, keys));

        List<Set<CacheKey>> claims =
                far.claims.stream().<Set<CacheKey>>map(HashSet::new).toList();
        assertThat(claims).hasSize(2);
        assertThat(claims.get(0)).isEqualTo(claims.get(1)).hasSizeBetween(250, 420);
    }

    private FeatureRow atStart(long flights) {
        var row = FeatureRow.builder(AIRPORT, time.instant().minusSeconds(28).toEpochMilli() * 1_000);
        row.putInt64(0, flights);
        return row.build();
    }
}

package dev.plumbline.testing.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plumbline.FeatureClient;
import dev.plumbline.FeatureUnavailableException;
import dev.plumbline.feature.FeatureRow;
import dev.plumbline.feature.Freshness;
import dev.plumbline.feature.ReadTier;
import dev.plumbline.feature.RowStatus;
import dev.plumbline.transport.TransportException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Default bounds: near-fresh 5 s, fresh 30 s, revalidated for 60 s more, on error 300 s more, not found 1 s. */
final class NearTierTest extends ClientTest {
    private final MapTiers tiers = MapTiers.nearOnly();
    private final FeatureClient client = open(virtual().cache(tiers));

    private long flights() {
        return client.get(AIRPORT, DFW).int64("flights");
    }

    @Test
    void freshHit_makesNoCall() {
        assertThat(flights()).isEqualTo(12);
        time.advance(Duration.ofMillis(4_999));

        FeatureRow row = client.get(AIRPORT, DFW);

        assertThat(row.tier()).isEqualTo(ReadTier.NEAR);
        assertThat(row.freshness()).isEqualTo(Freshness.FRESH);
        assertThat(row.age()).isEqualTo(Duration.ofMillis(4_999));
        assertThat(client.getAsync(AIRPORT, DFW)).isDone();
        assertThat(store.callCount()).isEqualTo(1);
    }

    @Test
    void pastNearFresh_answersAtOnceAndRenewsOnce() {
        flights();
        putFlights(DFW, 13);
        time.advance(Duration.ofSeconds(6));
        store.faults().hold();
        for (int i = 0; i < 10; i++) {
            assertThat(flights()).isEqualTo(12);
        }
        awaitCalls(2);
        assertThat(flights()).isEqualTo(12);
        store.faults().release();

        eventually().until(() -> flights() == 13);
        assertThat(store.callCount()).isEqualTo(2);
        assertThat(time.pendingTasks()).isZero();
    }

    @Test
    void pastFresh_isMarkedStaleWhileItIsRenewed() {
        flights();
        time.advance(Duration.ofSeconds(89));
        store.faults().hold();

        FeatureRow row = client.get(AIRPORT, DFW);

        assertThat(row.freshness()).isEqualTo(Freshness.STALE);
        assertThat(row.int64("flights")).isEqualTo(12);
        awaitCalls(2);
    }

    @Test
    void pastRevalidation_waitsForTheStore() {
        flights();
        putFlights(DFW, 13);
        time.advance(Duration.ofSeconds(91));

        assertThat(flights()).isEqualTo(13);
    }

    @Test
    void storeThatFails_isCoveredByAStaleRowWithinItsBound() {
        flights();
        store.faults().failAlways(TransportException.Kind.INTERNAL);
        time.advance(Duration.ofSeconds(329));

        FeatureRow row = client.get(AIRPORT, DFW);

        assertThat(row.int64("flights")).isEqualTo(12);
        assertThat(row.freshness()).isEqualTo(Freshness.STALE);
        assertThat(row.age()).isEqualTo(Duration.ofSeconds(329));
    }

    @Test
    void storeThatFails_pastTheBound_isAFailure() {
        flights();
        store.faults().failAlways(TransportException.Kind.INTERNAL);
        time.advance(Duration.ofSeconds(331));

        assertThatThrownBy(this::flights).isInstanceOf(FeatureUnavailableException.class);
    }

    @Test
    void notFound_isRememberedForItsBound() {
        assertThat(client.get(AIRPORT, NOWHERE).status()).isEqualTo(RowStatus.NOT_FOUND);
        time.advance(Duration.ofMillis(999));
        client.get(AIRPORT, NOWHERE);
        assertThat(store.callCount()).isEqualTo(1);

        time.advance(Duration.ofMillis(2));
        client.get(AIRPORT, NOWHERE);
        assertThat(store.callCount()).isEqualTo(2);
    }

    @Test
    void notFound_thatIsNotCertain_isNotRemembered() {
        store.notFoundCertain(false);
        FeatureClient unsure = open(virtual().cache(MapTiers.nearOnly()));

        unsure.get(AIRPORT, NOWHERE);
        unsure.get(AIRPORT, NOWHERE);

        assertThat(store.callCount()).isEqualTo(2);
    }

    @Test
    void rowThatFailed_isTriedAgainAfterAMoment() {
        store.faults().failRows(TransportException.Kind.INTERNAL, DFW);
        assertThatThrownBy(this::flights).isInstanceOf(FeatureUnavailableException.class);
        store.faults().clear();

        assertThatThrownBy(this::flights).isInstanceOf(FeatureUnavailableException.class);
        assertThat(store.callCount()).isEqualTo(1);
        time.advance(Duration.ofMillis(200));
        assertThat(flights()).isEqualTo(12);
    }

    @Test
    void olderVersion_doesNotReplaceANewerOne() {
        store.row(AIRPORT, DFW).value("flights", 2L).dataVersion(2).put();
        flights();
        store.row(AIRPORT, DFW).value("flights", 1L).dataVersion(1).put();
        time.advance(Duration.ofSeconds(6));
        flights();
        awaitCalls(2);

        eventually().until(() -> time.pendingTasks() == 0);
        assertThat(flights()).isEqualTo(2);
    }

    @Test
    void invalidate_detachesALoadUnderWay() {
        store.faults().hold();
        CompletableFuture<FeatureRow> waiter = client.getAsync(AIRPORT, DFW);
        putFlights(DFW, 13);

        assertThat(done(client.invalidate(AIRPORT, DFW))).isTrue();
        store.faults().release();

        assertThat(done(waiter).int64("flights")).isEqualTo(12);
        assertThat(tiers.nearMap.entries).isEmpty();
        assertThat(flights()).isEqualTo(13);
        assertThat(store.callCount()).isEqualTo(2);
    }

    @Test
    void readAfterInvalidate_doesNotJoinTheDetachedLoad() {
        store.faults().hold();
        CompletableFuture<FeatureRow> before = client.getAsync(AIRPORT, DFW);
        putFlights(DFW, 13);
        client.invalidate(AIRPORT, DFW);
        CompletableFuture<FeatureRow> after = client.getAsync(AIRPORT, DFW);
        store.faults().release();

        assertThat(done(before).int64("flights")).isEqualTo(12);
        assertThat(done(after).int64("flights")).isEqualTo(13);
        assertThat(flights()).isEqualTo(13);
    }

    @Test
    void invalidatedRow_isNeverServedAfter() throws InterruptedException {
        AtomicBoolean stop = new AtomicBoolean();
        AtomicLong wrong = new AtomicLong();
        List<Thread> readers = new ArrayList<>();
        AtomicLong current = new AtomicLong(12);
        for (int i = 0; i < 3; i++) {
            Thread reader = new Thread(() -> {
                while (!stop.get()) {
                    long least = current.get();
                    if (flights() < least) {
                        wrong.incrementAndGet();
                    }
                }
            });
            reader.start();
            readers.add(reader);
        }
        for (long value = 13; value < 1_000; value++) {
            putFlights(DFW, value);
            client.invalidate(AIRPORT, DFW);
            current.set(value);
            assertThat(flights()).isEqualTo(value);
        }
        stop.set(true);
        for (Thread reader : readers) {
            reader.join();
        }

        assertThat(wrong).hasValue(0);
    }

    @Test
    void getAll_loadsOnlyWhatIsNotAtHand() {
        flights();

        assertThat(client.getAll(AIRPORT, List.of(ORD, DFW, ORD)))
                .extracting(FeatureRow::tier)
                .containsExactly(ReadTier.ORIGIN, ReadTier.NEAR, ReadTier.ORIGIN);
        assertThat(store.calls().get(1).keys()).containsExactly(ORD);
    }

    @Test
    void toString_namesTheTier() {
        assertThat(client.toString()).containsSubsequence("near map", "flights", "merge");
    }
}

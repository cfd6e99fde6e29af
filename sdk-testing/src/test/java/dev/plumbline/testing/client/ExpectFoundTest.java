package dev.plumbline.testing.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.CallOptions;
import dev.plumbline.FeatureClient;
import dev.plumbline.feature.FeatureRow;
import dev.plumbline.feature.FeatureRows;
import dev.plumbline.feature.ReadPreference;
import dev.plumbline.feature.ReadTier;
import dev.plumbline.feature.RowStatus;
import dev.plumbline.transport.TransportException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Rows that are known to exist, and that a replica does not have yet. */
final class ExpectFoundTest extends SharedFarTest {
    private static final CallOptions SURE = CallOptions.expectFound();
    private static final CallOptions PATIENT = SURE.withDeadline(Duration.ofSeconds(5));

    private double repeated() {
        return counted("plumbline.client.repeated.reads", "reason", "not_found");
    }

    @Test
    void rowThatComes_isFoundAndKept() {
        FeatureClient client = both();
        CompletableFuture<FeatureRow> read = client.getAsync(AIRPORT, NOWHERE, SURE);
        time.advance(Duration.ofMillis(20));
        assertThat(read).isNotDone();
        putFlights(NOWHERE, 3);
        time.advance(Duration.ofMillis(40));

        assertThat(done(read).int64("flights")).isEqualTo(3);
        assertThat(store.callCount()).isEqualTo(3);
        assertThat(repeated()).isEqualTo(2);
        assertThat(client.get(AIRPORT, NOWHERE).tier()).isEqualTo(ReadTier.NEAR);
        assertThat(time.pendingTasks()).isZero();
    }

    @Test
    void rowThatDoesNotCome_isAskedForFiveTimesMore_eachAfterTwiceAsLong() {
        long start = time.nanos();
        CompletableFuture<FeatureRow> read = both().getAsync(AIRPORT, NOWHERE, PATIENT);
        time.advance(Duration.ofMillis(619));
        assertThat(read).isNotDone();
        time.advance(Duration.ofMillis(1));

        assertThat(done(read).status()).isEqualTo(RowStatus.NOT_FOUND);
        assertThat(store.calls())
                .extracting(call -> Duration.between(time.instant().minusMillis(620), call.at())
                        .toMillis())
                .containsExactly(0L, 20L, 60L, 140L, 300L, 620L);
        assertThat(time.nanos() - start).isEqualTo(620_000_000);
        assertThat(time.pendingTasks()).isZero();
    }

    @Test
    void notFound_isNotRemembered() {
        FeatureClient client = both();
        CompletableFuture<FeatureRow> read = client.getAsync(AIRPORT, NOWHERE, PATIENT);
        time.advance(Duration.ofMillis(620));
        done(read);

        assertThat(near.entries).isEmpty();
        assertThat(far.fills).isEmpty();
        putFlights(NOWHERE, 3);
        assertThat(client.get(AIRPORT, NOWHERE).int64("flights")).isEqualTo(3);
    }

    @Test
    void notFoundThatOthersRemember_isNoAnswer() {
        FeatureClient client = both();
        client.get(AIRPORT, NOWHERE);
        putFlights(NOWHERE, 3);

        assertThat(client.get(AIRPORT, NOWHERE, SURE).int64("flights")).isEqualTo(3);
        assertThat(client.get(AIRPORT, NOWHERE).int64("flights")).isEqualTo(3);
    }

    @Test
    void foundRow_isAnsweredByTheTiers() {
        FeatureClient client = both();
        client.get(AIRPORT, DFW);

        assertThat(client.get(AIRPORT, DFW, SURE).tier()).isEqualTo(ReadTier.NEAR);
        assertThat(farOnly().get(AIRPORT, DFW, SURE).tier()).isEqualTo(ReadTier.FAR);
    }

    @Test
    void callersDeadline_endsTheRepeatingWithNotFound() {
        CallOptions hasty = SURE.withDeadline(Duration.ofMillis(50));
        FeatureClient client = both();
        CompletableFuture<FeatureRow> one = client.getAsync(AIRPORT, NOWHERE, hasty);
        CompletableFuture<FeatureRows> all = client.getAllAsync(AIRPORT, List.of(DFW, NOWHERE), hasty);
        time.advance(Duration.ofMillis(50));

        assertThat(done(one).status()).isEqualTo(RowStatus.NOT_FOUND);
        assertThat(done(all)).extracting(FeatureRow::status).containsExactly(RowStatus.PRESENT, RowStatus.NOT_FOUND);
    }

    @Test
    void callersThreadThatWaits_getsNotFoundAtItsDeadlineToo() {
        FeatureRow row = both().get(AIRPORT, NOWHERE, SURE.withDeadline(Duration.ofMillis(50)));

        assertThat(row.status()).isEqualTo(RowStatus.NOT_FOUND);
    }

    @Test
    void pauseThatTheDeadlineCuts_isNotBegun() {
        CompletableFuture<FeatureRow> warm = both().getAsync(AIRPORT, DFW);
        done(warm);
        CompletableFuture<FeatureRow> read = open(inline().deadline(Duration.ofMillis(100))
                        .attemptTimeout(Duration.ofMillis(10)))
                .getAsync(AIRPORT, NOWHERE, SURE);
        time.advance(Duration.ofSeconds(2));

        assertThat(done(read).status()).isEqualTo(RowStatus.NOT_FOUND);
    }

    @Test
    void failureOfALaterCall_isNotFound() {
        CompletableFuture<FeatureRow> read = both().getAsync(AIRPORT, NOWHERE, SURE);
        store.faults().failAlways(TransportException.Kind.INTERNAL);
        time.advance(Duration.ofMillis(20));

        assertThat(done(read).status()).isEqualTo(RowStatus.NOT_FOUND);
        assertThat(time.pendingTasks()).isZero();
    }

    @Test
    void primary_isAskedAgainToo() {
        store.pauseReplica();
        CompletableFuture<FeatureRow> read =
                both().getAsync(AIRPORT, NOWHERE, SURE.withReadPreference(ReadPreference.REPLICA_THEN_PRIMARY));
        putFlights(NOWHERE, 3);
        time.advance(Duration.ofMillis(20));

        assertThat(done(read).int64("flights")).isEqualTo(3);
        assertThat(store.calls())
                .extracting(call -> call.headers().get("plumbline-read-preference"))
                .containsExactly("replica", "primary", "primary");
    }

    @Test
    void cancelledRead_isAskedForNoMore() {
        FeatureClient client = open(inline());
        CompletableFuture<FeatureRow> read = client.getAsync(AIRPORT, NOWHERE, SURE);
        read.cancel(true);
        time.advance(Duration.ofSeconds(3));

        assertThat(store.callCount()).isOne();
        assertThat(time.pendingTasks()).isZero();
    }
}

package dev.plumbline.testing.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.FeatureClient;
import dev.plumbline.WriteReceipt;
import dev.plumbline.Written;
import dev.plumbline.feature.EntityKey;
import dev.plumbline.feature.FeatureRow;
import dev.plumbline.feature.ReadTier;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Rows that were written while the far tier could not be told. */
final class DirtyRowTest extends SharedFarTest {
    private static final CompletableFuture<Boolean> NOT_CERTAIN = CompletableFuture.completedFuture(false);

    /** How long a client reads what it has written from the primary, past what the far tier holds. */
    private static final Duration STICKY = Duration.ofSeconds(5);

    private FeatureRow read(FeatureClient client) {
        return done(client.getAsync(AIRPORT, DFW));
    }

    private WriteReceipt write(FeatureClient client, long flights) {
        return client.write(AIRPORT, DFW, () -> {
            putFlights(DFW, flights);
            return Written.something();
        });
    }

    @Test
    void farTier_isPassedByUntilItsDeleteIsAcknowledged() {
        FeatureClient client = farOnly();
        read(client);
        CompletableFuture<Boolean> delete = new CompletableFuture<>();
        far.fault("delete", () -> delete);

        WriteReceipt receipt = write(client, 13);
        assertThat(receipt.shared()).isNotDone();
        assertThat(read(client).int64("flights")).isEqualTo(13);
        assertThat(read(client).tier()).isEqualTo(ReadTier.ORIGIN);
        assertThat(far.reads).hasSize(1);
        assertThat(far.fills).hasSize(1);
        far.remove(DFW_ROW);
        delete.complete(true);

        assertThat(done(receipt.shared())).isTrue();
        assertThat(read(client).int64("flights")).isEqualTo(13);
        assertThat(far.reads).hasSize(2);
        assertThat(far.fills).hasSize(2);
        time.advance(STICKY);
        assertThat(read(client).tier()).isEqualTo(ReadTier.FAR);
    }

    @Test
    void nearTier_isUsedMeanwhile() {
        FeatureClient client = both();
        read(client);
        far.fault("delete", CompletableFuture::new);

        write(client, 13);

        assertThat(read(client).tier()).isEqualTo(ReadTier.ORIGIN);
        assertThat(read(client).tier()).isEqualTo(ReadTier.NEAR);
        assertThat(read(client).int64("flights")).isEqualTo(13);
    }

    @Test
    void renewalOfARow_passesTheFarTierByToo() {
        FeatureClient client = both();
        read(client);
        far.fault("delete", CompletableFuture::new);
        write(client, 13);
        read(client);

        time.advance(Duration.ofSeconds(6));
        read(client);

        assertThat(read(client).int64("flights")).isEqualTo(13);
        assertThat(far.reads).hasSize(1);
    }

    @Test
    void delete_isRepeatedWithGrowingPausesUntilItIsCertain() {
        FeatureClient client = farOnly();
        read(client);
        far.fault("delete", () -> NOT_CERTAIN);

        assertThat(done(write(client, 13).shared())).isFalse();
        time.advance(Duration.ofSeconds(20));
        assertThat(far.deletes.stream().map(nanos -> nanos / 1_000_000))
                .containsExactly(0L, 100L, 300L, 700L, 1_500L, 3_100L, 6_300L, 11_300L, 16_300L);
        assertThat(read(client).int64("flights")).isEqualTo(13);
        far.heal("delete");
        time.advance(Duration.ofSeconds(5));

        assertThat(time.pendingTasks()).isZero();
        assertThat(far.row(DFW_ROW)).isNull();
        read(client);
        assertThat(read(client).tier()).isEqualTo(ReadTier.FAR);
    }

    @Test
    void delete_isGivenUpWhenTheOldRowHasEndedByItself() {
        FeatureClient client = farOnly();
        read(client);
        far.fault("delete", () -> NOT_CERTAIN);
        write(client, 13);

        time.advance(Duration.ofSeconds(363));
        read(client);
        assertThat(far.reads).hasSize(1);
        time.advance(Duration.ofSeconds(60));
        read(client);

        assertThat(far.reads).hasSize(2);
        assertThat(time.pendingTasks()).isZero();
    }

    @Test
    void laterWrite_takesOverTheRepeating() {
        FeatureClient client = farOnly();
        far.fault("delete", () -> NOT_CERTAIN);
        write(client, 13);
        write(client, 14);

        time.advance(Duration.ofMillis(100));
        far.heal("delete");
        time.advance(Duration.ofMillis(200));

        assertThat(far.deletes).hasSize(4);
        assertThat(time.pendingTasks()).isZero();
    }

    @Test
    void invalidate_isRepeatedToo() {
        FeatureClient client = both();
        far.put(DFW_ROW, row(99));
        far.fault("delete", () -> NOT_CERTAIN);

        assertThat(done(client.invalidate(AIRPORT, DFW))).isFalse();
        assertThat(read(client).int64("flights")).isEqualTo(12);
        far.heal("delete");
        time.advance(Duration.ofMillis(100));

        assertThat(far.row(DFW_ROW)).isNull();
        assertThat(time.pendingTasks()).isZero();
    }

    @Test
    void closedClient_repeatsNothing() {
        FeatureClient client = farOnly();
        far.fault("delete", () -> NOT_CERTAIN);
        write(client, 13);

        client.close();
        time.advance(Duration.ofSeconds(10));

        assertThat(far.deletes).hasSize(1);
    }

    private void invalidateMany(FeatureClient client, int from, int to) {
        List<EntityKey> many = keys(from, to);
        many.forEach(key -> client.invalidate(AIRPORT, key));
    }

    @Test
    void tooManyKeys_areFlushedAsOne() {
        FeatureClient client = farOnly();
        far.put(DFW_ROW, row(99));
        far.fault("delete", () -> NOT_CERTAIN);
        far.fault("flush", () -> NOT_CERTAIN);

        invalidateMany(client, 0, 10_000);
        assertThat(far.flushes).isEmpty();
        invalidateMany(client, 10_000, 10_001);
        assertThat(far.flushes).hasSize(1);
        // All keys are under suspicion until the flush is certain.
        assertThat(read(client).tier()).isEqualTo(ReadTier.ORIGIN);
        assertThat(far.reads).isEmpty();
        far.heal("flush");
        time.advance(Duration.ofSeconds(5));

        assertThat(far.flushes).hasSize(2);
        assertThat(time.pendingTasks()).isZero();
        read(client);
        assertThat(read(client).tier()).isEqualTo(ReadTier.FAR);
    }

    @Test
    void keysThatFollowWhileAFlushIsUnderWay_areNotForgotten() {
        FeatureClient client = farOnly();
        far.fault("delete", () -> NOT_CERTAIN);
        CompletableFuture<Boolean> flush = new CompletableFuture<>();
        far.fault("flush", () -> flush);
        invalidateMany(client, 0, 10_001);
        invalidateMany(client, 10_001, 20_003);

        far.heal("flush");
        far.heal("delete");
        flush.complete(true);
        time.advance(Duration.ofSeconds(10));

        assertThat(time.pendingTasks()).isZero();
        EntityKey last = EntityKey.of(20_002);
        client.getAsync(AIRPORT, last);
        assertThat(far.readsOf(nameOf(last))).isOne();
    }

    @Test
    void flushThatIsNeverCertain_isGivenUpWhenAllRowsHaveEndedByThemselves() {
        FeatureClient client = farOnly();
        far.fault("delete", () -> NOT_CERTAIN);
        far.fault("flush", () -> NOT_CERTAIN);
        invalidateMany(client, 0, 10_001);

        time.advance(Duration.ofSeconds(430));
        read(client);

        assertThat(far.reads).hasSize(1);
        assertThat(time.pendingTasks()).isZero();
    }
}

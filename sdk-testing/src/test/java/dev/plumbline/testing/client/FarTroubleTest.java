package dev.plumbline.testing.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.FeatureClient;
import dev.plumbline.cache.FarRead;
import dev.plumbline.feature.FeatureRow;
import dev.plumbline.feature.ReadTier;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A far tier that breaks its contract costs its time and nothing else. */
final class FarTroubleTest extends SharedFarTest {
    enum Trouble {
        THROWS,
        NO_FUTURE,
        FAILS,
        NOTHING,
        TOO_FEW,
        A_GAP;

        CompletableFuture<?> answer() {
            IllegalStateException broken = new IllegalStateException("broken tier");
            return switch (this) {
                case THROWS -> throw broken;
                case NO_FUTURE -> null;
                case FAILS -> CompletableFuture.failedFuture(broken);
                case NOTHING -> CompletableFuture.completedFuture(null);
                case TOO_FEW -> CompletableFuture.completedFuture(List.of());
                case A_GAP -> CompletableFuture.completedFuture(Collections.singletonList(null));
            };
        }
    }

    @ParameterizedTest
    @EnumSource
    void readThatGoesWrong_isPassedByAndNothingIsFilled(Trouble trouble) {
        far.fault("read", trouble::answer);

        FeatureRow row = done(both().getAsync(AIRPORT, DFW));

        assertThat(row.tier()).isEqualTo(ReadTier.ORIGIN);
        assertThat(far.fills).isEmpty();
        assertThat(near.entries).containsOnlyKeys(DFW_ROW);
        assertThat(time.pendingTasks()).isZero();
        assertThat(rows("far", "error")).isOne();
    }

    @ParameterizedTest
    @EnumSource
    void electionThatGoesWrong_isWon(Trouble trouble) {
        putOldFar(99, Duration.ofSeconds(40));
        far.fault("claim", trouble::answer);

        FeatureRow row = done(both().getAsync(AIRPORT, DFW));

        assertThat(row.int64("flights")).isEqualTo(99);
        assertThat(store.callCount()).isOne();
        assertThat(far.row(DFW_ROW).int64("flights")).isEqualTo(12);
    }

    @ParameterizedTest
    @EnumSource
    void fillThatGoesWrong_keepsNothingFromTheCaller(Trouble trouble) {
        far.fault("fill", trouble::answer);
        FeatureClient client = both();

        assertThat(done(client.getAsync(AIRPORT, DFW)).int64("flights")).isEqualTo(12);
        assertThat(client.get(AIRPORT, DFW).tier()).isEqualTo(ReadTier.NEAR);
    }

    @ParameterizedTest
    @EnumSource(names = {"THROWS", "NO_FUTURE", "FAILS", "NOTHING"})
    void deleteThatGoesWrong_isNotCertain(Trouble trouble) {
        FeatureClient client = both();
        far.fault("delete", trouble::answer);
        far.fault("flush", trouble::answer);

        assertThat(done(client.invalidate(AIRPORT, DFW))).isFalse();
        assertThat(done(client.invalidateAll())).isFalse();
    }

    @Test
    void readThatIsNeverAnswered_costsItsTimeOnly() {
        CompletableFuture<List<FarRead>> never = new CompletableFuture<>();
        far.fault("read", () -> never);
        FeatureClient client = both();

        CompletableFuture<FeatureRow> read = client.getAsync(AIRPORT, DFW);
        time.advance(Duration.ofMillis(49));
        assertThat(store.callCount()).isZero();
        time.advance(Duration.ofMillis(1));

        assertThat(done(read).tier()).isEqualTo(ReadTier.ORIGIN);
        never.complete(List.of(FarRead.hit(row(99), null)));
        assertThat(client.get(AIRPORT, DFW).int64("flights")).isEqualTo(12);
        assertThat(far.fills).isEmpty();
    }

    @Test
    void electionThatIsNeverAnswered_isWonAfterItsTime() {
        putOldFar(99, Duration.ofSeconds(40));
        far.fault("claim", CompletableFuture::new);

        CompletableFuture<FeatureRow> read = both().getAsync(AIRPORT, DFW);
        assertThat(done(read).int64("flights")).isEqualTo(99);
        assertThat(store.callCount()).isZero();
        time.advance(Duration.ofMillis(50));

        assertThat(store.callCount()).isOne();
    }

    @Test
    void tierThatFailsThriceWhileAnotherProcessIsWaitedFor_endsTheWait() {
        far.leaseElsewhere(DFW_ROW, Duration.ofSeconds(10));
        CompletableFuture<FeatureRow> read = both().getAsync(AIRPORT, DFW);
        far.fault("read", () -> CompletableFuture.completedFuture(List.of(FarRead.error())));

        // Looks at 5, 15 and 35 ms.
        time.advance(Duration.ofMillis(34));
        assertThat(store.callCount()).isZero();
        time.advance(Duration.ofMillis(1));

        assertThat(done(read).tier()).isEqualTo(ReadTier.ORIGIN);
        assertThat(far.fills).isEmpty();
    }

    @Test
    void closedClient_endsAWait() {
        far.leaseElsewhere(DFW_ROW, Duration.ofSeconds(10));
        FeatureClient client = both();
        CompletableFuture<FeatureRow> read = client.getAsync(AIRPORT, DFW);

        client.close();

        assertThat(failure(read)).hasMessageContaining("closed");
        time.advance(Duration.ofSeconds(5));
        assertThat(time.pendingTasks()).isZero();
    }
}

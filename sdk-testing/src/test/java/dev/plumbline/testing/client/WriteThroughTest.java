package dev.plumbline.testing.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.FeatureClient;
import dev.plumbline.WriteReceipt;
import dev.plumbline.Written;
import dev.plumbline.cache.FarRead;
import dev.plumbline.feature.FeatureRow;
import dev.plumbline.feature.ReadTier;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Writes that tell the row which the store holds now. */
final class WriteThroughTest extends SharedFarTest {
    private WriteReceipt write(FeatureClient client, long version) {
        return client.write(AIRPORT, DFW, () -> {
            putVersion(version, version);
            return Written.row(row(version, version));
        });
    }

    private long version(FeatureClient client) {
        return done(client.getAsync(AIRPORT, DFW)).dataVersion();
    }

    @Test
    void bothTiers_holdTheNewRow() {
        FeatureClient client = both();
        putVersion(1, 1);
        version(client);
        Object token = far.token(DFW_ROW);
        store.forgetCalls();

        WriteReceipt receipt = write(client, 2);

        assertThat(receipt.dataVersion()).isEqualTo(2);
        assertThat(done(receipt.shared())).isTrue();
        assertThat(client.get(AIRPORT, DFW).tier()).isEqualTo(ReadTier.NEAR);
        assertThat(version(client)).isEqualTo(2);
        assertThat(far.row(DFW_ROW).dataVersion()).isEqualTo(2);
        assertThat(far.fills.get(1).token()).isEqualTo(token);
        assertThat(far.deletes).isEmpty();
        assertThat(store.callCount()).isZero();
        assertThat(version(farOnly())).isEqualTo(2);
        assertThat(store.callCount()).isZero();
        assertThat(time.pendingTasks()).isZero();
    }

    @Test
    void rowThatTheFarTierDoesNotHold_isFilledUnderALease() {
        FeatureClient client = farOnly();

        assertThat(done(write(client, 2).shared())).isTrue();

        assertThat(far.fills.get(0).token()).isNotNull();
        assertThat(client.get(AIRPORT, DFW).tier()).isEqualTo(ReadTier.FAR);
    }

    @Test
    void newerRowOfTheFarTier_isKept() {
        FeatureClient client = farOnly();
        far.put(DFW_ROW, row(9, 9));

        assertThat(done(write(client, 5).shared())).isTrue();

        assertThat(far.row(DFW_ROW).dataVersion()).isEqualTo(9);
        assertThat(far.fills).isEmpty();
        assertThat(version(client)).isEqualTo(9);
    }

    @Test
    void rowThatChangesMeanwhile_isComparedAgain() {
        FeatureClient client = farOnly();
        far.put(DFW_ROW, row(1, 1));
        AtomicInteger fills = new AtomicInteger();
        far.beforeFill = () -> {
            if (fills.getAndIncrement() == 0) {
                far.put(DFW_ROW, row(9, 9));
            }
        };

        assertThat(done(write(client, 5).shared())).isTrue();

        assertThat(far.row(DFW_ROW).dataVersion()).isEqualTo(9);
        assertThat(fills).hasValue(1);
    }

    @Test
    void rowThatChangesAllTheTime_isRemoved() {
        FeatureClient client = farOnly();
        far.put(DFW_ROW, row(1, 1));
        far.beforeFill = () -> far.put(DFW_ROW, row(1, 1));

        assertThat(done(write(client, 5).shared())).isTrue();

        assertThat(far.fills).hasSize(3);
        assertThat(far.row(DFW_ROW)).isNull();
    }

    @Test
    void rowThatAnotherProcessIsLoading_isRemovedSoThatItsLateFillIsRefused() {
        FeatureClient client = farOnly();
        CompletableFuture<FeatureRow> other = farOnlyHeld();

        assertThat(done(write(client, 5).shared())).isTrue();
        store.faults().release();

        assertThat(done(other).dataVersion()).isEqualTo(1);
        assertThat(far.row(DFW_ROW)).isNull();
        assertThat(version(client)).isEqualTo(5);
    }

    private CompletableFuture<FeatureRow> farOnlyHeld() {
        putVersion(1, 1);
        store.faults().hold();
        return farOnly().getAsync(AIRPORT, DFW);
    }

    @Test
    void unversionedRowOfTheFarTier_isReplaced() {
        far.put(DFW_ROW, row(1));

        done(write(farOnly(), 5).shared());

        assertThat(far.row(DFW_ROW).dataVersion()).isEqualTo(5);
    }

    @Test
    void farTierThatFails_isPassedByUntilTheRowIsRemoved() {
        FeatureClient client = farOnly();
        far.put(DFW_ROW, row(1, 1));
        far.fault("read", () -> CompletableFuture.completedFuture(List.of(FarRead.error())));
        far.fault("delete", () -> CompletableFuture.completedFuture(false));

        assertThat(done(write(client, 5).shared())).isFalse();
        far.heal("read");
        assertThat(version(client)).isEqualTo(5);
        far.heal("delete");
        time.advance(Duration.ofMillis(100));

        assertThat(far.row(DFW_ROW)).isNull();
    }

    @Test
    void overlappingWriters_leaveNothingOld_theInnerBeingLast() {
        FeatureClient client = both();
        client.write(AIRPORT, DFW, () -> {
            putVersion(1, 1);
            write(client, 2);
            return Written.row(row(1, 1));
        });

        assertThat(version(client)).isEqualTo(2);
        assertThat(version(farOnly())).isEqualTo(2);
    }

    @Test
    void overlappingWriters_leaveNothingOld_theOuterBeingLast() {
        FeatureClient client = both();
        client.write(AIRPORT, DFW, () -> {
            write(client, 2);
            putVersion(3, 3);
            return Written.row(row(3, 3));
        });

        assertThat(version(client)).isEqualTo(3);
        assertThat(version(farOnly())).isEqualTo(3);
    }

    @Test
    void writeAfterOverlappingOnes_isWrittenThroughAgain() {
        FeatureClient client = both();
        client.write(AIRPORT, DFW, () -> {
            write(client, 2);
            return Written.something();
        });
        write(client, 3);

        assertThat(client.get(AIRPORT, DFW).tier()).isEqualTo(ReadTier.NEAR);
        assertThat(version(client)).isEqualTo(3);
    }

    @Test
    void writeOfAnotherRowWhileTheFarTierIsRead_isNotOverwritten() {
        FeatureClient client = farOnly();
        CompletableFuture<List<FarRead>> slow = new CompletableFuture<>();
        far.fault("read", () -> slow);
        WriteReceipt first = write(client, 2);
        far.heal("read");

        write(client, 3);
        slow.complete(List.of(FarRead.miss()));

        done(first.shared());
        assertThat(far.fills).extracting(LeasedFar.Fill::row).noneMatch(row -> row.dataVersion() == 2);
        assertThat(version(client)).isEqualTo(3);
    }

    @Test
    void loadFromBefore_doesNotReplaceTheNewRow() {
        FeatureClient client = both();
        putVersion(1, 1);
        store.faults().hold();
        CompletableFuture<FeatureRow> before = client.getAsync(AIRPORT, DFW);

        write(client, 2);
        store.faults().release();

        assertThat(done(before).dataVersion()).isEqualTo(1);
        assertThat(version(client)).isEqualTo(2);
        assertThat(far.row(DFW_ROW))
                .satisfiesAnyOf(
                        row -> assertThat(row).isNull(),
                        row -> assertThat(row.dataVersion()).isEqualTo(2));
    }

    @Test
    void versionAlone_isToldAndTheRowIsReadAgain() {
        FeatureClient client = both();
        WriteReceipt receipt = client.write(AIRPORT, DFW, () -> {
            putVersion(7, 7);
            return Written.version(7);
        });

        assertThat(receipt.dataVersion()).isEqualTo(7);
        assertThat(client.get(AIRPORT, DFW).tier()).isEqualTo(ReadTier.ORIGIN);
        assertThat(version(client)).isEqualTo(7);
    }
}

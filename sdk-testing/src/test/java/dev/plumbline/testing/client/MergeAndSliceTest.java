package dev.plumbline.testing.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.FeatureClient;
import dev.plumbline.FeatureRequestException;
import dev.plumbline.feature.EntityKey;
import dev.plumbline.feature.FeatureRow;
import dev.plumbline.feature.FeatureRows;
import dev.plumbline.feature.RowStatus;
import dev.plumbline.transport.TransportException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

final class MergeAndSliceTest extends ClientTest {
    private List<CompletableFuture<FeatureRow>> readEach(FeatureClient client, List<EntityKey> keys) {
        List<CompletableFuture<FeatureRow>> reads = new ArrayList<>();
        for (EntityKey key : keys) {
            putFlights(key, (Long) key.value(0));
            reads.add(client.getAsync(AIRPORT, key));
        }
        return reads;
    }

    private static void answeredInFull(List<CompletableFuture<FeatureRow>> reads) {
        for (int i = 0; i < reads.size(); i++) {
            assertThat(done(reads.get(i)).int64("flights")).isEqualTo(i);
        }
    }

    @Test
    void singleReads_leaveTogetherWhileTwoBatchesAreOut() {
        FeatureClient client = open(virtual());
        store.faults().hold();
        List<CompletableFuture<FeatureRow>> reads = readEach(client, keys(0, 52));

        assertThat(store.calls()).extracting(call -> call.keys().size()).containsExactly(1, 1);
        store.faults().release();

        answeredInFull(reads);
        assertThat(store.calls()).extracting(call -> call.keys().size()).containsExactly(1, 1, 50);
    }

    @Test
    void maxInFlightBatches_isHowManyLeaveAtOnce() {
        FeatureClient client = open(virtual().maxInFlightBatches(5));
        store.faults().hold();
        List<CompletableFuture<FeatureRow>> reads = readEach(client, keys(0, 9));

        assertThat(store.callCount()).isEqualTo(5);
        store.faults().release();

        answeredInFull(reads);
    }

    @Test
    void mergedBatch_isNoLargerThanTheTransportTakes() {
        store.maxEntities(8);
        FeatureClient client = open(virtual());
        store.faults().hold();
        List<CompletableFuture<FeatureRow>> reads = readEach(client, keys(0, 30));
        store.faults().release();

        answeredInFull(reads);
        assertThat(store.entityCount()).isEqualTo(30);
        assertThat(store.calls()).allSatisfy(call -> assertThat(call.keys()).hasSizeLessThanOrEqualTo(8));
    }

    @Test
    void readThatNobodyWantsAnyMore_doesNotLeave() {
        FeatureClient client = open(virtual());
        store.faults().hold();
        List<CompletableFuture<FeatureRow>> reads = readEach(client, keys(0, 5));

        reads.get(3).cancel(true);
        store.faults().release();

        done(reads.get(2));
        done(reads.get(4));
        assertThat(store.entityCount()).isEqualTo(4);
    }

    @Test
    void cancelOfOneRead_inAMergedBatch_harmsNoOther() {
        FeatureClient client = open(virtual());
        store.faults().hold();
        List<CompletableFuture<FeatureRow>> reads = readEach(client, keys(0, 6));

        reads.get(0).cancel(true);
        reads.get(1).cancel(true);
        // Both batches were cancelled, so that the merged one of four keys has left and is held.
        eventually().until(() -> store.pendingCount() == 1);

        reads.get(2).cancel(true);
        assertThat(store.cancelledCount()).isEqualTo(2);
        store.faults().release();

        assertThat(done(reads.get(5)).int64("flights")).isEqualTo(5);
    }

    @Test
    void largeBatch_isSliced() {
        store.maxEntities(10);
        FeatureClient client = open(virtual());
        keys(0, 25).forEach(key -> putFlights(key, (Long) key.value(0)));

        FeatureRows rows = client.getAll(AIRPORT, keys(0, 25));

        assertThat(store.calls()).extracting(call -> call.keys().size()).containsExactly(10, 10, 5);
        for (int i = 0; i < 25; i++) {
            assertThat(rows.get(i).int64("flights")).isEqualTo(i);
        }
    }

    @Test
    void sliceThatFails_failsItsRowsOnly() {
        store.maxEntities(10);
        FeatureClient client = open(virtual());
        keys(0, 25).forEach(key -> putFlights(key, (Long) key.value(0)));
        store.faults().failNext(1, TransportException.Kind.INVALID_REQUEST);

        FeatureRows rows = client.getAll(AIRPORT, keys(0, 25));

        assertThat(rows.toList().subList(0, 10)).allSatisfy(row -> {
            assertThat(row.status()).isEqualTo(RowStatus.ERROR);
            assertThat(row.cause().orElseThrow()).isInstanceOf(FeatureRequestException.class);
        });
        assertThat(rows.toList().subList(10, 25))
                .allSatisfy(row -> assertThat(row.status()).isEqualTo(RowStatus.PRESENT));
    }
}

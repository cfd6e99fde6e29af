package dev.plumbline.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.feature.EntityKey;
import dev.plumbline.feature.FeatureRow;
import dev.plumbline.feature.RowStatus;
import dev.plumbline.transport.TransportException.Kind;
import io.opentelemetry.context.Context;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

final class SlicingOriginTest {
    private final ManualScheduler time = new ManualScheduler();
    private final HeldOrigin held = new HeldOrigin();
    private final SlicingOrigin origin = new SlicingOrigin(HeldOrigin.VIEW, 3, time.runtime(), held);

    private CompletableFuture<List<FeatureRow>> fetch(int size) {
        List<EntityKey> keys = LongStream.range(0, size).mapToObj(EntityKey::of).toList();
        return origin.fetch(new Origin.Call(time.nanos() + 1, Context.root(), Map.of(), 1), keys);
    }

    @Test
    void fetch_asManyAsTheTransportTakes_isOneFetch() {
        fetch(3);
        assertThat(held.fetches).hasSize(1);
    }

    @Test
    void fetch_more_isSlicedAndPutTogetherInOrder_inWhateverOrderTheyAnswer() {
        CompletableFuture<List<FeatureRow>> whole = fetch(7);
        assertThat(held.fetches).extracting(fetch -> fetch.keys().size()).containsExactly(3, 3, 1);
        held.fetches.get(2).succeed();
        held.fetches.get(0).succeed();
        assertThat(whole).isNotDone();
        held.fetches.get(1).succeed();
        assertThat(whole.join()).extracting(row -> row.int64("n")).containsExactly(0L, 1L, 2L, 3L, 4L, 5L, 6L);
    }

    @Test
    void fetch_sliceThatFails_failsItsOwnRows() {
        CompletableFuture<List<FeatureRow>> whole = fetch(5);
        held.fetches.get(0).succeed();
        held.fetches.get(1).fail(HeldOrigin.failure(Kind.UNAVAILABLE));
        assertThat(whole.join())
                .extracting(FeatureRow::status)
                .containsExactly(
                        RowStatus.PRESENT, RowStatus.PRESENT, RowStatus.PRESENT, RowStatus.ERROR, RowStatus.ERROR);
        assertThat(whole.join().get(4).cause()).containsInstanceOf(AttemptFailure.class);
    }

    @Test
    void fetch_allSlicesFail_isRowsAllTheSame() {
        CompletableFuture<List<FeatureRow>> whole = fetch(4);
        held.fetches.forEach(fetch -> fetch.fail(HeldOrigin.failure(Kind.TIMEOUT)));
        assertThat(whole.join()).hasSize(4).allMatch(row -> row.status() == RowStatus.ERROR);
    }

    @Test
    void cancel_reachesEverySlice() {
        fetch(4).cancel(true);
        assertThat(held.fetches).hasSize(2).allMatch(fetch -> fetch.answer().isCancelled());
    }
}

package dev.plumbline.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.cache.CacheKey;
import dev.plumbline.feature.EntityKey;
import dev.plumbline.feature.StalenessBounds;
import dev.plumbline.runtime.ClientRuntime;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class MergerTest {
    private static final Duration SECOND = Duration.ofSeconds(1);

    private final ManualScheduler time = new ManualScheduler();
    private final HeldOrigin held = new HeldOrigin();
    private final ClientRuntime runtime = time.runtime();
    private final Telemetry telemetry = new Telemetry(runtime);
    private final ViewReader reader = new ViewReader(
            HeldOrigin.VIEW,
            runtime,
            telemetry,
            new FreshnessRules(StalenessBounds.ofDefaults(), true, 0, () -> 0),
            null,
            null,
            new Merger(HeldOrigin.VIEW, held, telemetry, 1, 3),
            new Readiness(),
            ClientConfig.read(Map.of()));

    private Flight read(long key) {
        ReadScope scope = telemetry.startRead(Operation.GET, HeldOrigin.VIEW, 1);
        return reader.read(EntityKey.of(key), ReadTerms.PLAIN, SECOND, scope);
    }

    private List<Object> keysOf(int fetch) {
        return held.fetches.get(fetch).keys().stream().map(key -> key.value(0)).toList();
    }

    @Test
    void submit_whileIdle_leavesAtOnce() {
        read(1);
        assertThat(keysOf(0)).containsExactly(1L);
    }

    @Test
    void submit_whileAnotherIsOut_leavesWithOthersWhenItIsBack_asManyAsFit() {
        read(1);
        for (long key = 2; key <= 5; key++) {
            read(key);
        }
        assertThat(held.fetches).hasSize(1);
        held.fetches.get(0).succeed();
        assertThat(keysOf(1)).containsExactly(2L, 3L, 4L);
        held.fetches.get(1).succeed();
        assertThat(keysOf(2)).containsExactly(5L);
    }

    @Test
    void submit_afterAFailedBatch_leavesAllTheSame() {
        Flight first = read(1);
        read(2);
        held.fetches.get(0).answer().completeExceptionally(new IllegalStateException("broken"));
        assertThat(first.answer()).isCompletedExceptionally();
        assertThat(keysOf(1)).containsExactly(2L);
    }

    @Test
    void submit_keyThatWaitsAlready_waitsForTheNextBatch() {
        read(1);
        Flight detached = read(2);
        reader.forget(new CacheKey(HeldOrigin.VIEW, EntityKey.of(2), CacheKey.NO_VARIANT));
        Flight renewed = read(2);
        read(3);
        held.fetches.get(0).succeed();
        assertThat(keysOf(1)).containsExactly(2L, 3L);
        held.fetches.get(1).succeed();
        assertThat(keysOf(2)).containsExactly(2L);
        assertThat(detached.answer()).isCompleted();
        assertThat(renewed.answer()).isNotDone();
        held.fetches.get(2).succeed();
        assertThat(renewed.answer()).isCompleted();
    }

    @Test
    void submit_readThatNobodyWantsAnyMore_isSkipped() {
        read(1);
        read(2).leave();
        read(3);
        held.fetches.get(0).succeed();
        assertThat(keysOf(1)).containsExactly(3L);
    }

    @Test
    void submit_onlyUnwantedReads_leaveNothingAndTheSeatFree() {
        read(1);
        read(2).leave();
        held.fetches.get(0).succeed();
        assertThat(held.fetches).hasSize(1);
        read(4);
        assertThat(keysOf(1)).containsExactly(4L);
    }

    @Test
    void batch_givenUpByAllItsReads_isCancelled() {
        Flight only = read(1);
        only.leave();
        assertThat(held.fetches.get(0).answer()).isCancelled();
        assertThat(only.answer()).isCancelled();
    }

    @Test
    void batch_givenUpByOneOfItsReads_goesOn() {
        read(1);
        Flight leaving = read(2);
        Flight staying = read(3);
        held.fetches.get(0).succeed();
        leaving.leave();
        assertThat(held.fetches.get(1).answer()).isNotDone();
        held.fetches.get(1).succeed();
        assertThat(staying.answer()).isCompleted();
    }

    @Test
    void load_withoutAnAnswer_endsByItsDeadline_andCancelsItsBatch() {
        Flight flight = read(1);
        time.advance(Duration.ofSeconds(2));
        assertThat(flight.answer()).isCompletedExceptionally();
        assertThat(held.fetches.get(0).answer()).isCancelled();
        assertThat(time.waiting()).isZero();
    }
}

package dev.plumbline.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.plumbline.feature.EntityKey;
import dev.plumbline.feature.FeatureRow;
import dev.plumbline.feature.FeatureType;
import dev.plumbline.feature.FeatureView;
import dev.plumbline.feature.RowStatus;
import dev.plumbline.feature.ValueState;
import dev.plumbline.runtime.ClientRuntime;
import dev.plumbline.transport.CallContext;
import dev.plumbline.transport.FeatureTransport;
import dev.plumbline.transport.FetchRequest;
import dev.plumbline.transport.TransportException;
import dev.plumbline.transport.ViewBinding;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;

/** Speaks to the transport without a client, so that no retry blurs what a fault does. */
@NullUnmarked
final class FaultPlanTest {
    private static final EntityKey A = EntityKey.of("a");
    private static final EntityKey B = EntityKey.of("b");
    private static final FeatureView VIEW = FeatureView.builder("numbers", "id")
            .feature("x", FeatureType.INT64)
            .feature("y", FeatureType.INT64)
            .build();

    private final ManualTime time = ManualTime.create();
    private final InMemoryFeatureStore store = InMemoryFeatureStore.create();
    private final FaultPlan faults = store.faults();
    private final FeatureTransport transport = store.transport();

    FaultPlanTest() {
        transport.start(ClientRuntime.builder(time, Runnable::run)
                .ticker(time)
                .clock(time)
                .build());
        transport.bind(ViewBinding.of(VIEW));
        store.put(VIEW, A, Map.of("x", 1L, "y", 10L));
        store.put(VIEW, B, Map.of("x", 2L, "y", 20L));
    }

    private CompletableFuture<List<FeatureRow>> fetch(EntityKey... keys) {
        long deadline = time.nanos() + Duration.ofMillis(100).toNanos();
        return transport.fetch(
                new FetchRequest(ViewBinding.of(VIEW), List.of(keys)), new CallContext(deadline, Map.of("h", "1")));
    }

    private static TransportException.Kind kind(CompletableFuture<?> fetch) {
        Throwable thrown = catchThrowable(fetch::join);
        Throwable failure = thrown instanceof CompletionException ? thrown.getCause() : thrown;
        return ((TransportException) failure).kind();
    }

    @Test
    void failNext_failsSoManyCalls() {
        faults.failNext(2, TransportException.Kind.ABORTED);

        assertThat(kind(fetch(A))).isEqualTo(TransportException.Kind.ABORTED);
        assertThat(kind(fetch(A))).isEqualTo(TransportException.Kind.ABORTED);
        assertThat(fetch(A)).isCompleted();
        assertThat(store.callCount()).isEqualTo(3);
        assertThat(store.calls().get(0).headers()).containsEntry("h", "1");
    }

    @Test
    void failAlways_failsUntilSucceed() {
        faults.failAlways(TransportException.Kind.OVERLOADED).retryAfter(Duration.ofMillis(5));

        TransportException failure =
                (TransportException) catchThrowable(() -> fetch(A).join()).getCause();
        assertThat(failure.kind()).isEqualTo(TransportException.Kind.OVERLOADED);
        assertThat(failure.retryAfter()).contains(Duration.ofMillis(5));

        faults.succeed();

        assertThat(fetch(A)).isCompleted();
    }

    @Test
    void failPercent_isRepeatableAndAboutThatMany() {
        List<Boolean> first = failures(30, 42);

        assertThat(failures(30, 42)).isEqualTo(first);
        assertThat(failures(30, 43)).isNotEqualTo(first);
        assertThat(first.stream().filter(failed -> failed).count()).isBetween(250L, 350L);
        assertThat(failures(0, 1)).containsOnly(false);
        assertThat(failures(100, 1)).containsOnly(true);
    }

    private List<Boolean> failures(double percent, long seed) {
        faults.failPercent(percent, TransportException.Kind.INTERNAL, seed);
        List<Boolean> failed = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            failed.add(fetch(A).isCompletedExceptionally());
        }
        return failed;
    }

    @Test
    void delay_answersInVirtualTime() {
        faults.delay(Duration.ofMillis(40));
        CompletableFuture<List<FeatureRow>> fetch = fetch(A);

        time.advance(Duration.ofMillis(39));
        assertThat(fetch).isNotDone();
        assertThat(store.pendingCount()).isEqualTo(1);

        time.advance(Duration.ofMillis(1));
        assertThat(fetch).isCompleted();
        assertThat(store.pendingCount()).isZero();
        assertThat(time.pendingTasks()).isZero();
    }

    @Test
    void delay_pastTheDeadline_isATimeoutAtTheDeadline() {
        faults.delay(Duration.ofMillis(101));
        CompletableFuture<List<FeatureRow>> fetch = fetch(A);

        time.advance(Duration.ofMillis(99));
        assertThat(fetch).isNotDone();

        time.advance(Duration.ofMillis(1));
        assertThat(kind(fetch)).isEqualTo(TransportException.Kind.TIMEOUT);
        assertThat(time.pendingTasks()).isZero();
    }

    @Test
    void hold_keepsAnswersUntilRelease_andTheyAreThoseOfTheArrival() {
        faults.hold();
        CompletableFuture<List<FeatureRow>> early = fetch(A);
        store.put(VIEW, A, Map.of("x", 99L));

        assertThat(early).isNotDone();
        assertThat(faults.isHolding()).isTrue();
        faults.release();

        assertThat(early.join().get(0).int64("x")).isEqualTo(1);
        assertThat(fetch(A).join().get(0).int64("x")).isEqualTo(99);
    }

    @Test
    void hold_doesNotOutliveTheDeadline() {
        faults.hold();
        CompletableFuture<List<FeatureRow>> fetch = fetch(A);

        time.advance(Duration.ofMillis(100));

        assertThat(kind(fetch)).isEqualTo(TransportException.Kind.TIMEOUT);
    }

    @Test
    void cancel_isCountedOnceAndOnlyWhilePending() {
        faults.hold();
        CompletableFuture<List<FeatureRow>> fetch = fetch(A);

        assertThat(fetch.cancel(true)).isTrue();
        fetch.cancel(true);
        faults.release();
        CompletableFuture<List<FeatureRow>> answered = fetch(A);
        assertThat(answered.cancel(true)).isFalse();

        assertThat(store.cancelledCount()).isEqualTo(1);
        assertThat(store.pendingCount()).isZero();
        assertThat(time.pendingTasks()).isZero();
    }

    @Test
    void rowFaults_touchTheirRowsOnly() {
        faults.omit(A)
                .failRows(TransportException.Kind.INTERNAL, EntityKey.of("c"))
                .dropFeatures("y");

        List<FeatureRow> rows = fetch(A, B, EntityKey.of("c")).join();

        assertThat(rows)
                .extracting(FeatureRow::status)
                .containsExactly(RowStatus.NOT_FOUND, RowStatus.PRESENT, RowStatus.ERROR);
        assertThat(rows.get(1).int64("x")).isEqualTo(2);
        assertThat(rows.get(1).state("y")).isEqualTo(ValueState.NOT_FOUND);

        faults.clear();

        assertThat(fetch(A).join().get(0).int64("y")).isEqualTo(10);
    }

    @Test
    void shuffleAndExtraEntities_areSetRightByTheTransport() {
        faults.shuffle(7).extraEntities(3);

        for (int i = 0; i < 20; i++) {
            assertThat(fetch(A, B).join()).extracting(row -> row.int64("x")).containsExactly(1L, 2L);
        }
    }

    @Test
    void extraRows_breaksTheContract() {
        faults.extraRows(2);

        assertThat(fetch(A).join()).hasSize(3);
    }

    @Test
    void close_failsWhatIsUnderWay() {
        faults.hold();
        CompletableFuture<List<FeatureRow>> fetch = fetch(A);

        transport.close();

        assertThat(kind(fetch)).isEqualTo(TransportException.Kind.CLOSED);
        assertThat(kind(fetch(A))).isEqualTo(TransportException.Kind.CLOSED);
    }

    @Test
    void numbersOutOfRange_areRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> faults.failPercent(101, TransportException.Kind.INTERNAL, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> faults.failNext(-1, TransportException.Kind.INTERNAL));
        assertThatIllegalArgumentException().isThrownBy(() -> faults.delay(Duration.ofMillis(-1)));
        assertThatIllegalArgumentException().isThrownBy(() -> store.maxEntities(0));
    }
}

package dev.plumbline.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

final class FailsafeSchedulerTest {
    private final ManualScheduler time = new ManualScheduler();
    private final FailsafeScheduler scheduler = new FailsafeScheduler(time);

    @Test
    void schedule_runsOnTheClientsScheduler_whenItIsDue() throws Exception {
        ScheduledFuture<?> task = scheduler.schedule(() -> "done", 5, TimeUnit.MILLISECONDS);
        time.advance(Duration.ofMillis(4));
        assertThat(task.isDone()).isFalse();
        time.advance(Duration.ofMillis(1));
        assertThat(task.get()).isEqualTo("done");
        assertThat(task.getDelay(TimeUnit.MICROSECONDS)).isEqualTo(5_000);
    }

    @Test
    void schedule_negativeDelay_isDueNow() {
        ScheduledFuture<?> task = scheduler.schedule(() -> "done", -5, TimeUnit.MILLISECONDS);
        time.advance(Duration.ZERO);
        assertThat(task.isDone()).isTrue();
    }

    @Test
    void cancel_takesTheTaskBack() {
        ScheduledFuture<?> task = scheduler.schedule(() -> "done", 5, TimeUnit.MILLISECONDS);
        assertThat(task.cancel(false)).isTrue();
        assertThat(time.waiting()).isZero();
        assertThat(task.isCancelled()).isTrue();
    }

    @Test
    void schedule_taskThatThrows_keepsTheFailureForItself() {
        ScheduledFuture<?> task = scheduler.schedule(
                () -> {
                    throw new IllegalStateException("as planned");
                },
                1,
                TimeUnit.MILLISECONDS);
        time.advance(Duration.ofMillis(1));
        assertThatThrownBy(task::get).isInstanceOf(ExecutionException.class).hasMessageContaining("as planned");
    }

    @Test
    void compareTo_isByDelay() {
        ScheduledFuture<?> soon = scheduler.schedule(() -> 1, 1, TimeUnit.MILLISECONDS);
        ScheduledFuture<?> late = scheduler.schedule(() -> 1, 1, TimeUnit.SECONDS);
        assertThat(soon.compareTo(late)).isNegative();
    }
}

package dev.plumbline.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

final class ManualTimeTest {
    private static final Instant START = Instant.parse("2026-03-01T00:00:00Z");

    private final ManualTime time = ManualTime.startingAt(START);
    private final List<String> ran = new ArrayList<>();

    private void note(String name) {
        ran.add(name + "@" + Duration.between(START, time.instant()).toMillis());
    }

    private static long millis(long millis) {
        return Duration.ofMillis(millis).toNanos();
    }

    @Test
    void advance_movesTickerAndWallClockTogether() {
        long before = time.nanos();

        time.advance(Duration.ofMillis(1500));

        assertThat(time.nanos() - before).isEqualTo(millis(1500));
        assertThat(time.instant()).isEqualTo(START.plusMillis(1500));
        assertThat(time.millis()).isEqualTo(START.plusMillis(1500).toEpochMilli());
    }

    @Test
    void advance_runsDueTasksInOrderAtTheirMoments() {
        time.schedule(() -> note("late"), millis(30));
        time.schedule(() -> note("first"), millis(10));
        time.schedule(() -> note("second"), millis(10));
        time.schedule(() -> note("never"), millis(31));

        time.advance(Duration.ofMillis(30));

        assertThat(ran).containsExactly("first@10", "second@10", "late@30");
        assertThat(time.pendingTasks()).isEqualTo(1);
    }

    @Test
    void advance_runsTasksThatTasksSchedule() {
        time.schedule(() -> time.schedule(() -> note("inner"), millis(5)), millis(10));

        time.advance(Duration.ofMillis(20));

        assertThat(ran).containsExactly("inner@15");
        assertThat(time.instant()).isEqualTo(START.plusMillis(20));
    }

    @Test
    void schedule_withoutDelay_waitsForAnAdvance() {
        time.schedule(() -> note("now"), 0);
        assertThat(ran).isEmpty();

        time.advance(Duration.ZERO);

        assertThat(ran).containsExactly("now@0");
    }

    @Test
    void cancel_takesTheTaskBack() {
        var scheduled = time.schedule(() -> note("cancelled"), millis(1));
        scheduled.cancel();
        scheduled.cancel();

        time.advance(Duration.ofMillis(1));

        assertThat(ran).isEmpty();
        assertThat(time.pendingTasks()).isZero();
    }

    @Test
    void advanceToNextTask_runsOneTaskAtItsMoment() {
        time.schedule(() -> note("b"), millis(20));
        time.schedule(() -> note("a"), millis(7));

        assertThat(time.advanceToNextTask()).isTrue();
        assertThat(ran).containsExactly("a@7");
        assertThat(time.advanceToNextTask()).isTrue();
        assertThat(time.advanceToNextTask()).isFalse();
        assertThat(time.instant()).isEqualTo(START.plusMillis(20));
    }

    @Test
    void advance_byLessThanNothing_isRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> time.advance(Duration.ofMillis(-1)))
                .withMessageContaining("does not go back");
    }

    @Test
    void schedule_fromManyThreads_losesNoTask() throws InterruptedException {
        AtomicInteger count = new AtomicInteger();
        CountDownLatch go = new CountDownLatch(1);
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            Thread thread = new Thread(() -> {
                try {
                    go.await();
                } catch (InterruptedException e) {
                    return;
                }
                for (int j = 0; j < 1000; j++) {
                    time.schedule(count::incrementAndGet, j);
                }
            });
            thread.start();
            threads.add(thread);
        }
        go.countDown();
        for (int i = 0; i < 100; i++) {
            time.advance(Duration.ofNanos(10));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        time.advance(Duration.ofMillis(1));

        assertThat(count).hasValue(8000);
        assertThat(time.pendingTasks()).isZero();
    }
}

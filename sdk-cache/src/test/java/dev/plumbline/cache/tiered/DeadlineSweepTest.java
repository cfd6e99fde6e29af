package dev.plumbline.cache.tiered;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

final class DeadlineSweepTest {
    private final WrappingTime time = new WrappingTime();
    private final List<Long> deadlines = new ArrayList<>();
    private final List<Long> ended = new ArrayList<>();
    private final DeadlineSweep sweep = new DeadlineSweep(time.runtime(), this::sweep);
    private final long start = time.nanos();

    @Test
    void equalTimeouts_costOneTaskAtATime() {
        for (int i = 0; i < 100; i++) {
            add(10);
            time.advance(Duration.ofNanos(100));
            assertThat(time.waiting()).isEqualTo(1);
        }
        time.advance(Duration.ofMillis(10));
        assertThat(ended).hasSize(100);
        assertThat(time.waiting()).isZero();
    }

    @Test
    void earlierDeadlineThatComesLater_endsInTime() {
        add(100);
        add(10);
        add(50);

        time.advance(Duration.ofMillis(10));
        assertThat(ended).containsExactly(10L);
        time.advance(Duration.ofMillis(40));
        assertThat(ended).containsExactly(10L, 50L);
        time.advance(Duration.ofMillis(50));
        assertThat(ended).containsExactly(10L, 50L, 100L);
    }

    @Test
    void deadlineThatIsOver_endsAtOnce() {
        add(-5);
        time.advance(Duration.ZERO);
        assertThat(ended).hasSize(1);
    }

    private void add(long millis) {
        long deadline = time.nanos() + Duration.ofMillis(millis).toNanos();
        deadlines.add(deadline);
        sweep.watch(deadline);
    }

    private OptionalLong sweep(long now, long due) {
        deadlines.removeIf(deadline -> {
            if (deadline - now <= 0) {
                ended.add(Duration.ofNanos(now - start).toMillis());
                return true;
            }
            return false;
        });
        return deadlines.stream().mapToLong(deadline -> deadline - now).min().stream()
                .map(left -> now + left)
                .findFirst();
    }
}

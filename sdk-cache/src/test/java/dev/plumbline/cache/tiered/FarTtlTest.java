package dev.plumbline.cache.tiered;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

final class FarTtlTest {
    @Test
    void seconds_moveByATenthAndStayInMemcachedsRange() {
        assertThat(FarTtl.seconds(Duration.ofSeconds(100), 0)).isEqualTo(90);
        assertThat(FarTtl.seconds(Duration.ofSeconds(100), 0.5)).isEqualTo(100);
        assertThat(FarTtl.seconds(Duration.ofSeconds(100), 1)).isEqualTo(110);
        assertThat(FarTtl.seconds(Duration.ofMillis(1), 0.5)).isEqualTo(2);
        assertThat(FarTtl.seconds(Duration.ofSeconds(-5), 0.5)).isEqualTo(2);
        assertThat(FarTtl.seconds(Duration.ofDays(31), 1)).isEqualTo(2_592_000);
        assertThat(FarTtl.seconds(Duration.ofSeconds(Long.MAX_VALUE), 1)).isEqualTo(2_592_000);
    }

    @Test
    void leaseSeconds_areOneMore_soThatALeaseIsNoShorterThanAsked() {
        assertThat(FarTtl.leaseSeconds(Duration.ZERO)).isZero();
        assertThat(FarTtl.leaseSeconds(Duration.ofSeconds(-1))).isZero();
        assertThat(FarTtl.leaseSeconds(Duration.ofNanos(1))).isEqualTo(2);
        assertThat(FarTtl.leaseSeconds(Duration.ofSeconds(1))).isEqualTo(2);
        assertThat(FarTtl.leaseSeconds(Duration.ofMillis(1_001))).isEqualTo(3);
        assertThat(FarTtl.leaseSeconds(Duration.ofDays(3))).isEqualTo(60);
    }
}

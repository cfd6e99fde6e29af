package dev.plumbline.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.api.Test;

final class RetryPolicyTest {
    @Test
    void ofDefaults_areTheOnesThatAreWritten() {
        assertThat(RetryPolicy.ofDefaults()).hasToString("3 attempts, delay up to PT0.01S doubling to PT0.1S");
        assertThat(RetryPolicy.never()).hasToString("no retry");
        assertThat(RetryPolicy.never().maxAttempts()).isOne();
    }

    @Test
    void values_outOfRange_nameTheRange() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RetryPolicy.builder().maxAttempts(0))
                .withMessage("retry: maxAttempts is 1 to 10, not 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RetryPolicy.builder().baseDelay(Duration.ZERO))
                .withMessage("retry: baseDelay is 1 ms to 1 minute, not PT0S");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RetryPolicy.builder().maxDelay(Duration.ofSeconds(61)))
                .withMessage("retry: maxDelay is 1 ms to 1 minute, not PT1M1S");
    }

    @Test
    void build_baseAboveMaximum_isRefused() {
        RetryPolicy.Builder builder = RetryPolicy.builder().baseDelay(Duration.ofMillis(101));
        assertThatIllegalArgumentException()
                .isThrownBy(builder::build)
                .withMessage("retry: baseDelay PT0.101S is more than maxDelay PT0.1S");
        assertThat(builder.maxDelay(Duration.ofMillis(101)).build().baseDelay()).isEqualTo(Duration.ofMillis(101));
    }
}

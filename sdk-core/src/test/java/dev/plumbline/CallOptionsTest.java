package dev.plumbline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.api.Test;

final class CallOptionsTest {
    @Test
    void deadline_is1MillisecondTo1Hour() {
        assertThat(CallOptions.deadline(Duration.ofMillis(1)).deadline()).contains(Duration.ofMillis(1));
        assertThat(CallOptions.deadline(Duration.ofHours(1)).deadline()).contains(Duration.ofHours(1));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CallOptions.deadline(Duration.ofNanos(999_999)))
                .withMessage("the call's deadline is PT0.000999999S: it has to be 1 ms to 1 hour; leave it out for the"
                        + " client's default");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CallOptions.deadline(Duration.ofHours(1).plusNanos(1)));
        assertThatIllegalArgumentException().isThrownBy(() -> CallOptions.deadline(Duration.ofSeconds(-1)));
    }

    @Test
    void ofDefaults_hasNoDeadline() {
        assertThat(CallOptions.ofDefaults().deadline()).isEmpty();
        assertThat(CallOptions.ofDefaults()).hasToString("defaults");
    }
}

package dev.plumbline.feature.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class SettingValuesTest {
    @ParameterizedTest
    @CsvSource({
        "0s,PT0S",
        "5ns,PT0.000000005S",
        "7us,PT0.000007S",
        "150ms,PT0.15S",
        "90s,PT90S",
        "2m,PT2M",
        "26h,PT26H",
        "7d,PT168H"
    })
    void duration_eachUnit_isRead(String text, Duration expected) {
        assertThat(SettingValues.duration(text)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "5", "ms", "1.5s", "5 ms", "5MS", "1h30m", "1234567890123s"})
    void duration_anythingElse_isRefusedWithAnExample(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SettingValues.duration(text))
                .withMessage("'" + text + "' is no duration: write a number and ms, s, m, h or d, such as 150ms");
    }

    @Property
    void text_anyDuration_isReadBackAsItWas(@ForAll @LongRange(min = 0, max = 999_999_999_999L) long nanos) {
        Duration duration = Duration.ofNanos(nanos);
        assertThat(SettingValues.duration(SettingValues.text(duration))).isEqualTo(duration);
    }
}

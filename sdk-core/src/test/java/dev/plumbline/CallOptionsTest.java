package dev.plumbline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.plumbline.feature.ReadPreference;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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
    void toString_tellsNamesOfHeadersAndNoValues() {
        CallOptions options = CallOptions.minVersion(3)
                .withReadPreference(ReadPreference.PRIMARY)
                .withExpectFound()
                .withHeader("x-token", "secret")
                .withHeader("a", "b");

        assertThat(options).hasToString("version 3 or later, from PRIMARY, expected to be found, headers [a, x-token]");
        assertThat(options.headers()).isEqualTo(Map.of("x-token", "secret", "a", "b"));
        assertThat(options.withHeader("a", "c").headers()).containsEntry("a", "c");
        assertThat(options.withDeadline(Duration.ofSeconds(1)).headers()).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "X-Caller", "x caller", "-x", ":path", "x\n", "ä"})
    void headerNameThatIsNone_isRefused(String name) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CallOptions.ofDefaults().withHeader(name, "v"))
                .withMessageContaining("header name '" + name + "' is not valid");
    }

    @ParameterizedTest
    @ValueSource(strings = {"grpc-timeout", "plumbline-read-preference", "trace-bin", "content-type", "host", "te"})
    void headerOfTheClientOrATransport_isRefused(String name) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CallOptions.ofDefaults().withHeader(name, "v"))
                .withMessageContaining("'" + name + "' is set by the client or its transport");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " v", "v ", "secret\r\nx: y", "secret\u0000", "secretä"})
    void headerValueThatIsNone_isRefused_andNotTold(String value) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CallOptions.ofDefaults().withHeader("x", value))
                .withMessageContaining("the value of header 'x' is not valid")
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain("secret"));
    }

    @Test
    void headers_areBounded() {
        CallOptions many = CallOptions.ofDefaults();
        for (int i = 0; i < 16; i++) {
            many = many.withHeader("h" + i, "v");
        }
        CallOptions sixteen = many;
        CallOptions long3 = CallOptions.ofDefaults()
                .withHeader("a", "v".repeat(1_024))
                .withHeader("b", "v".repeat(1_024))
                .withHeader("c", "v".repeat(1_024));

        assertThat(sixteen.withHeader("h3", "w").headers()).hasSize(16);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> sixteen.withHeader("h16", "v"))
                .withMessageContaining("at most 16");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> long3.withHeader("d", "v".repeat(1_024)))
                .withMessageContaining("4096");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CallOptions.ofDefaults().withHeader("a", "v".repeat(1_025)));
    }

    @Test
    void ofDefaults_hasNoDeadline() {
        assertThat(CallOptions.ofDefaults().deadline()).isEmpty();
        assertThat(CallOptions.ofDefaults()).hasToString("defaults");
    }
}

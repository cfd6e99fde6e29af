package dev.plumbline.feature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.api.Test;

final class StalenessBoundsTest {
    @Test
    void ofDefaults_areTheOnesThatAreWritten() {
        StalenessBounds bounds = StalenessBounds.ofDefaults();
        assertThat(bounds.fresh()).isEqualTo(Duration.ofSeconds(30));
        assertThat(bounds.nearFresh()).isEqualTo(Duration.ofSeconds(5));
        assertThat(bounds.staleWhileRevalidate()).isEqualTo(Duration.ofMinutes(1));
        assertThat(bounds.staleIfError()).isEqualTo(Duration.ofMinutes(5));
        assertThat(bounds.notFound()).isEqualTo(Duration.ofSeconds(1));
        assertThat(bounds)
                .hasToString(
                        "fresh PT30S, near PT5S, stale-while-revalidate PT1M, stale-if-error PT5M, not-found PT1S");
    }

    @Test
    void staleIfError_unset_isTenTimesFresh() {
        assertThat(StalenessBounds.builder()
                        .fresh(Duration.ofSeconds(2))
                        .build()
                        .staleIfError())
                .isEqualTo(Duration.ofSeconds(20));
        assertThat(StalenessBounds.builder().staleIfError(Duration.ZERO).build().staleIfError())
                .isZero();
    }

    @Test
    void nearFresh_isCutToFresh_inWhateverOrderTheyAreSet() {
        assertThat(StalenessBounds.builder()
                        .nearFresh(Duration.ofSeconds(9))
                        .fresh(Duration.ofSeconds(2))
                        .build()
                        .nearFresh())
                .isEqualTo(Duration.ofSeconds(2));
    }

    @Test
    void bounds_outOfRange_nameTheRange() {
        Duration longest = Duration.ofDays(365);
        Duration longer = longest.plusNanos(1);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> StalenessBounds.builder().fresh(Duration.ofNanos(999_999)))
                .withMessage("the fresh bound is PT0.001S to PT8760H, not PT0.000999999S");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> StalenessBounds.builder().fresh(longer));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> StalenessBounds.builder().nearFresh(Duration.ofNanos(-1)))
                .withMessageStartingWith("the near-fresh bound is PT0S to");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> StalenessBounds.builder().staleWhileRevalidate(longer))
                .withMessageStartingWith("the stale-while-revalidate bound");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> StalenessBounds.builder().staleIfError(longer))
                .withMessageStartingWith("the stale-if-error bound");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> StalenessBounds.builder().notFound(longer))
                .withMessageStartingWith("the not-found bound");
        assertThat(StalenessBounds.builder()
                        .fresh(longest)
                        .notFound(longest)
                        .build()
                        .fresh())
                .isEqualTo(longest);
    }

    @Test
    void equals_boundsMadeAlike_areEqual() {
        StalenessBounds bounds =
                StalenessBounds.builder().fresh(Duration.ofSeconds(9)).build();
        assertThat(bounds)
                .isEqualTo(
                        StalenessBounds.builder().fresh(Duration.ofSeconds(9)).build())
                .hasSameHashCodeAs(
                        StalenessBounds.builder().fresh(Duration.ofSeconds(9)).build())
                .isNotEqualTo(StalenessBounds.ofDefaults());
    }
}

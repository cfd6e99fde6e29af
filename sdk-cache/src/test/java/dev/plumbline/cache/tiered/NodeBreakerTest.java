package dev.plumbline.cache.tiered;

import static dev.plumbline.cache.tiered.NodeBreaker.NOTHING;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.cache.tiered.Node.State;
import java.time.Duration;
import org.junit.jupiter.api.Test;

final class NodeBreakerTest {
    private static final long FIRST = Duration.ofMillis(250).toNanos();
    private static final long LONGEST = Duration.ofSeconds(5).toNanos();

    private final WrappingTime time = new WrappingTime();
    private double random;
    private final NodeBreaker breaker = new NodeBreaker(time, () -> random);

    @Test
    void newCircuit_isOpenUntilTheFirstProbeIsAnswered() {
        assertThat(breaker.state()).isEqualTo(State.OPEN);
        breaker.probing();
        assertThat(breaker.state()).isEqualTo(State.HALF_OPEN);
        assertThat(breaker.isClosed()).isFalse();
        breaker.recovered();
        assertThat(breaker.state()).isEqualTo(State.CLOSED);
    }

    @Test
    void fiveTimeoutsInARow_open() {
        close();
        for (int i = 0; i < 4; i++) {
            assertThat(breaker.timedOut(1)).isEqualTo(NOTHING);
        }
        assertThat(breaker.timedOut(1)).isEqualTo(FIRST);
        assertThat(breaker.state()).isEqualTo(State.OPEN);
        assertThat(breaker.timedOut(1)).isEqualTo(NOTHING);
    }

    @Test
    void answerInBetween_startsTheRowAnew() {
        close();
        for (int i = 0; i < 4; i++) {
            breaker.timedOut(1);
        }
        breaker.succeeded();
        breaker.timedOut(4);
        assertThat(breaker.isClosed()).isTrue();
    }

    @Test
    void moreThanHalfOfTwentyCallsInASecond_open() {
        close();
        for (int i = 0; i < 10; i++) {
            assertThat(breaker.timedOut(1)).isEqualTo(NOTHING);
            breaker.succeeded();
            time.advance(Duration.ofMillis(40));
        }
        assertThat(breaker.timedOut(1)).isEqualTo(FIRST);
    }

    @Test
    void halfOfTheCalls_isNotMoreThanHalf_andFewCallsSayNothing() {
        close();
        for (int i = 0; i < 9; i++) {
            assertThat(breaker.timedOut(1)).isEqualTo(NOTHING);
            breaker.succeeded();
        }
        assertThat(breaker.timedOut(1)).isEqualTo(NOTHING);
        breaker.succeeded();
        breaker.succeeded();
        assertThat(breaker.timedOut(1)).isEqualTo(NOTHING);
    }

    @Test
    void errorsOfMoreThanASecondAgo_doNotCount() {
        close();
        for (int i = 0; i < 10; i++) {
            breaker.timedOut(1);
            breaker.succeeded();
        }
        time.advance(Duration.ofMillis(1_100));
        assertThat(breaker.timedOut(1)).isEqualTo(NOTHING);
        assertThat(breaker.isClosed()).isTrue();
    }

    @Test
    void lostConnection_opensAtOnce() {
        close();
        assertThat(breaker.lost()).isEqualTo(FIRST);
        assertThat(breaker.lost()).isEqualTo(NOTHING);
    }

    @Test
    void failedProbes_doubleTheWaitUpToFiveSeconds() {
        close();
        long expected = FIRST;
        assertThat(breaker.lost()).isEqualTo(expected);
        for (int i = 0; i < 8; i++) {
            breaker.probing();
            expected = Math.min(2 * expected, LONGEST);
            assertThat(breaker.notRecovered()).isEqualTo(expected);
        }
        assertThat(expected).isEqualTo(LONGEST);
    }

    @Test
    void jitter_takesOffUpToHalf() {
        close();
        random = 0.999;
        assertThat(breaker.lost()).isBetween(FIRST / 2, FIRST / 2 + FIRST / 100);
    }

    @Test
    void circuitThatHeld_startsWithTheShortWait_andOneThatDidNot_goesOnDoubling() {
        close();
        assertThat(breaker.lost()).isEqualTo(FIRST);
        close();
        time.advance(Duration.ofMillis(900));
        assertThat(breaker.lost()).isEqualTo(2 * FIRST);
        close();
        time.advance(Duration.ofMillis(1_100));
        assertThat(breaker.lost()).isEqualTo(FIRST);
    }

    private void close() {
        breaker.probing();
        breaker.recovered();
    }
}

package dev.plumbline.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.cache.CacheKey;
import dev.plumbline.feature.EntityKey;
import io.opentelemetry.api.trace.Span;
import org.junit.jupiter.api.Test;

final class FlightTest {
    private static Flight flight(boolean goesOn) {
        CacheKey key = new CacheKey(HeldOrigin.VIEW, EntityKey.of(1), CacheKey.NO_VARIANT);
        return Flight.of(key, Span.getInvalid(), ReadTerms.PLAIN, goesOn);
    }

    @Test
    void join_afterTheLastOneLeft_isRefused() {
        Flight flight = flight(false);
        assertThat(flight.join()).isTrue();
        flight.leave();
        flight.leave();
        assertThat(flight.join()).isFalse();
    }

    @Test
    void join_aFlightThatGoesOn_isAlwaysTaken() {
        Flight flight = flight(true);
        flight.leave();
        assertThat(flight.join()).isTrue();
    }

    @Test
    void settle_isTrueOnce() {
        Flight flight = flight(false);
        assertThat(flight.isSettled()).isFalse();
        assertThat(flight.settle()).isTrue();
        assertThat(flight.settle()).isFalse();
        assertThat(flight.isSettled()).isTrue();
    }

    @Test
    void endsBy_withoutALoad_isNotCertainUntilItIsAnswered() {
        Flight flight = flight(false);
        assertThat(flight.endsBy(Long.MAX_VALUE)).isFalse();
        flight.answer().complete(HeldOrigin.row(1));
        assertThat(flight.endsBy(0)).isTrue();
    }
}

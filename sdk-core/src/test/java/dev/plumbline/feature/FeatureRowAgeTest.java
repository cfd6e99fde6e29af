package dev.plumbline.feature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

final class FeatureRowAgeTest {
    private static final long MAX_AGE = 60_000_000;
    private static final FeatureView VIEW = FeatureView.builder("v", "k")
            .feature("n", FeatureType.INT64)
            .feature("m", FeatureType.INT64)
            .maxAge(Duration.ofMinutes(1))
            .build();

    private static FeatureRow row(long eventMicros, long receivedMicros) {
        FeatureRowBuilder row = FeatureRow.builder(VIEW, receivedMicros);
        row.putInt64(0, 5);
        return row.eventTimeMicros(eventMicros).build();
    }

    private static FeatureRow readAt(FeatureRow row, long asOfMicros) {
        return row.asRead(asOfMicros, Freshness.FRESH, ReadTier.NEAR);
    }

    @Test
    void state_atTheMaximumAge_isPresent_andOneMicrosecondLaterStale() {
        FeatureRow row = row(1_000, 2_000);
        FeatureRow atBound = readAt(row, 1_000 + MAX_AGE);
        FeatureRow beyond = readAt(row, 1_001 + MAX_AGE);

        assertThat(atBound.state("n")).isEqualTo(ValueState.PRESENT);
        assertThat(atBound.int64("n")).isEqualTo(5);
        assertThat(beyond.state("n")).isEqualTo(ValueState.STALE);
        assertThat(beyond.isPastMaxAge()).isTrue();
        assertThat(beyond.int64("n", 7)).isEqualTo(7);
        assertThat(beyond.value("n")).isEmpty();
        assertThatThrownBy(() -> beyond.int64("n"))
                .isInstanceOf(ValueNotPresentException.class)
                .hasMessageContaining("is stale");
    }

    @Test
    void state_pastTheMaximumAge_isNeitherStoredNorSeenByEarlierReads() {
        FeatureRow row = row(0, 0);
        FeatureRow beyond = readAt(row, MAX_AGE + 1);
        assertThat(beyond.storedState(0)).isEqualTo(ValueState.PRESENT);
        assertThat(row.state("n")).isEqualTo(ValueState.PRESENT);
        assertThat(readAt(beyond, 5).state("n")).isEqualTo(ValueState.PRESENT);
    }

    @Test
    void state_ofAbsentCells_doesNotAge() {
        assertThat(readAt(row(0, 0), MAX_AGE + 1).state("m")).isEqualTo(ValueState.NOT_FOUND);
    }

    @Test
    void staleCells_doNotMakeTheRowStale() {
        assertThat(readAt(row(0, 0), MAX_AGE + 1).freshness()).isEqualTo(Freshness.FRESH);
    }

    @Test
    void age_withoutEventTime_countsFromTheAnswer_andSaysSo() {
        FeatureRow row = readAt(row(FeatureRow.UNKNOWN_TIME, 3_000_000), 5_500_000);
        assertThat(row.hasEventTime()).isFalse();
        assertThat(row.eventTime()).isEmpty();
        assertThat(row.receivedAt()).isEqualTo(Instant.ofEpochSecond(3));
        assertThat(row.age()).isEqualTo(Duration.ofMillis(2_500));
        assertThat(row.ageMicros()).isEqualTo(2_500_000);
    }

    @Test
    void age_withEventTime_countsFromIt() {
        FeatureRow row = readAt(row(1_000_000, 3_000_000), 5_500_000);
        assertThat(row.hasEventTime()).isTrue();
        assertThat(row.eventTime()).contains(Instant.ofEpochSecond(1));
        assertThat(row.age()).isEqualTo(Duration.ofMillis(4_500));
    }

    @Test
    void age_ofAnEventToCome_isZero() {
        assertThat(readAt(row(10, 0), 5).age()).isZero();
    }

    @Test
    void age_ofAnEventBeforeAllTime_isTheLongestAndStale() {
        FeatureRow row = readAt(row(Long.MIN_VALUE + 1, 0), 5);
        assertThat(row.ageMicros()).isEqualTo(Long.MAX_VALUE);
        assertThat(row.state("n")).isEqualTo(ValueState.STALE);
    }

    @Test
    void asRead_sharesTheValues_andChangesOnlyHowTheyWereRead() {
        FeatureRow row = row(0, 0);
        FeatureRow read = row.asRead(9, Freshness.STALE, ReadTier.FAR);
        assertThat(read.freshness()).isEqualTo(Freshness.STALE);
        assertThat(read.tier()).isEqualTo(ReadTier.FAR);
        assertThat(read.int64("n")).isEqualTo(5);
        assertThat(row.freshness()).isEqualTo(Freshness.FRESH);
        assertThat(row.tier()).isEqualTo(ReadTier.ORIGIN);
    }

    @Test
    void withDataVersion_changesTheVersionAlone() {
        FeatureRow row = row(3, 7).asRead(9, Freshness.STALE, ReadTier.FAR);
        FeatureRow versioned = row.withDataVersion(12);
        assertThat(versioned.dataVersion()).isEqualTo(12);
        assertThat(versioned.int64("n")).isEqualTo(5);
        assertThat(versioned.status()).isEqualTo(row.status());
        assertThat(versioned.eventTimeMicros()).isEqualTo(row.eventTimeMicros());
        assertThat(versioned.receivedMicros()).isEqualTo(row.receivedMicros());
        assertThat(versioned.ageMicros()).isEqualTo(row.ageMicros());
        assertThat(versioned.freshness()).isEqualTo(Freshness.STALE);
        assertThat(versioned.tier()).isEqualTo(ReadTier.FAR);
    }

    @Test
    void asRead_allocatesTheRowAlone() throws ReflectiveOperationException {
        FeatureRow row = row(0, 0);
        FeatureRow[] last = {row};
        double bytes = Allocations.bytesPerRun(
                50_000, () -> last[0] = row.asRead(last[0].ageMicros() + 1, Freshness.FRESH, ReadTier.NEAR));
        assertThat(bytes).isLessThanOrEqualTo(33);
    }
}

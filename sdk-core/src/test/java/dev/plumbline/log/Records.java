package dev.plumbline.log;

import dev.plumbline.feature.EntityKey;
import dev.plumbline.feature.FeatureType;
import dev.plumbline.feature.Freshness;
import dev.plumbline.feature.RowStatus;
import dev.plumbline.feature.ValueState;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Records to be written. */
final class Records {
    private Records() {}

    static FeatureRecord numbered(int number) {
        return of("r" + number, input("flights", FeatureType.INT64, ValueState.PRESENT, (long) number));
    }

    static FeatureRecord.Input input(String name, FeatureType type, ValueState state, @Nullable Object value) {
        return new FeatureRecord.Input(name, type, state, value, 1_000);
    }

    static FeatureRecord of(String requestId, FeatureRecord.Input... inputs) {
        return new FeatureRecord(
                "delays",
                "3",
                "plb1:" + "0".repeat(64),
                "plb1b:" + "1".repeat(64),
                Instant.parse("2026-01-01T00:00:00.123456Z"),
                Optional.of(requestId),
                true,
                Duration.ofNanos(5_001_000),
                List.of(
                        new FeatureRecord.Source(
                                "origin",
                                "airports",
                                EntityKey.of("D\"FW\n\u6771"),
                                RowStatus.PRESENT,
                                Freshness.STALE,
                                Optional.of(Instant.parse("1969-12-31T23:59:59.999999Z")),
                                Duration.ofSeconds(3)),
                        new FeatureRecord.Source(
                                "route",
                                "routes",
                                EntityKey.composite("a", Long.MIN_VALUE),
                                RowStatus.NOT_FOUND,
                                Freshness.FRESH,
                                Optional.empty(),
                                Duration.ZERO)),
                List.of(inputs),
                LoggedVector.ofFloat32s(2, null, new float[] {1, -0.0f}));
    }
}

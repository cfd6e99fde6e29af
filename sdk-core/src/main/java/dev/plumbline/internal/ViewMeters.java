package dev.plumbline.internal;

import dev.plumbline.feature.FeatureRow;
import dev.plumbline.feature.RowStatus;
import dev.plumbline.feature.ValueState;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.concurrent.TimeUnit;

/** What the rows that are loaded tell of their view. */
final class ViewMeters {
    private final Timer age;
    private final Counter missing;

    ViewMeters(MeterRegistry registry, String client, String view) {
        this.age = Timer.builder(TelemetryNames.FEATURE_AGE)
                .description("Age of rows when they were loaded")
                .tag(TelemetryNames.CLIENT, client)
                .tag(TelemetryNames.VIEW, view)
                .register(registry);
        this.missing = Counter.builder(TelemetryNames.FEATURES_MISSING)
                .description("Cells that the store did not have")
                .tag(TelemetryNames.CLIENT, client)
                .tag(TelemetryNames.VIEW, view)
                .register(registry);
    }

    void loaded(FeatureRow row) {
        if (row.status() == RowStatus.PRESENT) {
            age.record(row.ageMicros(), TimeUnit.MICROSECONDS);
        }
        int absent = row.count(ValueState.NOT_FOUND);
        if (absent > 0) {
            missing.increment(absent);
        }
    }
}

package dev.plumbline.examples.quickstart;

import static dev.plumbline.feature.FeatureType.FLOAT64;
import static dev.plumbline.feature.FeatureType.INT64;
import static dev.plumbline.feature.FeatureType.STRING;

import dev.plumbline.feature.FeatureView;
import dev.plumbline.feature.StalenessBounds;
import java.time.Duration;

/** The view that the feature server serves. */
final class Airports {
    /** Bounds short enough that a demo shows what otherwise takes minutes. */
    static final FeatureView VIEW = FeatureView.builder("airport_delays", "airport")
            .feature("flights", INT64)
            .feature("mean_delay", FLOAT64)
            .feature("p90_delay", FLOAT64)
            .feature("share_late_15", FLOAT64)
            .feature("mean_distance", FLOAT64)
            .feature("busiest_hour", INT64)
            .feature("top_destination", STRING)
            .staleness(StalenessBounds.builder()
                    .fresh(Duration.ofSeconds(2))
                    .nearFresh(Duration.ofSeconds(1))
                    .staleWhileRevalidate(Duration.ZERO)
                    .staleIfError(Duration.ofMinutes(5))
                    .build())
            .build();

    private Airports() {}
}

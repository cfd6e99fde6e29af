package dev.plumbline.benchmarks;

import dev.plumbline.feature.FeatureType;
import dev.plumbline.feature.FeatureView;

/** The views that the benchmarks read. */
final class Rows {
    private Rows() {}

    /** A view of numeric features f0, f1, and so on. */
    static FeatureView view(int features) {
        FeatureView.Builder builder = FeatureView.builder("bench", "entity");
        for (int i = 0; i < features; i++) {
            builder.feature("f" + i, FeatureType.FLOAT64);
        }
        return builder.build();
    }

    /** A view of 50 numeric features of several types, whose row takes between 400 and 500 octets in memcached. */
    static FeatureView mixedView() {
        FeatureView.Builder builder = FeatureView.builder("bench", "entity");
        for (int i = 0; i < 50; i++) {
            builder.feature(
                    "f" + i, i % 5 == 0 ? FeatureType.FLOAT32 : i % 5 == 1 ? FeatureType.INT64 : FeatureType.FLOAT64);
        }
        return builder.build();
    }
}

package dev.plumbline.examples.quickstart;

import static dev.plumbline.feature.FeatureType.FLOAT64;
import static dev.plumbline.feature.FeatureType.INT64;
import static dev.plumbline.feature.FeatureType.STRING;

import dev.plumbline.FeatureClient;
import dev.plumbline.cache.tiered.TieredCache;
import dev.plumbline.feature.EntityKey;
import dev.plumbline.feature.FeatureRow;
import dev.plumbline.feature.FeatureView;
import dev.plumbline.grpc.GrpcTransport;

/** The README's ten lines. */
final class TenLines {
    private TenLines() {}

    public static void main(String[] args) {
        // tag::ten-lines[]
        FeatureView airport = FeatureView.builder("airport_delays", "airport")
                .feature("flights", INT64)
                .feature("mean_delay", FLOAT64)
                .feature("top_destination", STRING)
                .build();
        try (FeatureClient client = FeatureClient.builder(GrpcTransport.onlineFeatures("dns:///localhost:8980"))
                .views(airport)
                .cache(TieredCache.builder().build())
                .build()) {
            FeatureRow dfw = client.get(airport, EntityKey.of("DFW"));
            System.out.println(dfw.float64("mean_delay") + " minutes late, mostly to " + dfw.string("top_destination"));
        }
        // end::ten-lines[]
    }
}

package dev.plumbline.testing;

import static dev.plumbline.feature.FeatureType.FLOAT64;
import static dev.plumbline.feature.FeatureType.INT64;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.FeatureClient;
import dev.plumbline.feature.EntityKey;
import dev.plumbline.feature.FeatureView;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The README quotes what is between the tags. */
final class TenLinesTest {
    // tag::ten-lines[]
    static final FeatureView airport = FeatureView.builder("airport_delays", "airport")
            .feature("flights", INT64)
            .feature("mean_delay", FLOAT64)
            .build();

    @RegisterExtension
    static final PlumblineExtension plumbline = PlumblineExtension.of(airport);

    @Test
    void readsTheDelayOfAnAirport(InMemoryFeatureStore store, FeatureClient client) {
        store.put(airport, EntityKey.of("DFW"), Map.of("flights", 12L, "mean_delay", 3.5));

        assertThat(client.get(airport, EntityKey.of("DFW")).float64("mean_delay"))
                .isEqualTo(3.5);
    }
    // end::ten-lines[]
}

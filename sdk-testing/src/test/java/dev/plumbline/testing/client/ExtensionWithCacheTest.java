package dev.plumbline.testing.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.FeatureClient;
import dev.plumbline.feature.ReadTier;
import dev.plumbline.testing.InMemoryFeatureStore;
import dev.plumbline.testing.ManualTime;
import dev.plumbline.testing.PlumblineExtension;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.extension.RegisterExtension;

final class ExtensionWithCacheTest {
    @RegisterExtension
    static final PlumblineExtension plumbline =
            PlumblineExtension.of(ClientTest.AIRPORT).withManualTime().withCache(MapTiers::nearOnly);

    @RepeatedTest(2)
    void eachTest_hasACacheOfItsOwn(FeatureClient client, InMemoryFeatureStore store, ManualTime time) {
        store.put(ClientTest.AIRPORT, ClientTest.DFW, Map.of("flights", 12L));

        assertThat(client.get(ClientTest.AIRPORT, ClientTest.DFW).tier()).isEqualTo(ReadTier.ORIGIN);
        assertThat(client.get(ClientTest.AIRPORT, ClientTest.DFW).tier()).isEqualTo(ReadTier.NEAR);

        time.advance(Duration.ofMinutes(2));
        assertThat(client.get(ClientTest.AIRPORT, ClientTest.DFW).tier()).isEqualTo(ReadTier.ORIGIN);
        assertThat(store.callCount()).isEqualTo(2);
    }
}

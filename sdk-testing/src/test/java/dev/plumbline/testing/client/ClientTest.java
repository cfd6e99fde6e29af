package dev.plumbline.testing.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.FeatureClient;
import dev.plumbline.FeatureClientBuilder;
import dev.plumbline.feature.EntityKey;
import dev.plumbline.feature.FeatureType;
import dev.plumbline.feature.FeatureView;
import dev.plumbline.testing.InMemoryFeatureStore;
import dev.plumbline.testing.ManualTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;

/** A store, time and clients over them, closed when the test ends. */
abstract class ClientTest {
    static final FeatureView AIRPORT = FeatureView.builder("airport_delays", "airport")
            .feature("flights", FeatureType.INT64)
            .feature("mean_delay", FeatureType.FLOAT64)
            .build();
    static final EntityKey DFW = EntityKey.of("DFW");
    static final EntityKey ORD = EntityKey.of("ORD");
    static final EntityKey NOWHERE = EntityKey.of("nowhere");

    final InMemoryFeatureStore store = InMemoryFeatureStore.create();
    final ManualTime time = ManualTime.create();
    private final List<FeatureClient> open = new ArrayList<>();

    ClientTest() {
        store.put(AIRPORT, DFW, Map.of("flights", 12L, "mean_delay", 3.5));
        store.put(AIRPORT, ORD, Map.of("flights", 7L, "mean_delay", 1.0));
    }

    @AfterEach
    void closeClients() {
        store.faults().clear();
        open.forEach(FeatureClient::close);
    }

    FeatureClientBuilder builder() {
        return FeatureClient.builder(store.transport()).views(AIRPORT).jitter(0).environment(Map.of());
    }

    FeatureClientBuilder virtual() {
        return builder().ticker(time).clock(time).scheduler(time);
    }

    FeatureClient open(FeatureClientBuilder builder) {
        FeatureClient client = builder.build();
        open.add(client);
        return client;
    }

    void putFlights(EntityKey key, long flights) {
        store.put(AIRPORT, key, Map.of("flights", flights));
    }

    static ConditionFactory eventually() {
        return Awaitility.await().pollInterval(1, TimeUnit.MILLISECONDS).atMost(10, TimeUnit.SECONDS);
    }

    static <T> T done(CompletableFuture<T> future) {
        return future.orTimeout(10, TimeUnit.SECONDS).join();
    }

    static Throwable failure(CompletableFuture<?> future) {
        try {
            done(future);
        } catch (CompletionException e) {
            return e.getCause();
        }
        throw new AssertionError("the future did not fail");
    }

    static List<EntityKey> keys(int from, int to) {
        List<EntityKey> keys = new ArrayList<>();
        for (int i = from; i < to; i++) {
            keys.add(EntityKey.of(i));
        }
        return keys;
    }

    void awaitCalls(int calls) {
        eventually().untilAsserted(() -> assertThat(store.callCount()).isEqualTo(calls));
    }
}

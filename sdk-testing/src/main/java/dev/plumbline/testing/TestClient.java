package dev.plumbline.testing;

import dev.plumbline.FeatureClient;
import dev.plumbline.FeatureClientBuilder;
import dev.plumbline.cache.FeatureCache;
import dev.plumbline.feature.FeatureView;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What one test has: its store, its client and perhaps its time. */
record TestClient(
        String name,
        InMemoryFeatureStore store,
        FeatureClient client,
        @Nullable ManualTime time,
        Set<Thread> threadsBefore) {
    static final String NAME_PREFIX = "test_";

    private static final AtomicLong COUNT = new AtomicLong();

    static TestClient open(
            List<FeatureView> views,
            boolean manualTime,
            @Nullable Supplier<? extends FeatureCache> cache,
            List<Consumer<FeatureClientBuilder>> steps) {
        Set<Thread> before = LeakCheck.clientThreads();
        InMemoryFeatureStore store = InMemoryFeatureStore.create();
        String name = NAME_PREFIX + COUNT.incrementAndGet();
        FeatureClientBuilder builder = FeatureClient.builder(store.transport())
                .views(views.toArray(FeatureView[]::new))
                .name(name)
                .jitter(0)
                .environment(Map.of());
        ManualTime time = null;
        if (manualTime) {
            time = ManualTime.create();
            builder.ticker(time).clock(time).scheduler(time);
        }
        if (cache != null) {
            builder.cache(cache.get());
        }
        steps.forEach(step -> step.accept(builder));
        return new TestClient(name, store, builder.build(), time, before);
    }

    void close() {
        new LeakCheck(this).run();
    }
}

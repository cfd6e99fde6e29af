package dev.plumbline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.cache.CacheKey;
import dev.plumbline.cache.FarTier;
import dev.plumbline.cache.FeatureCache;
import dev.plumbline.cache.NearEntry;
import dev.plumbline.cache.NearTier;
import dev.plumbline.feature.Allocations;
import dev.plumbline.feature.EntityKey;
import dev.plumbline.feature.FeatureRow;
import dev.plumbline.feature.FeatureType;
import dev.plumbline.feature.FeatureView;
import dev.plumbline.feature.ReadTier;
import dev.plumbline.runtime.ClientRuntime;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class NearHitAllocationTest {
    private static final FeatureView VIEW =
            FeatureView.builder("v", "k").feature("n", FeatureType.INT64).build();

    @Test
    void get_nearHit_allocatesAtMost64Bytes() throws ReflectiveOperationException {
        FixedTransport transport = new FixedTransport(Instant.now().toEpochMilli() * 1_000);
        EntityKey key = EntityKey.of("a");
        transport.put(key, row -> row.putInt64(0, 1));
        try (FeatureClient client = FeatureClient.builder(transport)
                .views(VIEW)
                .environment(Map.of())
                .cache(new MapCache())
                .meters(new SimpleMeterRegistry())
                .ticker(() -> 0)
                .build()) {
            client.get(VIEW, key);
            FeatureRow[] last = new FeatureRow[1];
            double bytes = Allocations.bytesPerRun(100_000, () -> last[0] = client.get(VIEW, key));
            assertThat(last[0].tier()).isEqualTo(ReadTier.NEAR);
            assertThat(transport.fetches).hasSize(1);
            assertThat(bytes).isLessThanOrEqualTo(64);
        }
    }

    private static final class MapCache implements FeatureCache, NearTier {
        private final ConcurrentMap<CacheKey, NearEntry> entries = new ConcurrentHashMap<>();

        @Override
        public @Nullable NearEntry get(CacheKey key) {
            return entries.get(key);
        }

        @Override
        public void compute(CacheKey key, UnaryOperator<@Nullable NearEntry> change) {
            entries.compute(key, (name, old) -> change.apply(old));
        }

        @Override
        public long size() {
            return entries.size();
        }

        @Override
        public long evictions() {
            return 0;
        }

        @Override
        public void clear() {
            entries.clear();
        }

        @Override
        public void start(ClientRuntime runtime) {}

        @Override
        public Optional<NearTier> near() {
            return Optional.of(this);
        }

        @Override
        public Optional<FarTier> far() {
            return Optional.empty();
        }

        @Override
        public void close() {}
    }
}

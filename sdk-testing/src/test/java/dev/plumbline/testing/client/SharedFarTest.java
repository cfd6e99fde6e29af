package dev.plumbline.testing.client;

import dev.plumbline.FeatureClient;
import dev.plumbline.FeatureClientBuilder;
import dev.plumbline.cache.CacheKey;
import dev.plumbline.cache.FarTier;
import dev.plumbline.cache.FeatureCache;
import dev.plumbline.cache.NearTier;
import dev.plumbline.feature.EntityKey;
import dev.plumbline.feature.FeatureRow;
import dev.plumbline.policy.RetryPolicy;
import dev.plumbline.runtime.ClientRuntime;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.Optional;

/**
 * Clients that share a far tier, each as a process of its own. All that they do is done on the test's thread, in virtual
 * time, and nothing is left to chance: a pause is as long as it is on average.
 */
abstract class SharedFarTest extends ClientTest {
    static final CacheKey DFW_ROW = nameOf(DFW);

    final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    final LeasedFar far = new LeasedFar(time);
    final MapTiers.Near near = new MapTiers.Near();

    static CacheKey nameOf(EntityKey key) {
        return new CacheKey(AIRPORT, key, CacheKey.NO_VARIANT);
    }

    FeatureClientBuilder inline() {
        return virtual()
                .executor(Runnable::run)
                .callbackExecutor(Runnable::run)
                .random(() -> 0.5)
                .retry(RetryPolicy.builder().maxAttempts(1).build());
    }

    FeatureClient both() {
        return open(inline().cache(tiers(near, far)).meters(meters));
    }

    FeatureClient farOnly() {
        return open(inline().cache(tiers(null, far)).meters(meters));
    }

    FeatureClient nearOnly() {
        return open(inline().cache(tiers(near, null)).meters(meters));
    }

    static FeatureCache tiers(NearTier near, FarTier far) {
        return new FeatureCache() {
            @Override
            public void start(ClientRuntime runtime) {}

            @Override
            public Optional<NearTier> near() {
                return Optional.ofNullable(near);
            }

            @Override
            public Optional<FarTier> far() {
                return Optional.ofNullable(far);
            }

            @Override
            public void close() {}
        };
    }

    /** A row that was read just now. */
    FeatureRow row(long flights) {
        return row(flights, FeatureRow.UNKNOWN_VERSION);
    }

    FeatureRow row(long flights, long version) {
        var row = FeatureRow.builder(AIRPORT, time.instant().toEpochMilli() * 1_000);
        row.putInt64(0, flights);
        row.dataVersion(version);
        return row.build();
    }

    /** Puts a row into the far tier that was read some time ago. */
    void putOldFar(long flights, Duration age) {
        far.put(DFW_ROW, row(flights));
        time.advance(age);
    }

    void putVersion(long flights, long version) {
        store.row(AIRPORT, DFW).value("flights", flights).dataVersion(version).put();
    }

    double counted(String name, String... tags) {
        return meters.find(name).tags(tags).functionCounters().stream()
                .mapToDouble(FunctionCounter::count)
                .sum();
    }

    double rows(String tier, String result) {
        return counted("plumbline.client.cache.requests", "tier", tier, "result", result);
    }
}

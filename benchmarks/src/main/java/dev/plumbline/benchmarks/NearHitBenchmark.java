package dev.plumbline.benchmarks;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.plumbline.FeatureClient;
import dev.plumbline.cache.tiered.TieredCache;
import dev.plumbline.feature.EntityKey;
import dev.plumbline.feature.FeatureRow;
import dev.plumbline.feature.FeatureView;
import dev.plumbline.feature.StalenessBounds;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.infra.Blackhole;

/** A blocking read that the near tier answers, metered; against Caffeine's getIfPresent and one nanoTime. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class NearHitBenchmark {
    private static final int KEYS = 1024;

    private final FeatureView view = Rows.view(50);
    private final EntityKey[] keys = new EntityKey[KEYS];
    private FeatureClient client;
    private Cache<EntityKey, Map<String, Object>> caffeine;
    private int next;

    @Setup(Level.Trial)
    public void fill() {
        client = FeatureClient.builder(new PreparedTransport())
                .views(view)
                .environment(Map.of())
                .cache(TieredCache.builder().build())
                .staleness(StalenessBounds.builder()
                        .fresh(Duration.ofDays(1))
                        .nearFresh(Duration.ofDays(1))
                        .build())
                .meters(new SimpleMeterRegistry())
                .build();
        caffeine = Caffeine.newBuilder().maximumSize(100_000).build();
        for (int i = 0; i < KEYS; i++) {
            keys[i] = EntityKey.of("entity-" + i);
            client.get(view, keys[i]);
            caffeine.put(keys[i], Map.of("f0", 1.0));
        }
    }

    @TearDown(Level.Trial)
    public void close() {
        client.close();
    }

    private EntityKey key() {
        next = (next + 1) & (KEYS - 1);
        return keys[next];
    }

    @Benchmark
    public FeatureRow ours() {
        return client.get(view, key());
    }

    @Benchmark
    public Map<String, Object> baseline(Blackhole blackhole) {
        blackhole.consume(System.nanoTime());
        return caffeine.getIfPresent(key());
    }
}

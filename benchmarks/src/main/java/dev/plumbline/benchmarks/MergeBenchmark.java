package dev.plumbline.benchmarks;

import dev.plumbline.feature.EntityKey;
import dev.plumbline.feature.FeatureRow;
import dev.plumbline.feature.FeatureView;
import featurestore.OnlineFeaturesRequest;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Threads;

/** 64 threads that each read a key of their own, 50 features, without a cache; against one unary call for each. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Threads(64)
public class MergeBenchmark {
    private final FeatureView view = Rows.view(50);
    private final PreparedReplies replies = new PreparedReplies(64, 50);
    private final AtomicInteger readers = new AtomicInteger();
    private Loopback loopback;

    /** One thread's key. */
    @State(Scope.Thread)
    public static class Reader {
        EntityKey key;
        OnlineFeaturesRequest request;

        @Setup(Level.Trial)
        public void choose(MergeBenchmark all) {
            key = all.replies.keys().get(all.readers.getAndIncrement() % 64);
            request = OnlineFeaturesRequest.newBuilder()
                    .addEntityIds(key.text(0))
                    .addAllFeatureNames(all.view.featureNames())
                    .build();
        }
    }

    @Setup(Level.Trial)
    public void start() throws IOException {
        loopback = new Loopback(view, 64);
    }

    @TearDown(Level.Trial)
    public void stop() {
        loopback.close();
    }

    @Benchmark
    public FeatureRow ours(Reader reader) {
        return loopback.client.get(view, reader.key);
    }

    @Benchmark
    public Map<String, Map<String, Object>> baseline(Reader reader) {
        return GeneratedMaps.of(loopback.stub.getOnlineFeatures(reader.request));
    }
}

package dev.plumbline.benchmarks;

import dev.plumbline.feature.EntityKey;
import dev.plumbline.feature.FeatureRows;
import dev.plumbline.feature.FeatureView;
import featurestore.OnlineFeaturesRequest;
import java.io.IOException;
import java.util.List;
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

/** 100 keys of 50 features over loopback, without a cache; against a generated blocking stub into maps. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
public class RpcBatchBenchmark {
    private final FeatureView view = Rows.view(50);
    private final List<EntityKey> keys = new PreparedReplies(100, 50).keys();
    private OnlineFeaturesRequest request;
    private Loopback loopback;

    @Setup(Level.Trial)
    public void start() throws IOException {
        loopback = new Loopback(view, keys.size());
        request = OnlineFeaturesRequest.newBuilder()
                .addAllEntityIds(keys.stream().map(key -> key.text(0)).toList())
                .addAllFeatureNames(view.featureNames())
                .build();
    }

    @TearDown(Level.Trial)
    public void stop() {
        loopback.close();
    }

    @Benchmark
    public FeatureRows ours() {
        return loopback.client.getAll(view, keys);
    }

    @Benchmark
    public Map<String, Map<String, Object>> baseline() {
        return GeneratedMaps.of(loopback.stub.getOnlineFeatures(request));
    }
}

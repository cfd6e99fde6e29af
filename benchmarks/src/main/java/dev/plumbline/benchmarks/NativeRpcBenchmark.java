package dev.plumbline.benchmarks;

import dev.plumbline.feature.EntityKey;
import dev.plumbline.feature.FeatureRows;
import dev.plumbline.feature.FeatureView;
import dev.plumbline.grpc.GrpcTransport;
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
import plumbline.v1.FeatureServiceGrpc;
import plumbline.v1.GetFeaturesRequest;

/** 100 keys of 50 features over loopback by the native contract; against a generated blocking stub into maps. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
public class NativeRpcBenchmark {
    private final FeatureView view = Rows.view(50);
    private final List<EntityKey> keys = NativeReplies.keys(100);
    private final GetFeaturesRequest request = NativeReplies.request(view, keys);
    private Loopback loopback;
    private FeatureServiceGrpc.FeatureServiceBlockingStub stub;

    @Setup(Level.Trial)
    public void start() throws IOException {
        loopback = new Loopback(view, NativeServer.start(keys.size(), view.size()), GrpcTransport::nativeFeatures);
        stub = FeatureServiceGrpc.newBlockingStub(loopback.channel);
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
    public List<Map<String, Object>> baseline() {
        return NativeReplies.maps(view, stub.getFeatures(request));
    }
}

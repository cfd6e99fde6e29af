package dev.plumbline.benchmarks;

import dev.plumbline.FeatureClient;
import dev.plumbline.feature.EntityKey;
import dev.plumbline.feature.FeatureRows;
import dev.plumbline.feature.FeatureView;
import feastserving.GetOnlineFeaturesRequest;
import feastserving.ServingServiceGrpc;
import feasttypes.RepeatedValue;
import feasttypes.Value;
import io.grpc.ManagedChannel;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
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

/** 100 keys of 50 features of Feast's over loopback, without a cache; against a generated blocking stub into maps. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
public class FeastRpcBenchmark {
    private final FeatureView view = FeastReplies.view(50);
    private final List<EntityKey> keys = FeastReplies.keys(100);
    private GetOnlineFeaturesRequest request;
    private FeastPreparedServer server;
    private FeatureClient client;
    private ManagedChannel channel;
    private ServingServiceGrpc.ServingServiceBlockingStub stub;

    @Setup(Level.Trial)
    public void start() throws IOException {
        server = FeastPreparedServer.start(keys.size(), view.size());
        client = server.client(view);
        channel = NettyChannelBuilder.forTarget(server.target()).usePlaintext().build();
        stub = ServingServiceGrpc.newBlockingStub(channel);
        RepeatedValue.Builder ids = RepeatedValue.newBuilder();
        keys.forEach(key -> ids.addVal(Value.newBuilder().setInt64Val((Long) key.value(0))));
        GetOnlineFeaturesRequest.Builder all =
                GetOnlineFeaturesRequest.newBuilder().putEntities("entity", ids.build());
        view.featureNames().forEach(name -> all.getFeaturesBuilder().addVal(view.name() + ":" + name));
        request = all.build();
    }

    @TearDown(Level.Trial)
    public void stop() {
        client.close();
        channel.shutdownNow();
        server.close();
    }

    @Benchmark
    public FeatureRows ours() {
        return client.getAll(view, keys);
    }

    @Benchmark
    public List<Map<String, Object>> baseline() {
        return FeastMaps.of(stub.getOnlineFeatures(request));
    }
}

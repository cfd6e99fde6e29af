package dev.plumbline.benchmarks;

import dev.plumbline.FeatureClient;
import dev.plumbline.feature.FeatureView;
import dev.plumbline.grpc.GrpcTransport;
import featurestore.FeatureStoreGrpc;
import io.grpc.ManagedChannel;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.function.UnaryOperator;

/** A prepared server, our client and a generated blocking stub, each with one channel. */
final class Loopback implements AutoCloseable {
    final FeatureClient client;
    final FeatureStoreGrpc.FeatureStoreBlockingStub stub;
    private final PreparedServer server;
    private final ManagedChannel channel;

    Loopback(FeatureView view, UnaryOperator<byte[]> answer) throws IOException {
        server = new PreparedServer(answer);
        client = FeatureClient.builder(GrpcTransport.onlineFeatures(server.target()))
                .views(view)
                .environment(Map.of())
                .deadline(Duration.ofSeconds(10))
                .attemptTimeout(Duration.ofSeconds(10))
                .build();
        channel = NettyChannelBuilder.forTarget(server.target()).usePlaintext().build();
        stub = FeatureStoreGrpc.newBlockingStub(channel);
        client.warmUp(Duration.ofSeconds(10));
    }

    @Override
    public void close() {
        client.close();
        channel.shutdownNow();
        server.close();
    }
}

package dev.plumbline.benchmarks;

import dev.plumbline.FeatureClient;
import dev.plumbline.feature.FeatureView;
import dev.plumbline.grpc.GrpcTransport;
import dev.plumbline.transport.FeatureTransport;
import featurestore.FeatureStoreGrpc;
import io.grpc.ManagedChannel;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.function.Function;

/** A prepared server in a process of its own, our client and a generated blocking stub, each with one channel. */
final class Loopback implements AutoCloseable {
    final FeatureClient client;
    final FeatureStoreGrpc.FeatureStoreBlockingStub stub;
    final ManagedChannel channel;
    private final Process server;

    /** Reads online features. */
    Loopback(FeatureView view, int entities) throws IOException {
        this(view, PreparedServer.start(entities, view.size()), GrpcTransport::onlineFeatures);
    }

    /** Reads what a server answers that prints its port. */
    Loopback(FeatureView view, Process server, Function<String, FeatureTransport> transport) throws IOException {
        this.server = server;
        BufferedReader said =
                new BufferedReader(new InputStreamReader(server.getInputStream(), StandardCharsets.UTF_8));
        String target = "dns:///127.0.0.1:" + said.readLine();
        client = FeatureClient.builder(transport.apply(target))
                .views(view)
                .environment(Map.of())
                .deadline(Duration.ofSeconds(10))
                .attemptTimeout(Duration.ofSeconds(10))
                .build();
        channel = NettyChannelBuilder.forTarget(target).usePlaintext().build();
        stub = FeatureStoreGrpc.newBlockingStub(channel);
        client.warmUp(Duration.ofSeconds(10));
    }

    @Override
    public void close() {
        client.close();
        channel.shutdownNow();
        server.destroy();
    }
}

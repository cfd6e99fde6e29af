package dev.plumbline.grpc;

import io.grpc.InsecureServerCredentials;
import io.grpc.MethodDescriptor;
import io.grpc.Server;
import io.grpc.ServerServiceDefinition;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.ServerCalls;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;

/** A server that sends any octets, and any number of messages, where one reply is due. */
final class RawServer implements AutoCloseable {
    private final Server server;

    RawServer(List<byte[]> messages) throws IOException {
        MethodDescriptor<byte[], byte[]> method = MethodDescriptor.newBuilder(
                        new OctetServer.Octets(), new OctetServer.Octets())
                .setType(MethodDescriptor.MethodType.SERVER_STREAMING)
                .setFullMethodName("feature_store.FeatureStore/GetOnlineFeatures")
                .build();
        ServerServiceDefinition service = ServerServiceDefinition.builder("feature_store.FeatureStore")
                .addMethod(method, ServerCalls.asyncServerStreamingCall((request, observer) -> {
                    messages.forEach(observer::onNext);
                    observer.onCompleted();
                }))
                .build();
        this.server = NettyServerBuilder.forAddress(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), InsecureServerCredentials.create())
                .addService(service)
                .build()
                .start();
    }

    String target() {
        return "dns:///127.0.0.1:" + server.getPort();
    }

    @Override
    public void close() {
        server.shutdownNow();
    }
}

package dev.plumbline.benchmarks;

import io.grpc.MethodDescriptor;
import io.grpc.Server;
import io.grpc.ServerServiceDefinition;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.ServerCalls;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;

/**
 * A server of the online features contract, a process of its own, that decodes as little as it can, so that it is the
 * client that is measured.
 */
final class PreparedServer {
    private static final MethodDescriptor.Marshaller<byte[]> BYTES = new MethodDescriptor.Marshaller<>() {
        @Override
        public InputStream stream(byte[] value) {
            return new ByteArrayInputStream(value);
        }

        @Override
        public byte[] parse(InputStream stream) {
            try {
                return stream.readAllBytes();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    };

    private PreparedServer() {}

    /**
     * Serves until its standard input ends, which it does with the process that started it.
     *
     * @param args how many entities it knows and how many features each has
     */
    public static void main(String[] args) throws IOException {
        PreparedReplies replies = new PreparedReplies(Integer.parseInt(args[0]), Integer.parseInt(args[1]));
        MethodDescriptor<byte[], byte[]> method = MethodDescriptor.<byte[], byte[]>newBuilder()
                .setType(MethodDescriptor.MethodType.UNARY)
                .setFullMethodName("feature_store.FeatureStore/GetOnlineFeatures")
                .setRequestMarshaller(BYTES)
                .setResponseMarshaller(BYTES)
                .build();
        Server server = NettyServerBuilder.forAddress(new InetSocketAddress("127.0.0.1", 0))
                .directExecutor()
                .addService(ServerServiceDefinition.builder("feature_store.FeatureStore")
                        .addMethod(method, ServerCalls.asyncUnaryCall((request, observer) -> {
                            observer.onNext(replies.answer(request));
                            observer.onCompleted();
                        }))
                        .build())
                .build()
                .start();
        System.out.println(server.getPort());
        System.out.flush();
        while (System.in.read() >= 0) {
            // Until the end.
        }
        server.shutdownNow();
    }

    static Process start(int entities, int features) throws IOException {
        return JavaProcess.start("256m", PreparedServer.class, Integer.toString(entities), Integer.toString(features));
    }
}

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

/** Serves one method as octets in, octets out: GetOnlineFeatures, of which several contracts have one, or another. */
final class RawMethod {
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

    private RawMethod() {}

    static Server serve(ServerCalls.UnaryMethod<byte[], byte[]> method) throws IOException {
        return serve("feature_store.FeatureStore", method);
    }

    static Server serve(String service, ServerCalls.UnaryMethod<byte[], byte[]> method) throws IOException {
        return serve(service, "GetOnlineFeatures", method);
    }

    /** Starts a server on a free port of the loopback; the method runs on the threads of the network. */
    static Server serve(String service, String name, ServerCalls.UnaryMethod<byte[], byte[]> method)
            throws IOException {
        MethodDescriptor<byte[], byte[]> descriptor = MethodDescriptor.<byte[], byte[]>newBuilder()
                .setType(MethodDescriptor.MethodType.UNARY)
                .setFullMethodName(service + "/" + name)
                .setRequestMarshaller(BYTES)
                .setResponseMarshaller(BYTES)
                .build();
        return NettyServerBuilder.forAddress(new InetSocketAddress("127.0.0.1", 0))
                .directExecutor()
                .addService(ServerServiceDefinition.builder(service)
                        .addMethod(descriptor, ServerCalls.asyncUnaryCall(method))
                        .build())
                .build()
                .start();
    }
}

package dev.plumbline.grpc;

import io.grpc.HandlerRegistry;
import io.grpc.InsecureServerCredentials;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerMethodDefinition;
import io.grpc.Status;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A server of any unary method, on a free loopback port, whose answers the test gives in octets. */
final class OctetServer implements AutoCloseable {
    /** Answers a call, or leaves it open. */
    @FunctionalInterface
    interface Answer {
        void answer(Call call);
    }

    final BlockingQueue<Call> calls = new LinkedBlockingQueue<>();
    final BlockingQueue<String> cancelled = new LinkedBlockingQueue<>();
    private final Answer answer;
    private final Server server;

    OctetServer(Answer answer) throws IOException {
        this.answer = answer;
        this.server = NettyServerBuilder.forAddress(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), InsecureServerCredentials.create())
                .fallbackHandlerRegistry(new AnyMethod())
                .maxInboundMessageSize(64 * 1024 * 1024)
                .build()
                .start();
    }

    String target() {
        return "dns:///127.0.0.1:" + server.getPort();
    }

    Call next() throws InterruptedException {
        Call call = calls.poll(10, TimeUnit.SECONDS);
        if (call == null) {
            throw new AssertionError("no call came in 10 s");
        }
        return call;
    }

    static Metadata trailer(String name, String value) {
        Metadata trailers = new Metadata();
        trailers.put(Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER), value);
        return trailers;
    }

    @Override
    public void close() {
        server.shutdownNow();
    }

    /** A call and its request. */
    static final class Call {
        private final String method;
        private final Metadata headers;
        private final byte[] request;
        private final ServerCall<byte[], byte[]> call;

        private Call(String method, Metadata headers, byte[] request, ServerCall<byte[], byte[]> call) {
            this.method = method;
            this.headers = headers;
            this.request = request;
            this.call = call;
        }

        String method() {
            return method;
        }

        Metadata headers() {
            return headers;
        }

        byte[] request() {
            return request;
        }

        void send(byte[] octets) {
            call.sendHeaders(new Metadata());
            call.sendMessage(octets);
        }

        void reply(byte[] octets) {
            send(octets);
            call.close(Status.OK, new Metadata());
        }

        void end(Status status, Metadata trailers) {
            call.close(status, trailers);
        }
    }

    private final class AnyMethod extends HandlerRegistry {
        @Override
        public ServerMethodDefinition<byte[], byte[]> lookupMethod(String name, @Nullable String authority) {
            MethodDescriptor<byte[], byte[]> method = MethodDescriptor.newBuilder(new Octets(), new Octets())
                    .setType(MethodDescriptor.MethodType.UNARY)
                    .setFullMethodName(name)
                    .build();
            return ServerMethodDefinition.create(method, new Handler(name));
        }
    }

    private final class Handler implements ServerCallHandler<byte[], byte[]> {
        private final String name;

        Handler(String name) {
            this.name = name;
        }

        @Override
        public ServerCall.Listener<byte[]> startCall(ServerCall<byte[], byte[]> call, Metadata headers) {
            call.request(1);
            return new ServerCall.Listener<>() {
                @Override
                public void onMessage(byte[] request) {
                    Call received = new Call(name, headers, request, call);
                    calls.add(received);
                    answer.answer(received);
                }

                @Override
                public void onCancel() {
                    cancelled.add(name);
                }
            };
        }
    }

    /** Takes octets as they are. */
    static final class Octets implements MethodDescriptor.Marshaller<byte[]> {
        @Override
        public InputStream stream(byte[] octets) {
            return new ByteArrayInputStream(octets);
        }

        @Override
        public byte[] parse(InputStream stream) {
            try {
                return stream.readAllBytes();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}

package dev.plumbline.verify;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.CodedOutputStream;
import io.grpc.MethodDescriptor;
import io.grpc.Server;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A server of the online features contract that writes its replies octet by octet. Every entity has the feature
 * {@code delay}, 2.5, but NOBODY has none, BIG has a long text besides, those that begin with DOWN are unavailable,
 * and HELD waits for
 * {@link #release()}.
 */
final class FeatureServer implements AutoCloseable {
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

    private final CountDownLatch held = new CountDownLatch(1);
    private final CountDownLatch arrived = new CountDownLatch(1);
    private final AtomicInteger calls = new AtomicInteger();
    private final AtomicInteger heldCalls = new AtomicInteger();
    private final Server server;

    FeatureServer() throws IOException {
        MethodDescriptor<byte[], byte[]> method = MethodDescriptor.<byte[], byte[]>newBuilder()
                .setType(MethodDescriptor.MethodType.UNARY)
                .setFullMethodName("feature_store.FeatureStore/GetOnlineFeatures")
                .setRequestMarshaller(BYTES)
                .setResponseMarshaller(BYTES)
                .build();
        server = NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .addService(ServerServiceDefinition.builder("feature_store.FeatureStore")
                        .addMethod(method, ServerCalls.asyncUnaryCall(this::answer))
                        .build())
                .build()
                .start();
    }

    String target() {
        return "dns:///127.0.0.1:" + server.getPort();
    }

    int calls() {
        return calls.get();
    }

    /** How often HELD was asked for. */
    int heldCalls() {
        return heldCalls.get();
    }

    /** Waits until a read of HELD has come. */
    void awaitHeld() throws InterruptedException {
        if (!arrived.await(30, TimeUnit.SECONDS)) {
            throw new AssertionError("no read of HELD");
        }
    }

    void release() {
        held.countDown();
    }

    private void answer(byte[] request, StreamObserver<byte[]> observer) {
        calls.incrementAndGet();
        try {
            List<String> ids = ids(request);
            if (ids.stream().anyMatch(id -> id.startsWith("DOWN"))) {
                observer.onError(
                        Status.UNAVAILABLE.withDescription("as planned").asRuntimeException());
                return;
            }
            if (ids.contains("HELD")) {
                heldCalls.incrementAndGet();
                arrived.countDown();
                held.await(30, TimeUnit.SECONDS);
            }
            ByteArrayOutputStream reply = new ByteArrayOutputStream();
            for (String id : ids) {
                reply.writeBytes(field(1, join(text(1, id), field(2, features(id)))));
            }
            observer.onNext(reply.toByteArray());
            observer.onCompleted();
        } catch (IOException | InterruptedException e) {
            observer.onError(e);
        }
    }

    private static List<String> ids(byte[] request) throws IOException {
        List<String> ids = new ArrayList<>();
        CodedInputStream in = CodedInputStream.newInstance(request);
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            if (tag >>> 3 == 1) {
                ids.add(in.readString());
            } else {
                in.skipField(tag);
            }
        }
        return ids;
    }

    private static byte[] features(String id) throws IOException {
        if (id.equals("NOBODY")) {
            return new byte[0];
        }
        byte[] delay = field(1, join(text(1, "delay"), field(2, number(2.5))));
        byte[] note = field(1, join(text(1, "note"), field(2, text(3, "x".repeat(100_000)))));
        return id.equals("BIG") ? join(delay, note) : delay;
    }

    private static byte[] number(double value) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        CodedOutputStream out = CodedOutputStream.newInstance(bytes);
        out.writeDouble(2, value);
        out.flush();
        return bytes.toByteArray();
    }

    private static byte[] text(int number, String value) throws IOException {
        return field(number, value.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }

    private static byte[] field(int number, byte[] value) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        CodedOutputStream out = CodedOutputStream.newInstance(bytes);
        out.writeByteArray(number, value);
        out.flush();
        return bytes.toByteArray();
    }

    private static byte[] join(byte[] first, byte[] second) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes(first);
        bytes.writeBytes(second);
        return bytes.toByteArray();
    }

    /** Ends at once, calls under way included. */
    void kill() throws InterruptedException {
        server.shutdownNow();
        if (!server.awaitTermination(30, TimeUnit.SECONDS)) {
            throw new AssertionError("the server does not end");
        }
    }

    @Override
    public void close() {
        release();
        server.shutdownNow();
    }
}

package dev.plumbline.testing.grpc;

import dev.plumbline.testing.InMemoryFeatureStore;
import dev.plumbline.testing.ServedStore;
import io.grpc.InsecureServerCredentials;
import io.grpc.ManagedChannel;
import io.grpc.MethodDescriptor;
import io.grpc.Server;
import io.grpc.ServerBuilder;
import io.grpc.ServerServiceDefinition;
import io.grpc.inprocess.InProcessChannelBuilder;
import io.grpc.inprocess.InProcessServerBuilder;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * A feature service over a store in memory that speaks gRPC, on a free port of the loopback interface or in process.
 *
 * <p>What arrives is in the store's record, with its headers and deadlines; what goes wrong is in the store's fault plan.
 * Thread-safe.
 */
public abstract class GrpcFeatureServer implements AutoCloseable {
    private static final int MAX_REQUEST_BYTES = 64 * 1024 * 1024;

    private final ServedStore served;
    private final String name;
    private final ExecutorService threads;
    private final Server server;
    private final ConcurrentLinkedQueue<ManagedChannel> channels = new ConcurrentLinkedQueue<>();

    /**
     * Starts a server.
     *
     * @param served the store, which the server closes
     * @param inProcess whether to be reached in process, not over a socket
     * @param handler decodes requests and encodes rows
     * @param methods what is served, as {@code package.Service/Method}
     */
    GrpcFeatureServer(ServedStore served, boolean inProcess, IncomingCall.Handler handler, String... methods) {
        this.served = served;
        this.name = getClass().getSimpleName() + "-" + Integer.toHexString(System.identityHashCode(this));
        this.threads = Executors.newFixedThreadPool(2, task -> {
            Thread thread = new Thread(task, "feature-server-" + name);
            thread.setDaemon(true);
            return thread;
        });
        ServerBuilder<?> builder = inProcess
                ? InProcessServerBuilder.forName(name)
                : NettyServerBuilder.forAddress(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), InsecureServerCredentials.create());
        builder.executor(threads).maxInboundMessageSize(MAX_REQUEST_BYTES);
        services(handler, methods).forEach(builder::addService);
        try {
            this.server = builder.build().start();
        } catch (IOException e) {
            throw new UncheckedIOException("no free port on the loopback interface", e);
        }
    }

    private static List<ServerServiceDefinition> services(IncomingCall.Handler handler, String... methods) {
        Map<String, List<String>> byService = Arrays.stream(methods)
                .collect(Collectors.groupingBy(method -> method.substring(0, method.indexOf('/'))));
        return byService.entrySet().stream()
                .map(entry -> {
                    ServerServiceDefinition.Builder service = ServerServiceDefinition.builder(entry.getKey());
                    entry.getValue()
                            .forEach(method -> service.addMethod(descriptor(method), (call, headers) -> {
                                call.request(2);
                                return new IncomingCall(call, headers, handler);
                            }));
                    return service.build();
                })
                .toList();
    }

    private static MethodDescriptor<byte[], byte[]> descriptor(String method) {
        return MethodDescriptor.newBuilder(new OctetMarshaller(), new OctetMarshaller())
                .setType(MethodDescriptor.MethodType.UNARY)
                .setFullMethodName(method)
                .build();
    }

    /**
     * Returns the store that is served.
     *
     * @return rows, faults and the record of calls
     */
    public InMemoryFeatureStore store() {
        return served.store();
    }

    /**
     * Returns where the server is, for a transport that makes its own channel.
     *
     * @return gRPC's name of it
     * @throws IllegalStateException if it is in process: use {@link #channel()}
     */
    public String target() {
        return "dns:///127.0.0.1:" + port();
    }

    /**
     * Returns the port.
     *
     * @return 1 to 65,535
     * @throws IllegalStateException if the server is in process: use {@link #channel()}
     */
    public int port() {
        if (server.getPort() <= 0) {
            throw new IllegalStateException("the server is in process and has no port: use channel()");
        }
        return server.getPort();
    }

    /**
     * Returns a new channel to the server, over its socket or in process.
     *
     * @return a plaintext channel, which the server shuts down when it is closed
     */
    public ManagedChannel channel() {
        ManagedChannel channel = server.getPort() > 0
                ? NettyChannelBuilder.forAddress("127.0.0.1", server.getPort())
                        .usePlaintext()
                        .build()
                : InProcessChannelBuilder.forName(name).build();
        channels.add(channel);
        return channel;
    }

    /** Ends the server and the calls under way at once. Does nothing the second time. */
    @Override
    public void close() {
        server.shutdownNow();
        served.close();
        channels.forEach(ManagedChannel::shutdownNow);
        try {
            if (!server.awaitTermination(10, TimeUnit.SECONDS)) {
                throw new IllegalStateException("the server has not ended after 10 s");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            threads.shutdown();
        }
    }
}

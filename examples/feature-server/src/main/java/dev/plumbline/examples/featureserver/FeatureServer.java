package dev.plumbline.examples.featureserver;

import io.grpc.Server;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** A running server. */
final class FeatureServer implements AutoCloseable {
    private static final long GRACE_SECONDS = 1;

    private final Server server;
    private final RowStore store;
    private final ExecutorService threads;
    private final ServedCounts counts;

    private FeatureServer(Server server, RowStore store, ExecutorService threads, ServedCounts counts) {
        this.server = server;
        this.store = store;
        this.threads = threads;
        this.counts = counts;
    }

    /**
     * Starts a server. It closes the store when it is closed.
     *
     * @param address where to listen; port 0 takes any free port
     * @param store the rows
     * @param delay added to each answer
     * @throws IOException if it cannot listen there
     */
    static FeatureServer start(InetSocketAddress address, RowStore store, Duration delay) throws IOException {
        ExecutorService threads = Executors.newCachedThreadPool();
        Executor answers = delay.isZero()
                ? Runnable::run
                : CompletableFuture.delayedExecutor(delay.toNanos(), TimeUnit.NANOSECONDS, threads);
        ServedCounts counts = new ServedCounts();
        Server server = NettyServerBuilder.forAddress(address)
                .executor(threads)
                .intercept(counts)
                .addService(new OnlineFeatures(store, counts, answers))
                .build();
        try {
            server.start();
        } catch (IOException e) {
            threads.shutdown();
            throw e;
        }
        return new FeatureServer(server, store, threads, counts);
    }

    int port() {
        return server.getPort();
    }

    ServedCounts counts() {
        return counts;
    }

    void awaitTermination() throws InterruptedException {
        server.awaitTermination();
    }

    @Override
    public void close() {
        server.shutdown();
        try {
            if (!server.awaitTermination(GRACE_SECONDS, TimeUnit.SECONDS)) {
                server.shutdownNow();
            }
        } catch (InterruptedException e) {
            server.shutdownNow();
            Thread.currentThread().interrupt();
        }
        threads.shutdown();
        store.close();
    }
}

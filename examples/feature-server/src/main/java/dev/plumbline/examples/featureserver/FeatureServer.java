package dev.plumbline.examples.featureserver;

import io.grpc.Server;
import io.grpc.ServerInterceptors;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A running server. */
final class FeatureServer implements AutoCloseable {
    private static final long GRACE_SECONDS = 1;

    private final Server server;
    private final RowStore store;
    private final ExecutorService threads;
    private final ServedCounts counts;
    private final @Nullable Databases databases;

    private FeatureServer(
            Server server,
            RowStore store,
            ExecutorService threads,
            ServedCounts counts,
            @Nullable Databases databases) {
        this.server = server;
        this.store = store;
        this.threads = threads;
        this.counts = counts;
        this.databases = databases;
    }

    /**
     * Starts a server of online features. It closes the store when it is closed.
     *
     * @param address where to listen; port 0 takes any free port
     * @param store the rows
     * @param delay added to each answer
     * @throws IOException if it cannot listen there
     */
    static FeatureServer start(InetSocketAddress address, RowStore store, Duration delay) throws IOException {
        return start(address, store, delay, null);
    }

    /**
     * Starts a server. It closes the store and the databases when it is closed.
     *
     * @param address where to listen; port 0 takes any free port
     * @param store the rows of online features
     * @param delay added to each answer
     * @param databases behind the data access layer; null does not serve it
     * @throws IOException if it cannot listen there
     */
    static FeatureServer start(InetSocketAddress address, RowStore store, Duration delay, @Nullable Databases databases)
            throws IOException {
        ExecutorService threads = Executors.newCachedThreadPool();
        Executor answers = delay.isZero()
                ? Runnable::run
                : CompletableFuture.delayedExecutor(delay.toNanos(), TimeUnit.NANOSECONDS, threads);
        ServedCounts counts = new ServedCounts();
        NettyServerBuilder builder = NettyServerBuilder.forAddress(address)
                .executor(threads)
                .intercept(counts)
                .addService(new OnlineFeatures(store, counts, answers));
        if (databases != null) {
            DataAccess dataAccess = new DataAccess(new FeatureTables(databases), counts, answers);
            builder.addService(ServerInterceptors.intercept(dataAccess, new ReadWishes()));
        }
        Server server = builder.build();
        try {
            server.start();
        } catch (IOException e) {
            threads.shutdown();
            throw e;
        }
        return new FeatureServer(server, store, threads, counts, databases);
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
        if (databases != null) {
            databases.close();
        }
    }
}

package dev.plumbline.grpc;

import dev.plumbline.runtime.ClientRuntime;
import dev.plumbline.runtime.ClientThreads;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A runtime on threads of its own. */
final class TestRuntime implements AutoCloseable {
    private final ExecutorService executor = Executors.newFixedThreadPool(2, task -> {
        Thread thread = new Thread(task, "plumbline-test");
        thread.setDaemon(true);
        return thread;
    });
    private final ClientThreads threads = ClientThreads.create("grpc-test");
    final ClientRuntime runtime =
            ClientRuntime.builder(threads.scheduler(), executor).build();

    /** Shuts the executor down under the transport. */
    void shutDown() {
        executor.shutdownNow();
    }

    @Override
    public void close() {
        threads.close();
        executor.shutdownNow();
    }
}

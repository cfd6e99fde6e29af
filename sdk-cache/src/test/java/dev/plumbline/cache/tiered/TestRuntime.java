package dev.plumbline.cache.tiered;

import dev.plumbline.runtime.ClientRuntime;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** A runtime on real time with threads of its own. */
final class TestRuntime implements AutoCloseable {
    private final ExecutorService executor = Executors.newFixedThreadPool(2, task -> daemon(task, "test-executor"));
    private final ScheduledThreadPoolExecutor scheduler =
            new ScheduledThreadPoolExecutor(1, task -> daemon(task, "test-scheduler"));

    private static Thread daemon(Runnable task, String name) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }

    ClientRuntime runtime() {
        return ClientRuntime.builder(
                        (task, delay) -> {
                            ScheduledFuture<?> later = scheduler.schedule(task, delay, TimeUnit.NANOSECONDS);
                            return () -> later.cancel(false);
                        },
                        executor)
                .clientName("test")
                .build();
    }

    @Override
    public void close() {
        scheduler.shutdownNow();
        executor.shutdownNow();
    }
}

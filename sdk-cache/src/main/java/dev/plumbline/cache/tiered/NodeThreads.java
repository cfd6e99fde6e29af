package dev.plumbline.cache.tiered;

import dev.plumbline.runtime.ClientRuntime;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Daemon threads for what may block: names, connecting, closing. They end when there is nothing to do. Thread-safe. */
final class NodeThreads {
    private static final Logger LOG = LoggerFactory.getLogger(NodeThreads.class);

    private static final long IDLE_SECONDS = 2;
    private static final long RETRY_NANOS = 1_000_000_000L;

    private final String name;
    private final ClientRuntime runtime;
    private final ThreadPoolExecutor threads;

    NodeThreads(String name, ClientRuntime runtime) {
        this.name = name;
        this.runtime = runtime;
        AtomicInteger number = new AtomicInteger();
        this.threads = new ThreadPoolExecutor(
                0, Integer.MAX_VALUE, IDLE_SECONDS, TimeUnit.SECONDS, new SynchronousQueue<>(), task -> {
                    Thread thread = new Thread(task, name + "-" + number.incrementAndGet());
                    thread.setDaemon(true);
                    return thread;
                });
    }

    void run(Runnable task) {
        try {
            threads.execute(task);
        } catch (RejectedExecutionException closed) {
            LOG.debug("{} is closed", name);
        } catch (OutOfMemoryError noThread) {
            LOG.debug("{} gets no thread", name, noThread);
            runLater(task, RETRY_NANOS);
        }
    }

    void runLater(Runnable task, long delayNanos) {
        try {
            runtime.scheduler().schedule(() -> run(task), delayNanos);
        } catch (RuntimeException closed) {
            LOG.debug("{} is closed", name, closed);
        }
    }

    /** Lets what runs end; nothing else begins. */
    void close() {
        threads.shutdown();
    }
}

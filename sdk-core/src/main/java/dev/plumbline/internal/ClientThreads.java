package dev.plumbline.internal;

import dev.plumbline.runtime.TaskScheduler;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** The threads of one client: daemons that say whose they are, started when there is work and gone when there is none. */
final class ClientThreads {
    private final TaskScheduler scheduler;
    private final Executor executor;
    private final Executor callbacks;
    private final @Nullable ScheduledThreadPoolExecutor ownTimer;
    private final ThreadPoolExecutor ownExecutor;
    private final @Nullable ThreadPoolExecutor ownCallbacks;

    ClientThreads(String client, @Nullable TaskScheduler givenScheduler, @Nullable Executor givenCallbacks) {
        int cores = Runtime.getRuntime().availableProcessors();
        this.ownExecutor = pool("plumbline-" + client + "-work-", Math.max(2, cores));
        this.executor = ownExecutor;
        this.ownCallbacks =
                givenCallbacks == null ? pool("plumbline-" + client + "-callback-", Math.max(4, cores)) : null;
        this.callbacks = givenCallbacks == null ? require(ownCallbacks) : givenCallbacks;
        this.ownTimer = givenScheduler == null ? timer("plumbline-" + client + "-timer-") : null;
        this.scheduler = givenScheduler == null ? scheduler(require(ownTimer)) : givenScheduler;
    }

    private static <T> T require(@Nullable T value) {
        if (value == null) {
            throw new IllegalStateException("made a line above");
        }
        return value;
    }

    private static ThreadPoolExecutor pool(String prefix, int size) {
        ThreadPoolExecutor pool =
                new ThreadPoolExecutor(size, size, 30, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), threads(prefix));
        pool.allowCoreThreadTimeOut(true);
        return pool;
    }

    private static ScheduledThreadPoolExecutor timer(String prefix) {
        ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1, threads(prefix));
        timer.setRemoveOnCancelPolicy(true);
        timer.setKeepAliveTime(30, TimeUnit.SECONDS);
        timer.allowCoreThreadTimeOut(true);
        return timer;
    }

    private static ThreadFactory threads(String prefix) {
        AtomicInteger count = new AtomicInteger();
        return task -> {
            Thread thread = new Thread(task, prefix + count.getAndIncrement());
            thread.setDaemon(true);
            return thread;
        };
    }

    private static TaskScheduler scheduler(ScheduledThreadPoolExecutor timer) {
        return (task, delayNanos) -> {
            ScheduledFuture<?> future = timer.schedule(task, delayNanos, TimeUnit.NANOSECONDS);
            return () -> future.cancel(false);
        };
    }

    TaskScheduler scheduler() {
        return scheduler;
    }

    Executor executor() {
        return executor;
    }

    Executor callbacks() {
        return callbacks;
    }

    /** Lets what is queued run and takes no more; timers that have not fired are dropped. */
    void close() {
        if (ownTimer != null) {
            ownTimer.shutdownNow();
        }
        ownExecutor.shutdown();
        if (ownCallbacks != null) {
            ownCallbacks.shutdown();
        }
    }
}

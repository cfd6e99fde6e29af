package dev.plumbline.runtime;

import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The threads of one client, or of a transport that outlives clients: daemons that say whose they are, started when there
 * is work and gone after 30 s without any.
 *
 * <p>Thread-safe.
 */
public final class ClientThreads implements AutoCloseable {
    /** How many callbacks may be under way; the next is refused. */
    private static final int MAX_CALLBACKS = 128;

    private static final long IDLE_SECONDS = 30;

    /** Tasks that are due sooner are left in the timer's queue when they are taken back. */
    private static final long MAX_LEFT_NANOS = TimeUnit.SECONDS.toNanos(2);

    private final ScheduledThreadPoolExecutor timer;
    private final ThreadPoolExecutor work;
    private final ThreadPoolExecutor callbacks;

    private ClientThreads(String owner) {
        int cores = Runtime.getRuntime().availableProcessors();
        this.work = pool("plumbline-" + owner + "-work-", Math.max(2, cores));
        // One that waits would hold up all: there is a thread for each callback under way, up to the bound.
        this.callbacks = new ThreadPoolExecutor(
                0,
                MAX_CALLBACKS,
                IDLE_SECONDS,
                TimeUnit.SECONDS,
                new SynchronousQueue<>(),
                named("plumbline-" + owner + "-callback-"));
        this.timer = new ScheduledThreadPoolExecutor(1, named("plumbline-" + owner + "-timer-"));
        timer.setRemoveOnCancelPolicy(true);
        timer.setKeepAliveTime(IDLE_SECONDS, TimeUnit.SECONDS);
        timer.allowCoreThreadTimeOut(true);
    }

    /**
     * Makes threads: one for time; for the owner's work as many as there are processors, at least two; and one for each
     * callback under way, at most 128, beyond which callbacks are refused.
     *
     * @param owner the name that the threads carry, as {@code plumbline-<owner>-work-0}
     * @return the threads, none of them started
     */
    public static ClientThreads create(String owner) {
        return new ClientThreads(owner);
    }

    private static ThreadPoolExecutor pool(String prefix, int size) {
        ThreadPoolExecutor pool = new ThreadPoolExecutor(
                size, size, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), named(prefix));
        pool.allowCoreThreadTimeOut(true);
        return pool;
    }

    private static ThreadFactory named(String prefix) {
        AtomicInteger count = new AtomicInteger();
        return task -> {
            Thread thread = new Thread(task, prefix + count.getAndIncrement());
            thread.setDaemon(true);
            return thread;
        };
    }

    /**
     * Returns the scheduler.
     *
     * @return what runs tasks later
     */
    public TaskScheduler scheduler() {
        return (task, delayNanos) -> {
            if (delayNanos > MAX_LEFT_NANOS) {
                ScheduledFuture<?> future = timer.schedule(task, delayNanos, TimeUnit.NANOSECONDS);
                return () -> future.cancel(false);
            }
            Due due = new Due(task);
            ScheduledFuture<?> unused = timer.schedule(due, delayNanos, TimeUnit.NANOSECONDS);
            return due;
        };
    }

    /**
     * A task that is left in the timer's queue, empty, when it is taken back. Nearly all deadlines are; were each taken out
     * of the queue, the next would be at its head and wake the timer's thread, once for each read.
     */
    private static final class Due implements Runnable, TaskScheduler.Scheduled {
        private volatile @Nullable Runnable task;

        Due(Runnable task) {
            this.task = task;
        }

        @Override
        public void run() {
            Runnable due = task;
            if (due != null) {
                task = null;
                due.run();
            }
        }

        @Override
        public void cancel() {
            task = null;
        }
    }

    /**
     * Returns the executor of the owner's own short work.
     *
     * @return the executor
     */
    public Executor work() {
        return work;
    }

    /**
     * Returns the executor that callers' stages complete on.
     *
     * @return the executor
     */
    public Executor callbacks() {
        return callbacks;
    }

    /** Lets what is queued run and takes no more; what was scheduled and is not due yet is dropped. */
    @Override
    public void close() {
        timer.shutdownNow();
        work.shutdown();
        callbacks.shutdown();
    }
}

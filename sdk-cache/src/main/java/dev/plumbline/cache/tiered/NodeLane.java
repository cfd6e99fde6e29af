package dev.plumbline.cache.tiered;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Blocking operations on one node, in order, on a few daemon threads. What waits is bounded in number and in octets; over
 * either bound an operation is refused at once. Thread-safe.
 */
final class NodeLane {
    private static final long IDLE_SECONDS = 30;

    private final String name;
    private final long mostOctets;
    private final AtomicLong octets = new AtomicLong();
    private final ThreadPoolExecutor threads;

    NodeLane(String name, int threadCount, int mostWaiting, long mostOctets) {
        this.name = name;
        this.mostOctets = mostOctets;
        AtomicInteger number = new AtomicInteger();
        this.threads = new ThreadPoolExecutor(
                threadCount,
                threadCount,
                IDLE_SECONDS,
                TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(mostWaiting),
                task -> daemon(task, name + "-" + number.incrementAndGet()));
        threads.allowCoreThreadTimeOut(true);
    }

    static Thread daemon(Runnable task, String threadName) {
        Thread thread = new Thread(task, threadName);
        thread.setDaemon(true);
        return thread;
    }

    /**
     * Runs an operation, unless its future is completed before its turn comes.
     *
     * @param size the octets it holds while it waits
     */
    <T> CompletableFuture<T> submit(int size, Callable<T> operation) {
        return submit(new Task<>(operation, size, false));
    }

    /** Runs an operation even if nobody waits for it any more. */
    <T> CompletableFuture<T> submitAlways(Callable<T> operation) {
        return submit(new Task<>(operation, 0, true));
    }

    private <T> CompletableFuture<T> submit(Task<T> task) {
        if (octets.addAndGet(task.size) > mostOctets) {
            octets.addAndGet(-task.size);
            task.future.completeExceptionally(NodeException.busy(name));
            return task.future;
        }
        try {
            threads.execute(task);
        } catch (RejectedExecutionException e) {
            task.abandon(threads.isShutdown() ? NodeException.of(name + " is closed", null) : NodeException.busy(name));
        }
        return task.future;
    }

    void close() {
        for (Runnable waiting : threads.shutdownNow()) {
            if (waiting instanceof Task<?> task) {
                task.abandon(NodeException.of(name + " is closed", null));
            }
        }
    }

    private final class Task<T> implements Runnable {
        private final CompletableFuture<T> future = new CompletableFuture<>();
        private final Callable<T> operation;
        private final int size;
        private final boolean always;

        Task(Callable<T> operation, int size, boolean always) {
            this.operation = operation;
            this.size = size;
            this.always = always;
        }

        @Override
        public void run() {
            try {
                if (always || !future.isDone()) {
                    future.complete(operation.call());
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                future.completeExceptionally(NodeException.of(name + " is closed", e));
            } catch (NodeException e) {
                future.completeExceptionally(e);
            } catch (Exception e) {
                future.completeExceptionally(NodeException.of(name + " failed: " + e, e));
            } finally {
                octets.addAndGet(-size);
                if (!future.isDone()) {
                    future.completeExceptionally(NodeException.of(name + " failed", null));
                }
            }
        }

        void abandon(NodeException why) {
            octets.addAndGet(-size);
            future.completeExceptionally(why);
        }
    }
}

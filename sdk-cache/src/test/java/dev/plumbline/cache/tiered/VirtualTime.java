package dev.plumbline.cache.tiered;

import dev.plumbline.runtime.TaskScheduler;
import dev.plumbline.runtime.Ticker;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Ticker, clock, scheduler and executor of many clients in one, for millions of tasks: all of them run on one thread, in
 * the order of their time and, at the same moment, in the order in which they came.
 */
final class VirtualTime implements Ticker, InstantSource, TaskScheduler, Executor {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private final Thread owner = Thread.currentThread();
    private final PriorityQueue<Task> tasks = new PriorityQueue<>();

    /** Those without a delay, which all other tasks of this moment precede. */
    private final Queue<Runnable> now = new ArrayDeque<>();

    private long nowNanos;
    private long scheduled;

    /** Runs what falls due until then, the tasks of that very moment included. */
    void runUntil(Duration sinceStart) {
        long target = sinceStart.toNanos();
        while (runDue(target)) {}
        nowNanos = target;
    }

    private boolean runDue(long target) {
        Task task = tasks.peek();
        if (!now.isEmpty() && (task == null || task.dueNanos > nowNanos)) {
            now.remove().run();
            return true;
        }
        if (task == null || task.dueNanos > target) {
            return false;
        }
        tasks.remove();
        Runnable work = task.work;
        if (work != null) {
            nowNanos = task.dueNanos;
            work.run();
        }
        return true;
    }

    void at(Duration sinceStart, Runnable task) {
        schedule(task, sinceStart.toNanos() - nowNanos);
    }

    @Override
    public Scheduled schedule(Runnable work, long delayNanos) {
        checkThread();
        Task task = new Task(work, nowNanos + Math.max(0, delayNanos), scheduled++);
        tasks.add(task);
        return task;
    }

    @Override
    public void execute(Runnable work) {
        checkThread();
        now.add(work);
    }

    private void checkThread() {
        if (Thread.currentThread() != owner) {
            throw new IllegalStateException("virtual time is used by " + Thread.currentThread());
        }
    }

    @Override
    public long nanos() {
        return nowNanos;
    }

    @Override
    public Instant instant() {
        return START.plusNanos(nowNanos);
    }

    /** One that is taken back stays in the queue, empty, until its moment. */
    private static final class Task implements Scheduled, Comparable<Task> {
        private final long dueNanos;
        private final long number;
        private @Nullable Runnable work;

        Task(Runnable work, long dueNanos, long number) {
            this.work = work;
            this.dueNanos = dueNanos;
            this.number = number;
        }

        @Override
        public void cancel() {
            work = null;
        }

        @Override
        public int compareTo(Task other) {
            int byTime = Long.compare(dueNanos, other.dueNanos);
            return byTime == 0 ? Long.compare(number, other.number) : byTime;
        }
    }
}

package dev.plumbline.testing;

import dev.plumbline.runtime.TaskScheduler;
import dev.plumbline.runtime.Ticker;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Time that moves by hand: ticker, wall clock and scheduler in one, to be given to a client as all three.
 *
 * <pre>{@code
 * ManualTime time = ManualTime.create();
 * FeatureClient client = FeatureClient.builder(store.transport()).views(view)
 *     .ticker(time).clock(time).scheduler(time).build();
 * CompletableFuture<FeatureRow> read = client.getAsync(view, key);
 * time.advance(Duration.ofMillis(500));
 * }</pre>
 *
 * <p>Threads are real all the same: what a task hands to an executor may still run when {@code advance} has returned. A
 * blocking read waits in real time, so a read that needs time to pass is an asynchronous one. Thread-safe.
 */
public final class ManualTime implements Ticker, InstantSource, TaskScheduler {
    private static final Comparator<Task> ORDER =
            Comparator.<Task>comparingLong(task -> task.dueNanos).thenComparingLong(task -> task.number);

    private final Instant start;
    private final Object lock = new Object();
    private final ReentrantLock advancing = new ReentrantLock();
    private final PriorityQueue<Task> tasks = new PriorityQueue<>(ORDER);
    private long nowNanos;
    private long scheduled;

    private ManualTime(Instant start) {
        this.start = start;
    }

    /**
     * Returns time that stands at 2026-01-01T00:00:00Z.
     *
     * @return the time
     */
    public static ManualTime create() {
        return startingAt(Instant.parse("2026-01-01T00:00:00Z"));
    }

    /**
     * Returns time that stands at a moment.
     *
     * @param start the moment
     * @return the time
     */
    public static ManualTime startingAt(Instant start) {
        return new ManualTime(start);
    }

    /**
     * Moves time on and runs, on this thread, what falls due meanwhile: in the order of its time, each task at its own
     * moment, tasks that these schedule included. An advance by zero runs what is due now.
     *
     * @param time how far, zero or more
     * @throws IllegalArgumentException if the time is negative
     */
    public void advance(Duration time) {
        if (time.isNegative()) {
            throw new IllegalArgumentException("time does not go back: advance by zero or more, not " + time);
        }
        advancing.lock();
        try {
            long target = nanos() + time.toNanos();
            for (Task task = next(target); task != null; task = next(target)) {
                task.work.run();
            }
        } finally {
            advancing.unlock();
        }
    }

    /**
     * Moves time to the moment of the next task and runs that one task on this thread. For tests of delays that chance
     * decides, such as those between retries.
     *
     * @return whether there was a task
     */
    public boolean advanceToNextTask() {
        advancing.lock();
        try {
            Task task = next(Long.MAX_VALUE);
            if (task != null) {
                task.work.run();
            }
            return task != null;
        } finally {
            advancing.unlock();
        }
    }

    /** Takes the next task that is due by then and moves to its moment; without one, moves all the way. */
    private @Nullable Task next(long target) {
        synchronized (lock) {
            Task task = tasks.peek();
            if (task == null || task.dueNanos > target) {
                nowNanos = target == Long.MAX_VALUE ? nowNanos : Math.max(nowNanos, target);
                return null;
            }
            tasks.remove();
            nowNanos = Math.max(nowNanos, task.dueNanos);
            return task;
        }
    }

    /**
     * Returns how many tasks wait for time to pass.
     *
     * @return zero or more
     */
    public int pendingTasks() {
        synchronized (lock) {
            return tasks.size();
        }
    }

    @Override
    public long nanos() {
        synchronized (lock) {
            return nowNanos;
        }
    }

    @Override
    public Instant instant() {
        return start.plusNanos(nanos());
    }

    @Override
    public Scheduled schedule(Runnable task, long delayNanos) {
        synchronized (lock) {
            Task entry = new Task(task, nowNanos + Math.max(0, delayNanos), scheduled++);
            tasks.add(entry);
            return () -> cancel(entry);
        }
    }

    private void cancel(Task task) {
        synchronized (lock) {
            tasks.remove(task);
        }
    }

    /** Returns the time of day and how many tasks wait. */
    @Override
    public String toString() {
        return instant() + ", " + pendingTasks() + " tasks pending";
    }

    /** Compared by identity: the queue is to remove this one and no equal one. */
    private static final class Task {
        private final Runnable work;
        private final long dueNanos;
        private final long number;

        Task(Runnable work, long dueNanos, long number) {
            this.work = work;
            this.dueNanos = dueNanos;
            this.number = number;
        }
    }
}

package dev.plumbline.internal;

import dev.failsafe.spi.Scheduler;
import dev.plumbline.runtime.TaskScheduler;
import java.util.concurrent.Callable;
import java.util.concurrent.Delayed;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Lets Failsafe wait on the client's own scheduler, and so in virtual time. */
final class FailsafeScheduler implements Scheduler {
    private final TaskScheduler scheduler;

    FailsafeScheduler(TaskScheduler scheduler) {
        this.scheduler = scheduler;
    }

    @Override
    public ScheduledFuture<?> schedule(Callable<?> callable, long delay, TimeUnit unit) {
        Task<?> task = new Task<>(callable, unit.toNanos(delay));
        task.handle = scheduler.schedule(task, Math.max(0, unit.toNanos(delay)));
        return task;
    }

    private static final class Task<T> extends FutureTask<T> implements ScheduledFuture<T> {
        private final long delayNanos;
        private volatile TaskScheduler.@Nullable Scheduled handle;

        Task(Callable<T> callable, long delayNanos) {
            super(callable);
            this.delayNanos = delayNanos;
        }

        @Override
        public boolean cancel(boolean mayInterruptIfRunning) {
            TaskScheduler.Scheduled scheduled = handle;
            if (scheduled != null) {
                scheduled.cancel();
            }
            return super.cancel(mayInterruptIfRunning);
        }

        @Override
        public long getDelay(TimeUnit unit) {
            return unit.convert(delayNanos, TimeUnit.NANOSECONDS);
        }

        @Override
        public int compareTo(Delayed other) {
            return Long.compare(delayNanos, other.getDelay(TimeUnit.NANOSECONDS));
        }
    }
}

package dev.plumbline.cache.tiered;

import dev.plumbline.runtime.ClientRuntime;
import dev.plumbline.runtime.TaskScheduler;
import dev.plumbline.runtime.Ticker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Time that stands still until it is told to go on, a second before its number overflows. For tests of one thread. */
final class WrappingTime implements TaskScheduler, Ticker {
    private record Task(Runnable work, long dueNanos) {}

    private final List<Task> tasks = new ArrayList<>();
    private long now = Long.MAX_VALUE - 1_000_000_000L;

    ClientRuntime runtime() {
        return ClientRuntime.builder(this, Runnable::run).ticker(this).build();
    }

    @Override
    public Scheduled schedule(Runnable work, long delayNanos) {
        Task task = new Task(work, now + delayNanos);
        tasks.add(task);
        return () -> tasks.remove(task);
    }

    /** Runs what falls due within that time, each task at its own moment. */
    void advance(Duration time) {
        long end = now + time.toNanos();
        while (true) {
            Task task = tasks.stream()
                    .min(Comparator.comparingLong(next -> next.dueNanos - now))
                    .filter(next -> next.dueNanos - end <= 0)
                    .orElse(null);
            if (task == null) {
                now = end;
                return;
            }
            tasks.remove(task);
            now = task.dueNanos;
            task.work.run();
        }
    }

    int waiting() {
        return tasks.size();
    }

    @Override
    public long nanos() {
        return now;
    }
}

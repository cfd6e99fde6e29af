package dev.plumbline.internal;

import dev.plumbline.runtime.ClientRuntime;
import dev.plumbline.runtime.TaskScheduler;
import dev.plumbline.runtime.Ticker;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Time that stands still until it is told to go on. For tests of one thread. */
final class ManualScheduler implements TaskScheduler, Ticker, InstantSource {
    private record Task(Runnable work, long dueNanos) {}

    private final List<Task> tasks = new ArrayList<>();
    private long now = 1_000_000_000L;

    ClientRuntime runtime() {
        return ClientRuntime.builder(this, Runnable::run)
                .ticker(this)
                .clock(this)
                .build();
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
                    .min(Comparator.comparingLong(Task::dueNanos))
                    .filter(next -> next.dueNanos() <= end)
                    .orElse(null);
            if (task == null) {
                now = end;
                return;
            }
            tasks.remove(task);
            now = Math.max(now, task.dueNanos());
            task.work().run();
        }
    }

    int waiting() {
        return tasks.size();
    }

    @Override
    public long nanos() {
        return now;
    }

    @Override
    public Instant instant() {
        return Instant.EPOCH.plusNanos(now);
    }
}

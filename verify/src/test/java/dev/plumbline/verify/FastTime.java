package dev.plumbline.verify;

import dev.plumbline.runtime.TaskScheduler;
import dev.plumbline.runtime.Ticker;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Time that goes so many times as fast as it does, for all that a client measures and schedules. */
final class FastTime implements Ticker, InstantSource, TaskScheduler, AutoCloseable {
    private final int times;
    private final long startNanos = System.nanoTime();
    private final Instant start = Instant.now();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "fast-time");
        thread.setDaemon(true);
        return thread;
    });

    FastTime(int times) {
        this.times = times;
    }

    @Override
    public long nanos() {
        return (System.nanoTime() - startNanos) * times;
    }

    @Override
    public Instant instant() {
        return start.plusNanos(nanos());
    }

    @Override
    public Scheduled schedule(Runnable task, long delayNanos) {
        Future<?> scheduled = timer.schedule(task, delayNanos / times, TimeUnit.NANOSECONDS);
        return () -> scheduled.cancel(false);
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}

package dev.plumbline.verify;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * Notes for how long the machine keeps even a thread waiting that has nothing to do: it asks for 5 ms and adds up what it
 * gets too much. What is late by that much is not late by our doing.
 */
final class Stalls implements AutoCloseable {
    private static final long TICK_NANOS = TimeUnit.MILLISECONDS.toNanos(5);
    private static final long USUAL_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

    private final AtomicLong stalled = new AtomicLong();
    private final AtomicLong ticks = new AtomicLong();
    private volatile boolean closed;

    Stalls() {
        Thread thread = new Thread(this::watch, "stalls");
        thread.setDaemon(true);
        thread.start();
    }

    private void watch() {
        while (!closed) {
            long start = System.nanoTime();
            LockSupport.parkNanos(TICK_NANOS);
            long over = System.nanoTime() - start - TICK_NANOS;
            if (over > USUAL_NANOS) {
                stalled.addAndGet(over);
            }
            ticks.incrementAndGet();
        }
    }

    /** All stalls that have ended so far. */
    Duration soFar() {
        return Duration.ofNanos(stalled.get());
    }

    /** All stalls so far, one that goes on included: waits until that has ended. */
    Duration soFarAtLeast() {
        long seen = ticks.get();
        while (ticks.get() < seen + 2 && !closed) {
            LockSupport.parkNanos(TICK_NANOS);
        }
        return soFar();
    }

    @Override
    public void close() {
        closed = true;
    }
}

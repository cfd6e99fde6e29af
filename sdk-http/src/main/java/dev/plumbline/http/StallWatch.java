package dev.plumbline.http;

import dev.plumbline.runtime.Ticker;
import java.util.concurrent.TimeUnit;

/**
 * Notices a connection that is up and dead: after a silent stall HTTP/2 keeps it, and every call on it times out. Several
 * timeouts in a row without an answer in between call for a new connection, at most once in a while. Thread-safe.
 */
final class StallWatch {
    static final int TIMEOUTS = 5;

    private static final long PAUSE_NANOS = TimeUnit.SECONDS.toNanos(5);

    private final Ticker ticker;
    private int timeouts;
    private boolean cured;
    private long curedNanos;

    StallWatch(Ticker ticker) {
        this.ticker = ticker;
    }

    /** Notes that something came from the target. */
    synchronized void answered() {
        timeouts = 0;
    }

    /** Notes an attempt that ended without an answer; true if the connection is to be made anew. */
    synchronized boolean timedOut() {
        timeouts++;
        if (timeouts < TIMEOUTS) {
            return false;
        }
        long now = ticker.nanos();
        if (cured && now - curedNanos < PAUSE_NANOS) {
            return false;
        }
        timeouts = 0;
        cured = true;
        curedNanos = now;
        return true;
    }
}

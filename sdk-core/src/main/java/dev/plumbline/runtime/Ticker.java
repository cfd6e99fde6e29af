package dev.plumbline.runtime;

/**
 * A clock for durations. It has nothing to do with the time of day and never steps.
 *
 * <p>For implementers: thread-safe.
 */
@FunctionalInterface
public interface Ticker {
    /**
     * Returns the elapsed time.
     *
     * @return nanoseconds since an arbitrary moment; compare by difference only
     */
    long nanos();

    /**
     * Returns the JVM's own ticker.
     *
     * @return {@link System#nanoTime()}
     */
    static Ticker system() {
        return System::nanoTime;
    }
}

package dev.plumbline.runtime;

/**
 * Runs tasks later. Tasks are short; what takes longer is handed to an executor.
 *
 * <p>For implementers: thread-safe; {@code schedule} returns at once and does not run the task on the calling thread,
 * not even with a delay of zero.
 */
@FunctionalInterface
public interface TaskScheduler {
    /**
     * Runs a task once.
     *
     * @param task the task; it must not throw
     * @param delayNanos the delay, zero or more
     * @return a handle to take it back
     */
    Scheduled schedule(Runnable task, long delayNanos);

    /** A task that was scheduled. */
    @FunctionalInterface
    interface Scheduled {
        /** Takes the task back if it has not started; does nothing otherwise. */
        void cancel();
    }
}

package dev.plumbline.cache.tiered;

import dev.plumbline.runtime.ClientRuntime;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Looks after deadlines with one task at a time: at the earliest deadline there is. A later one that comes meanwhile
 * costs nothing, an earlier one a second task. Thread-safe.
 */
final class DeadlineSweep {
    /** What is swept. */
    @FunctionalInterface
    interface Target {
        /**
         * Does what is due.
         *
         * @param dueNanos when the sweep should have come
         * @return when to come again
         */
        OptionalLong sweep(long nowNanos, long dueNanos);
    }

    private record Due(long nanos) {}

    private final ClientRuntime runtime;
    private final Target target;
    private final AtomicReference<@Nullable Due> next = new AtomicReference<>();

    DeadlineSweep(ClientRuntime runtime, Target target) {
        this.runtime = runtime;
        this.target = target;
    }

    /** Sees to it that a sweep comes at that moment or before. Called when the target holds what is due then. */
    void watch(long atNanos) {
        while (true) {
            Due planned = next.get();
            if (planned != null && planned.nanos - atNanos <= 0) {
                return;
            }
            Due due = new Due(atNanos);
            if (next.compareAndSet(planned, due)) {
                runtime.scheduler()
                        .schedule(
                                () -> run(due),
                                Math.max(0, atNanos - runtime.ticker().nanos()));
                return;
            }
        }
    }

    private void run(Due due) {
        // An earlier sweep has planned anew already.
        if (!next.compareAndSet(due, null)) {
            return;
        }
        OptionalLong again = target.sweep(runtime.ticker().nanos(), due.nanos);
        if (again.isPresent()) {
            watch(again.getAsLong());
        }
    }
}

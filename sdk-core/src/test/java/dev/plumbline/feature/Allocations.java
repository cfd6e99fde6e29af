package dev.plumbline.feature;

import java.lang.reflect.Method;

/** Measures what a thread allocates. By reflection: the module under test does not read java.management. */
public final class Allocations {
    private Allocations() {}

    /** Returns the bytes that one run of a task allocates, averaged over many after a warm-up of as many. */
    public static double bytesPerRun(int runs, Runnable task) throws ReflectiveOperationException {
        repeat(runs, task);
        repeat(runs, task);
        long before = allocated();
        repeat(runs, task);
        return (double) (allocated() - before) / runs;
    }

    private static void repeat(int runs, Runnable task) {
        for (int i = 0; i < runs; i++) {
            task.run();
        }
    }

    private static long allocated() throws ReflectiveOperationException {
        Object threads = Class.forName("java.lang.management.ManagementFactory")
                .getMethod("getThreadMXBean")
                .invoke(null);
        Method allocated =
                Class.forName("com.sun.management.ThreadMXBean").getMethod("getThreadAllocatedBytes", long.class);
        return (Long) allocated.invoke(threads, Thread.currentThread().getId());
    }
}

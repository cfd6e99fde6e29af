package dev.plumbline.transform;

import java.lang.reflect.Method;
import java.util.concurrent.TimeUnit;

/** What the current thread uses, which other work on the machine does not change. */
final class ThreadUse {
    private ThreadUse() {}

    static long cpuSeconds(Runnable work) throws Exception {
        return TimeUnit.NANOSECONDS.toSeconds(used("getCurrentThreadCpuTime", work));
    }

    static long allocatedBytes(Runnable work) throws Exception {
        return used("getCurrentThreadAllocatedBytes", work);
    }

    /** By reflection: the module under test does not read java.management. */
    private static long used(String what, Runnable work) throws Exception {
        Object threads = Class.forName("java.lang.management.ManagementFactory")
                .getMethod("getThreadMXBean")
                .invoke(null);
        Method meter = Class.forName("com.sun.management.ThreadMXBean").getMethod(what);
        long before = (Long) meter.invoke(threads);
        work.run();
        return (Long) meter.invoke(threads) - before;
    }
}

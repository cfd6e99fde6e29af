package dev.plumbline.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Arrays;

/** What a call costs this whole process, its collector and compiler included. Needs the JDK alone. */
public final class CallCost {
    private static final Duration TIME = Duration.ofSeconds(15);

    /** So many calls at least, since on a busy machine few of them fit into the time. */
    private static final int WARM_UP_CALLS = 3000;

    private static final int MEASURED_CALLS = 1000;

    /** A call that reads everything it gets. */
    @FunctionalInterface
    public interface Call {
        /** Returns the sum of what it read, so that nobody skips reading. */
        double sum();
    }

    private CallCost() {}

    /**
     * Makes calls, one after the other, and prints one line: how many were measured, nanoseconds of CPU and octets
     * allocated for each, and what a call read.
     *
     * @param call the call
     */
    public static void print(Call call) {
        run(call, WARM_UP_CALLS);
        long cpu = cpuNanos();
        long octets = allocated();
        int calls = run(call, MEASURED_CALLS);
        System.out.println(
                calls + " " + (cpuNanos() - cpu) / calls + " " + (allocated() - octets) / calls + " " + call.sum());
    }

    private static int run(Call call, int least) {
        double expected = call.sum();
        long start = System.nanoTime();
        int calls = 0;
        for (; calls < least || System.nanoTime() - start < TIME.toNanos(); calls++) {
            if (call.sum() != expected) {
                throw new IllegalStateException("two calls read different values");
            }
        }
        return calls;
    }

    private static long cpuNanos() {
        return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime();
    }

    private static long allocated() {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        return Arrays.stream(threads.getThreadAllocatedBytes(threads.getAllThreadIds()))
                .filter(octets -> octets > 0)
                .sum();
    }
}

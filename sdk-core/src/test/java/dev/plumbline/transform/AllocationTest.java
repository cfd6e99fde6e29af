package dev.plumbline.transform;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Method;
import org.junit.jupiter.api.Test;

class AllocationTest {
    private static final int ROWS = 50_000;

    @Test
    void transform_warm_allocatesNothing() throws Exception {
        Vectorizer vectorizer = Specs.parse(Specs.FRAUD).vectorizer();
        InputRow row = vectorizer.newInputs();
        float[] out = new float[vectorizer.width()];
        work(vectorizer, row, out);

        long before = allocatedBytes();
        work(vectorizer, row, out);
        long allocated = allocatedBytes() - before;

        assertThat(allocated).as("bytes in %d rows", ROWS).isLessThan(ROWS);
    }

    private static void work(Vectorizer vectorizer, InputRow row, float[] out) {
        for (int i = 0; i < ROWS; i++) {
            row.clear();
            if (i % 3 != 0) {
                row.setInt64(0, i);
                row.setFloat64(1, i % 5 == 0 ? Double.NaN : i);
            }
            row.setInt64(2, i % 200);
            vectorizer.transform(row, out, 0);
        }
    }

    /** By reflection: the module under test does not read java.management. */
    private static long allocatedBytes() throws Exception {
        Object threads = Class.forName("java.lang.management.ManagementFactory")
                .getMethod("getThreadMXBean")
                .invoke(null);
        Method allocated =
                Class.forName("com.sun.management.ThreadMXBean").getMethod("getThreadAllocatedBytes", long.class);
        return (Long) allocated.invoke(threads, Thread.currentThread().getId());
    }
}

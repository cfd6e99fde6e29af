package dev.plumbline.transform;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Method;
import org.junit.jupiter.api.Test;

class AllocationTest {
    private static final int ROWS = 50_000;
    private static final String FILL = ", {clip: {min: -1e30, max: 1e30}}, {impute: {value: 0}}";

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

    @Test
    void transform_everyOpOfNumbers_allocatesNothing() throws Exception {
        StringBuilder features = new StringBuilder();
        int count = 0;
        for (String step : RandomSpecs.ELEMENTWISE) {
            features.append(feature("a" + count, "input: a", "{clip: {min: 0.5, max: 3}}, " + step + FILL));
            features.append(feature("v" + count++, "input: v", "{clip: {min: 0.5, max: 3}}, " + step + FILL));
        }
        for (String step : RandomSpecs.JOINS) {
            features.append(feature("j" + count++, "inputs: [a, b, i]", step + FILL));
        }
        for (String step : RandomSpecs.JOINS_OF_TWO) {
            features.append(feature("j" + count++, "inputs: [a, i]", step + FILL));
        }
        features.append(feature("p", "input: v", "{poly: {degree: 3}}" + FILL));
        features.append(feature("l", "input: l", "{impute: {value: [1, 2]}}, {list_pool: {fn: sum}}"));
        features.append(feature("t", "input: t", "{impute: {value: x}}, {vocab: {values: [x, z]}}, as_number"));
        Vectorizer vectorizer = Specs.parse("""
                        plumbline: 1
                        name: numbers
                        version: a
                        semantics: 1
                        policy: {nan: missing, inf: missing}
                        inputs:
                          a: {type: f64, from: request}
                          b: {type: f64, from: request}
                          i: {type: i64, from: request}
                          v: {type: "vector<f64,3>", from: request}
                          l: {type: "list<i64>", from: request}
                          t: {type: string, from: request}
                        features:
                        """ + features).vectorizer();
        InputRow row = vectorizer.newInputs();
        float[] out = new float[vectorizer.width()];
        double[] vector = {1, 2, 3};
        long[] list = {4, 5};
        numbers(vectorizer, row, out, vector, list);

        long before = allocatedBytes();
        numbers(vectorizer, row, out, vector, list);
        long allocated = allocatedBytes() - before;

        assertThat(allocated).as("bytes in %d rows", ROWS).isLessThan(ROWS);
    }

    private static String feature(String name, String input, String steps) {
        return "  - {name: " + name + ", " + input + ", steps: [" + steps + "]}\n";
    }

    private static void numbers(Vectorizer vectorizer, InputRow row, float[] out, double[] vector, long[] list) {
        for (int i = 0; i < ROWS; i++) {
            row.clear();
            if (i % 3 != 0) {
                vector[1] = i % 7;
                row.setFloat64(0, i % 5 == 0 ? Double.NaN : i * 0.001);
                row.setFloat64(1, 0.5);
                row.setInt64(2, i % 4);
                row.setFloat64s(3, vector);
                row.setInt64s(4, list);
                row.setString(5, "z");
            }
            vectorizer.transform(row, out, 0);
        }
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

package dev.plumbline.transform;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
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
    void transform_categoriesWarm_allocatesNothing() throws Exception {
        for (String output : new String[] {"{type: f32}", "{type: f64, layout: sparse}"}) {
            Vectorizer vectorizer =
                    Specs.parse(CATEGORIES.replace("OUTPUT", output)).vectorizer();
            InputRow row = vectorizer.newInputs();
            float[] dense = new float[vectorizer.isSparse() ? 0 : vectorizer.width()];
            SparseVector sparse = vectorizer.newSparse();
            Object[][] values = categories();
            work(vectorizer, row, values, dense, sparse);

            long before = allocatedBytes();
            work(vectorizer, row, values, dense, sparse);
            long allocated = allocatedBytes() - before;

            assertThat(allocated).as("bytes in %d rows, %s", ROWS, output).isLessThan(ROWS);
        }
    }

    private static final String CATEGORIES = """
            plumbline: 1
            name: categories
            version: a
            semantics: 1
            output: OUTPUT
            policy: {unknown: oov}
            inputs:
              text: {type: string, from: request}
              id: {type: i64, from: request}
              texts: {type: list<string>, from: request}
              ids: {type: list<i64>, from: request}
              octets: {type: bytes, from: request}
            features:
              - name: cleaned
                input: text
                steps:
                  - string: {normalize: nfkc, case: lower, remove: "[^\\\\p{L}0-9 ]", trim: true}
                  - vocab: {values: [t1, straße 2, t 3], oov: 7, missing: 1}
                  - one_hot
              - {name: hashed, input: text, steps: [{hash: {size: 50}}, {one_hot: {drop: first}}]}
              - {name: mapped, input: id, steps: [{value_map: {map: {"0": 2.5, "7": 1}, default: -1}}]}
              - {name: known, input: id, steps: [{vocab: {values: ["3", "4"], oov: 3}}, one_hot]}
              - name: several
                input: texts
                steps: [{string: {case: upper, empty: missing}}, {vocab: {values: [A], oov: 9}}, {multi_hot: {mode: tf}}]
              - {name: many, input: ids, steps: [{hash: {size: 100}}, {multi_hot: {mode: count}}]}
              - {name: raw, input: octets, steps: [{hash: {size: 9}}, as_number]}
              - {name: vector, inputs: [text, id], steps: [{hash_vector: {size: 64, sign: alternate}}]}
              - {name: crossed, inputs: [text, id], steps: [cross, {hash: {size: 40}}, one_hot]}
              - name: encoded
                input: text
                steps: [{target_encode: {map: {t1: 0.25}, prior: 0.5, training: out_of_fold}}]
            """;

    /** Texts that recur as equal, other objects. */
    private static Object[][] categories() {
        Object[][] values = new Object[97][];
        for (int i = 0; i < values.length; i++) {
            String text =
                    new String[] {" T-%d ", "STRASSE %d", "Straße %d\u00A0", "t%d", "ﬁ😀%d"}[i % 5].formatted(i / 10);
            String[] texts = new String[i % 7];
            long[] ids = new long[i % 40];
            for (int j = 0; j < texts.length; j++) {
                texts[j] = new String("abc".substring(j % 4));
            }
            for (int j = 0; j < ids.length; j++) {
                ids[j] = (long) i * j - 5;
            }
            values[i] = new Object[] {text, (long) i - 9, texts, ids, text.getBytes(StandardCharsets.UTF_8)};
        }
        return values;
    }

    private static void work(
            Vectorizer vectorizer, InputRow row, Object[][] values, float[] dense, SparseVector sparse) {
        for (int i = 0; i < ROWS; i++) {
            Object[] chosen = values[i % values.length];
            row.setString(0, (String) chosen[0]);
            row.setInt64(1, (Long) chosen[1]);
            row.setStrings(2, (String[]) chosen[2]);
            row.setInt64s(3, (long[]) chosen[3]);
            row.setBytes(4, (byte[]) chosen[4]);
            if (vectorizer.isSparse()) {
                vectorizer.transform(row, sparse);
            } else {
                vectorizer.transform(row, dense, 0);
            }
        }
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

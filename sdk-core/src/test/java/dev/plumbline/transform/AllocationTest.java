package dev.plumbline.transform;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
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

package dev.plumbline.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plumbline.transform.TransformSpec;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InvalidObjectException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.catalyst.expressions.UnsafeArrayData;
import org.apache.spark.sql.catalyst.util.ArrayData;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;

/** The bound function by itself: how it travels, and that threads may share it. */
class VectorFunctionTest {
    private static final TransformSpec STRICT = TransformSpec.load(SparkExtension.SPECS.resolve("strict.yaml"));
    private static final StructType STRUCT = StructType.fromDDL("a double");

    @Test
    void function_afterItsJourney_isEqualAndGivesTheSame() throws Exception {
        VectorFunction function = function(STRICT, BadRows.FAIL);
        function.invoke(new GenericInternalRow(new Object[] {1.0}));

        VectorFunction arrived = (VectorFunction) read(write(function));

        assertThat(arrived).isEqualTo(function).hasSameHashCodeAs(function).hasToString(function.toString());
        assertThat(arrived).isNotEqualTo(function(STRICT, BadRows.NULL));
        assertThat(arrived.canonicalName()).isEqualTo("plumbline.strict@" + STRICT.fingerprint());
        assertThat(arrived.isDeterministic()).isTrue();
        assertThat(slot(arrived, 3.0)).isEqualTo(0.25f);
    }

    @Test
    void function_carriesTheTextOfItsSpecAndLittleElse() throws Exception {
        byte[] bytes = write(function(STRICT, BadRows.FAIL));

        assertThat(new String(bytes, StandardCharsets.ISO_8859_1))
                .contains("plumbline: 1")
                .doesNotContain("Vectorizer");
        assertThat(bytes.length).isLessThan(STRICT.text().length() + 2000);
    }

    @Test
    void function_textsOfOneFingerprintWithInputsInAnotherOrder_readTheirOwn() throws Exception {
        String text = "plumbline: 1\nname: two\nversion: a\nsemantics: 1\ninputs: {%s}\nfeatures: [{name: p, input: a},"
                + " {name: q, input: b}]\n";
        String a = "a: {type: f64, from: request}";
        String b = "b: {type: f64, from: request}";
        TransformSpec one = TransformSpec.parse(text.formatted(a + ", " + b), "one");
        TransformSpec other = TransformSpec.parse(text.formatted(b + ", " + a), "other");
        assertThat(one.fingerprint()).isEqualTo(other.fingerprint());
        CompiledSpecs.here().get(other.fingerprint(), other.text());
        StructType struct = StructType.fromDDL("a double, b double");

        VectorFunction arrived = (VectorFunction) read(write(new VectorFunction(
                new CarriedSpec(one), StructColumns.bind(one, struct, false), struct, BadRows.FAIL)));

        ArrayData vector = (ArrayData)
                java.util.Objects.requireNonNull(arrived.invoke(new GenericInternalRow(new Object[] {1.0, 2.0})));
        assertThat(vector.toFloatArray()).containsExactly(1f, 2f);
    }

    @Test
    void function_sharedByThreads_givesEachItsOwn() throws Exception {
        VectorFunction shared = function(STRICT, BadRows.NULL);
        int threads = 4;
        CyclicBarrier start = new CyclicBarrier(threads);
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            List<Callable<Integer>> tasks = new ArrayList<>();
            for (int t = 0; t < threads; t++) {
                int first = t;
                tasks.add(() -> {
                    start.await();
                    int wrong = 0;
                    for (int i = first; i < 200_000; i += threads) {
                        wrong += slot(shared, i) == (float) ((i - 2.0) * 0.25) ? 0 : 1;
                    }
                    return wrong;
                });
            }
            for (Future<Integer> task : pool.invokeAll(tasks)) {
                assertThat(task.get()).isZero();
            }
        } finally {
            pool.shutdownNow();
        }
    }

    @Test
    void invoke_warm_allocatesTheVectorOnly() {
        TransformSpec spec = TransformSpec.load(SparkExtension.SPECS.resolve("fraud.yaml"));
        StructType struct = RandomRows.columns(spec);
        VectorFunction function = new VectorFunction(
                new CarriedSpec(spec), StructColumns.bind(spec, struct, false), struct, BadRows.FAIL);
        GenericInternalRow row = new GenericInternalRow(new Object[] {4, 31.5, 120L});
        float[] vector = new float[spec.vectorizer().width()];
        int rows = 20_000;
        allocated(rows, () -> function.invoke(row));

        long alone = allocated(rows, () -> UnsafeArrayData.fromPrimitiveArray(vector));
        long whole = allocated(rows, () -> function.invoke(row));

        assertThat(whole - alone).as("bytes in %d rows", rows).isLessThan(rows);
    }

    private static long allocated(int rows, Runnable row) {
        com.sun.management.ThreadMXBean threads =
                (com.sun.management.ThreadMXBean) java.lang.management.ManagementFactory.getThreadMXBean();
        long before = threads.getThreadAllocatedBytes(Thread.currentThread().getId());
        for (int i = 0; i < rows; i++) {
            row.run();
        }
        return threads.getThreadAllocatedBytes(Thread.currentThread().getId()) - before;
    }

    @Test
    void produceResult_isInvokeOverTheArgumentsRow() {
        VectorFunction function = function(STRICT, BadRows.NULL);
        GenericInternalRow struct = new GenericInternalRow(new Object[] {6.0});

        assertThat(function.produceResult(new GenericInternalRow(new Object[] {struct})))
                .isEqualTo(function.invoke(struct));
        assertThat(function.produceResult(new GenericInternalRow(new Object[1])))
                .isNull();
    }

    @Test
    void compiledSpecs_tasksThatArriveTogether_shareOneSpec() throws Exception {
        CompiledSpecs specs = new CompiledSpecs(2);
        CyclicBarrier start = new CyclicBarrier(8);
        ExecutorService pool = Executors.newFixedThreadPool(8);
        try {
            Callable<CarriedSpec> task = () -> {
                start.await();
                return specs.get(STRICT.fingerprint(), STRICT.text());
            };
            List<CarriedSpec> got = new ArrayList<>();
            for (Future<CarriedSpec> arrival : pool.invokeAll(java.util.Collections.nCopies(8, task))) {
                got.add(arrival.get());
            }
            assertThat(got).allSatisfy(spec -> assertThat(spec).isSameAs(got.get(0)));
        } finally {
            pool.shutdownNow();
        }
    }

    @Test
    void compiledSpecs_isBounded_andKeepsWhatIsUsed() throws Exception {
        CompiledSpecs specs = new CompiledSpecs(2);
        CarriedSpec kept = specs.get(STRICT.fingerprint(), STRICT.text());
        for (int mean = 3; mean < 8; mean++) {
            TransformSpec other = TransformSpec.parse(STRICT.text().replace("mean: 2", "mean: " + mean), "other");
            specs.get(other.fingerprint(), other.text());

            assertThat(specs.get(STRICT.fingerprint(), STRICT.text())).isSameAs(kept);
        }
        assertThat(specs.size()).isEqualTo(2);
    }

    @Test
    void compiledSpecs_anotherLibrarysFingerprint_isRefused() {
        String theirs = STRICT.fingerprint().replace(STRICT.fingerprint().substring(5, 9), "beef");

        assertThatThrownBy(() -> new CompiledSpecs(2).get(theirs, STRICT.text()))
                .isInstanceOf(InvalidObjectException.class)
                .hasMessage("PLB-504 strict: is " + theirs + " on the driver and " + STRICT.fingerprint()
                        + " here; run one version of plumbline-core on all nodes");
    }

    private static VectorFunction function(TransformSpec spec, BadRows badRows) {
        return new VectorFunction(new CarriedSpec(spec), StructColumns.bind(spec, STRUCT, false), STRUCT, badRows);
    }

    private static float slot(VectorFunction function, double a) {
        ArrayData vector =
                (ArrayData) java.util.Objects.requireNonNull(function.invoke(new GenericInternalRow(new Object[] {a})));
        return vector.getFloat(0);
    }

    private static byte[] write(Object object) throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(object);
        }
        return bytes.toByteArray();
    }

    private static Object read(byte[] bytes) throws Exception {
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes))) {
            return in.readObject();
        }
    }
}

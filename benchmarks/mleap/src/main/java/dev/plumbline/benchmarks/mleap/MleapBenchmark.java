package dev.plumbline.benchmarks.mleap;

import dev.plumbline.transform.InputRow;
import dev.plumbline.transform.TransformSpec;
import dev.plumbline.transform.Vectorizer;
import java.util.concurrent.TimeUnit;
import ml.combust.mleap.runtime.frame.ArrayRow;
import ml.combust.mleap.runtime.frame.Row;
import ml.combust.mleap.runtime.frame.RowTransformer;
import ml.combust.mleap.tensor.Tensor;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** 47 features by a spec, from values to vector; against MLeap's row transformer with the same steps. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class MleapBenchmark {
    private Vectorizer vectorizer;
    private InputRow inputs;
    private double[] out;
    private RowTransformer mleap;
    private Iterable<Object> values;

    @Setup(Level.Trial)
    public void prepare() {
        vectorizer = TransformSpec.parse(SharedSteps.yaml(), "mleap.yaml").vectorizer();
        inputs = vectorizer.newInputs();
        out = new double[vectorizer.width()];
        mleap = MleapPipeline.of();
        values = SharedSteps.values();
        double[] ours = ours().clone();
        Row row = baseline();
        double[] theirs =
                (double[]) ((Tensor<?>) row.get(row.size() - 1)).toDense().values();
        for (int i = 0; i < Math.max(ours.length, theirs.length); i++) {
            if (Math.abs(ours[i] - theirs[i]) > 1e-12 * Math.max(1, Math.abs(ours[i]))) {
                throw new IllegalStateException("slot " + i + " is " + ours[i] + " and MLeap's " + theirs[i]);
            }
        }
    }

    @Benchmark
    public double[] ours() {
        SharedSteps.fill(inputs);
        vectorizer.transform(inputs, out, 0);
        return out;
    }

    @Benchmark
    public Row baseline() {
        return mleap.transform(new ArrayRow(values));
    }
}

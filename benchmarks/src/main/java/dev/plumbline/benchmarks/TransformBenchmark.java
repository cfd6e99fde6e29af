package dev.plumbline.benchmarks;

import dev.plumbline.transform.InputRow;
import dev.plumbline.transform.TransformSpec;
import dev.plumbline.transform.Vectorizer;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** 50 features into a float array; against the same arithmetic by hand, with the same state, NaN and infinity checks. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class TransformBenchmark {
    /** Which features: a mix of ops, or z-scores only. */
    @Param({"mixed", "zscore"})
    public String spec;

    private SampleSpec sample;
    private Vectorizer vectorizer;
    private InputRow inputs;
    private HandWritten byHand;
    private float[] out;

    @Setup(Level.Trial)
    public void prepare() {
        sample = SampleSpec.of(spec);
        vectorizer = TransformSpec.parse(sample.yaml(), spec + ".yaml").vectorizer();
        inputs = vectorizer.newInputs();
        sample.fill(inputs);
        byHand = new HandWritten(sample);
        out = new float[vectorizer.width()];
        float[] ours = ours().clone();
        float[] theirs = baseline().clone();
        if (!Arrays.equals(ours, theirs)) {
            throw new IllegalStateException(
                    "not the same vector:\n" + Arrays.toString(ours) + "\n" + Arrays.toString(theirs));
        }
    }

    @Benchmark
    public float[] ours() {
        vectorizer.transform(inputs, out, 0);
        return out;
    }

    @Benchmark
    public float[] baseline() {
        byHand.transform(out);
        return out;
    }
}

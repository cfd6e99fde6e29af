package dev.plumbline.benchmarks;

import dev.plumbline.transform.BatchReport;
import dev.plumbline.transform.InputRow;
import dev.plumbline.transform.TransformSpec;
import dev.plumbline.transform.Vectorizer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** A row of a batch of 256 into one flat array; against the same row alone. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class TransformBatchBenchmark {
    private static final int ROWS = 256;

    private Vectorizer vectorizer;
    private List<InputRow> rows;
    private float[] batch;
    private float[] out;

    @Setup(Level.Trial)
    public void prepare() {
        SampleSpec sample = SampleSpec.of("mixed");
        vectorizer = TransformSpec.parse(sample.yaml(), "mixed.yaml").vectorizer();
        rows = new ArrayList<>();
        for (int i = 0; i < ROWS; i++) {
            InputRow row = vectorizer.newInputs();
            sample.fill(row);
            rows.add(row);
        }
        batch = new float[ROWS * vectorizer.width()];
        out = new float[vectorizer.width()];
        if (!ours().isComplete()) {
            throw new IllegalStateException("a row of the batch has no vector");
        }
    }

    @Benchmark
    @OperationsPerInvocation(ROWS)
    public BatchReport ours() {
        return vectorizer.transformAll(rows, batch, 0);
    }

    @Benchmark
    public float[] baseline() {
        vectorizer.transform(rows.get(0), out, 0);
        return out;
    }
}

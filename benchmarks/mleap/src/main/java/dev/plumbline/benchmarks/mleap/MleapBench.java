package dev.plumbline.benchmarks.mleap;

import dev.plumbline.benchmarks.Bench;
import java.io.IOException;
import org.openjdk.jmh.runner.RunnerException;

/** Runs the comparison and prints its line. */
public final class MleapBench {
    private MleapBench() {}

    /**
     * Runs it.
     *
     * @param args none
     * @throws RunnerException if JMH fails
     * @throws IOException if the result cannot be written
     */
    public static void main(String[] args) throws RunnerException, IOException {
        Bench.run("transform-mleap", MleapBenchmark.class);
    }
}

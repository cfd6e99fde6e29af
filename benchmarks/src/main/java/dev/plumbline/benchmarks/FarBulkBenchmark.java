package dev.plumbline.benchmarks;

import dev.plumbline.feature.FeatureRows;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import net.rubyeye.xmemcached.exception.MemcachedException;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * A blocking read of 100 keys that the far tier answers, checked, decoded and metered; against Xmemcached's blocking get
 * of the same 100 names, not decoded.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class FarBulkBenchmark {
    private FarSide side;

    @Setup(Level.Trial)
    public void start() throws Exception {
        side = new FarSide(100);
    }

    @TearDown(Level.Trial)
    public void stop() throws IOException {
        side.close();
    }

    @Benchmark
    public FeatureRows ours() {
        return side.readAll();
    }

    @Benchmark
    public Map<String, byte[]> baseline() throws InterruptedException, MemcachedException, TimeoutException {
        return side.stock.get(side.names);
    }
}

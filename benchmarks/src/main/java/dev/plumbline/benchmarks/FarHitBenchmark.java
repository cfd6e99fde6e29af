package dev.plumbline.benchmarks;

import dev.plumbline.feature.FeatureRow;
import java.io.IOException;
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
 * A blocking read that the far tier answers, checked, decoded and metered; against Xmemcached's blocking get of the same
 * octets, not decoded.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class FarHitBenchmark {
    private FarSide side;
    private String name;

    @Setup(Level.Trial)
    public void start() throws Exception {
        side = new FarSide(1);
        name = side.names.get(0);
    }

    @TearDown(Level.Trial)
    public void stop() throws IOException {
        side.close();
    }

    @Benchmark
    public FeatureRow ours() {
        return side.read();
    }

    @Benchmark
    public byte[] baseline() throws InterruptedException, MemcachedException, TimeoutException {
        return side.stock.get(name);
    }
}

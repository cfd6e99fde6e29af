package dev.plumbline.benchmarks;

import dev.plumbline.FeatureClient;
import dev.plumbline.feature.EntityKey;
import dev.plumbline.feature.FeatureRows;
import dev.plumbline.feature.FeatureView;
import dev.plumbline.http.HttpTransport;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** 100 keys of 50 features in Feast's JSON over loopback, without a cache; against the JDK's client and Jackson into maps. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
public class HttpBatchBenchmark {
    private static final int ENTITIES = 100;

    private final FeatureView view = Rows.view(50);
    private final List<EntityKey> keys = new ArrayList<>();
    private Process server;
    private FeatureClient client;
    private JacksonMaps maps;

    @Setup(Level.Trial)
    public void start() throws IOException {
        for (int i = 0; i < ENTITIES; i++) {
            keys.add(EntityKey.of((long) i));
        }
        server = JavaProcess.start(
                "256m", PreparedHttpServer.class, Integer.toString(ENTITIES), Integer.toString(view.size()));
        String port = new BufferedReader(server.inputReader(StandardCharsets.UTF_8)).readLine();
        URI address = URI.create("http://127.0.0.1:" + port);
        client = FeatureClient.builder(HttpTransport.feast(address))
                .views(view)
                .environment(Map.of())
                .deadline(Duration.ofSeconds(10))
                .attemptTimeout(Duration.ofSeconds(10))
                .build();
        client.warmUp(Duration.ofSeconds(10));
        maps = new JacksonMaps(address, view, keys);
    }

    @TearDown(Level.Trial)
    public void stop() {
        client.close();
        server.destroy();
    }

    @Benchmark
    public FeatureRows ours() {
        return client.getAll(view, keys);
    }

    @Benchmark
    public Map<Object, Map<String, Object>> baseline() throws IOException, InterruptedException {
        return maps.read();
    }
}

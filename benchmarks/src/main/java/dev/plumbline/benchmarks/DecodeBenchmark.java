package dev.plumbline.benchmarks;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.plumbline.feature.FeatureRow;
import dev.plumbline.grpc.internal.OnlineFeaturesCodec;
import dev.plumbline.transport.ViewBinding;
import featurestore.OnlineFeaturesResponse;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** A reply of 100 rows of 50 features into rows; against the generated classes into maps. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class DecodeBenchmark {
    private final PreparedReplies replies = new PreparedReplies(100, 50);
    private final byte[] reply = replies.all();
    private final OnlineFeaturesCodec.Fetch fetch =
            new OnlineFeaturesCodec(ViewBinding.of(Rows.view(50))).fetch(replies.keys());

    @Benchmark
    public List<FeatureRow> ours() throws IOException {
        return fetch.rows(reply, reply.length, 1);
    }

    @Benchmark
    public Map<String, Map<String, Object>> baseline() throws InvalidProtocolBufferException {
        return GeneratedMaps.of(OnlineFeaturesResponse.parseFrom(reply));
    }
}

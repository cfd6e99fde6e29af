package dev.plumbline.benchmarks;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.plumbline.feature.FeatureRow;
import dev.plumbline.feature.FeatureView;
import dev.plumbline.grpc.internal.NativeCodec;
import dev.plumbline.transport.ViewBinding;
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
import plumbline.v1.GetFeaturesResponse;

/** A native reply of 100 rows of 50 features into rows; against the generated classes into maps. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class NativeDecodeBenchmark {
    private final FeatureView view = Rows.view(50);
    private final byte[] reply = NativeReplies.reply(view, 100).toByteArray();
    private final NativeCodec.Fetch fetch = new NativeCodec(ViewBinding.of(view)).fetch(NativeReplies.keys(100));

    @Benchmark
    public List<FeatureRow> ours() throws IOException {
        return fetch.rows(reply, reply.length, 1);
    }

    @Benchmark
    public List<Map<String, Object>> baseline() throws InvalidProtocolBufferException {
        return NativeReplies.maps(view, GetFeaturesResponse.parseFrom(reply));
    }
}

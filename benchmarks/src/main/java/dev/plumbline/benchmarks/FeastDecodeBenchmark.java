package dev.plumbline.benchmarks;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.plumbline.feature.FeatureRow;
import dev.plumbline.grpc.internal.FeastCodec;
import dev.plumbline.grpc.internal.FeastTerms;
import dev.plumbline.transport.ViewBinding;
import feastserving.GetOnlineFeaturesResponse;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** Feast's reply of 100 rows of 50 features into rows; against the generated classes into maps. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class FeastDecodeBenchmark {
    private final byte[] reply = FeastReplies.reply(100, 50);
    private final FeastCodec.Fetch fetch = new FeastCodec(
                    ViewBinding.of(FeastReplies.view(50)), new FeastTerms(Optional.empty(), false, Map.of(), Map.of()))
            .fetch(FeastReplies.keys(100));

    @Benchmark
    public List<FeatureRow> ours() throws IOException {
        return fetch.rows(reply, reply.length, 1);
    }

    @Benchmark
    public List<Map<String, Object>> baseline() throws InvalidProtocolBufferException {
        return FeastMaps.of(GetOnlineFeaturesResponse.parseFrom(reply));
    }
}

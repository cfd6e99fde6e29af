package dev.plumbline.grpc;

import dev.plumbline.feature.EntityKey;
import dev.plumbline.feature.FeatureRow;
import dev.plumbline.feature.Freshness;
import dev.plumbline.feature.ReadTier;
import dev.plumbline.grpc.internal.GraphFeaturesCodec;
import dev.plumbline.grpc.internal.SingleKey;
import dev.plumbline.transport.ViewBinding;
import io.grpc.Metadata;
import io.grpc.Status;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * One user in a call. A user that the graph does not know is a status, and one without edges may be answered with
 * defaults, which a trailer says.
 */
final class GraphFeatures implements Contract {
    private static final int MAX_MESSAGE_BYTES = 50 * 1024 * 1024;
    private static final Metadata.Key<String> COLD_START =
            Metadata.Key.of("plumbline-cold-start", Metadata.ASCII_STRING_MARSHALLER);

    @Override
    public String name() {
        return "graph-features";
    }

    @Override
    public String servicePath() {
        return "feature_store.v1.FeatureStoreService";
    }

    @Override
    public String method() {
        return "GetGraphFeatures";
    }

    @Override
    public boolean isNotFoundCertain() {
        return true;
    }

    @Override
    public int maxEntities() {
        return 1;
    }

    @Override
    public int mostEntities() {
        return 1;
    }

    @Override
    public int maxMessageBytes() {
        return MAX_MESSAGE_BYTES;
    }

    @Override
    public Codec bind(ViewBinding binding) {
        return new BoundView(new GraphFeaturesCodec(binding));
    }

    private record BoundView(GraphFeaturesCodec codec) implements Codec {
        @Override
        public Exchange exchange(List<EntityKey> keys) {
            return new BoundKey(codec, codec.request(keys));
        }

        @Override
        public long skippedFeatures() {
            return codec.skippedFeatures();
        }
    }

    private record BoundKey(GraphFeaturesCodec codec, SingleKey key) implements Exchange {
        @Override
        public byte[] request() {
            return key.request();
        }

        @Override
        public List<FeatureRow> rows(byte[] reply, int length, long receivedMicros) throws IOException {
            return List.of(codec.row(reply, length, receivedMicros));
        }

        @Override
        public Optional<List<FeatureRow>> rows(Status status, long receivedMicros) {
            return status.getCode() == Status.Code.NOT_FOUND
                    ? Optional.of(List.of(codec.notFound(receivedMicros)))
                    : Optional.empty();
        }

        @Override
        public List<FeatureRow> ended(List<FeatureRow> rows, Metadata trailers) {
            if (!"true".equalsIgnoreCase(trailers.get(COLD_START))) {
                return rows;
            }
            return rows.stream()
                    .map(row -> row.asRead(row.receivedMicros(), Freshness.FALLBACK, ReadTier.ORIGIN))
                    .toList();
        }
    }
}

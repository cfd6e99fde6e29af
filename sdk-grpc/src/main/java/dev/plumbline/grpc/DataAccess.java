package dev.plumbline.grpc;

import dev.plumbline.feature.EntityKey;
import dev.plumbline.feature.FeatureRow;
import dev.plumbline.grpc.internal.DataAccessCodec;
import dev.plumbline.grpc.internal.SingleKey;
import dev.plumbline.transport.ViewBinding;
import io.grpc.Metadata;
import java.io.IOException;
import java.util.List;

/**
 * One entity in a call, its features as floats, and a word on whether the database knows it. The contract has no version; a
 * server may tell one in a trailer.
 */
final class DataAccess implements Contract {
    private static final Metadata.Key<String> DATA_VERSION =
            Metadata.Key.of("plumbline-data-version", Metadata.ASCII_STRING_MARSHALLER);

    @Override
    public String name() {
        return "data-access";
    }

    @Override
    public String servicePath() {
        return "com.mycorp.dal.FeatureService";
    }

    @Override
    public String method() {
        return "GetFeatures";
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
    public Codec bind(ViewBinding binding) {
        return new BoundView(new DataAccessCodec(binding));
    }

    private record BoundView(DataAccessCodec codec) implements Codec {
        @Override
        public Exchange exchange(List<EntityKey> keys) {
            return new BoundKey(codec, codec.request(keys));
        }

        @Override
        public long skippedFeatures() {
            return codec.skippedFeatures();
        }
    }

    private record BoundKey(DataAccessCodec codec, SingleKey key) implements Exchange {
        @Override
        public byte[] request() {
            return key.request();
        }

        @Override
        public List<FeatureRow> ended(List<FeatureRow> rows, Metadata trailers) {
            String version = trailers.get(DATA_VERSION);
            if (version == null) {
                return rows;
            }
            long told = Long.parseLong(version);
            return rows.stream().map(row -> row.withDataVersion(told)).toList();
        }

        @Override
        public List<FeatureRow> rows(byte[] reply, int length, long receivedMicros) throws IOException {
            return List.of(codec.row(reply, length, receivedMicros));
        }
    }
}

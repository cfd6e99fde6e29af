package dev.plumbline.grpc;

import dev.plumbline.feature.EntityKey;
import dev.plumbline.feature.FeatureRow;
import dev.plumbline.grpc.internal.OnlineFeaturesCodec;
import dev.plumbline.transport.ViewBinding;
import java.io.IOException;
import java.util.List;

/** Many entities in one call; an empty set may be an unknown entity or one that could not be read. */
final class OnlineFeatures implements Contract {
    @Override
    public String name() {
        return "online-features";
    }

    @Override
    public String servicePath() {
        return "feature_store.FeatureStore";
    }

    @Override
    public String method() {
        return "GetOnlineFeatures";
    }

    @Override
    public boolean isNotFoundCertain() {
        return false;
    }

    @Override
    public Codec bind(ViewBinding binding) {
        return new BoundView(new OnlineFeaturesCodec(binding));
    }

    private record BoundView(OnlineFeaturesCodec codec) implements Codec {
        @Override
        public Exchange exchange(List<EntityKey> keys) {
            return new BoundKeys(codec.fetch(keys));
        }

        @Override
        public long skippedFeatures() {
            return codec.skippedFeatures();
        }
    }

    private record BoundKeys(OnlineFeaturesCodec.Fetch fetch) implements Exchange {
        @Override
        public byte[] request() {
            return fetch.request();
        }

        @Override
        public List<FeatureRow> rows(byte[] reply, int length, long receivedMicros) throws IOException {
            return fetch.rows(reply, length, receivedMicros);
        }
    }
}

package dev.plumbline.grpc;

import dev.plumbline.feature.EntityKey;
import dev.plumbline.feature.FeatureRow;
import dev.plumbline.grpc.internal.FeastCodec;
import dev.plumbline.transport.ViewBinding;
import java.io.IOException;
import java.util.List;

/** Feast's columns: many entities in one call, whatever order and names the server's columns have. */
final class FeastFeatures implements Contract {
    private final FeastOptions options;

    FeastFeatures(FeastOptions options) {
        this.options = options;
    }

    @Override
    public String name() {
        return "feast";
    }

    @Override
    public String servicePath() {
        return "feast.serving.ServingService";
    }

    @Override
    public List<String> otherServicePaths() {
        return List.of("GrpcFeatureServer");
    }

    @Override
    public String method() {
        return "GetOnlineFeatures";
    }

    @Override
    public boolean isNotFoundCertain() {
        return true;
    }

    @Override
    public int maxMessageBytes() {
        return 16 * 1024 * 1024;
    }

    @Override
    public String failureHint() {
        return "Feast's servers answer so to wrong requests too, such as an unknown view, feature, feature service or"
                + " join key: see the cause";
    }

    @Override
    public Codec bind(ViewBinding binding) {
        return new BoundView(new FeastCodec(binding, options.terms()));
    }

    private record BoundView(FeastCodec codec) implements Codec {
        @Override
        public Exchange exchange(List<EntityKey> keys) {
            return new BoundKeys(codec.fetch(keys));
        }

        @Override
        public long skippedFeatures() {
            return codec.skippedFeatures();
        }
    }

    private record BoundKeys(FeastCodec.Fetch fetch) implements Exchange {
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

package dev.plumbline.grpc;

import dev.plumbline.feature.EntityKey;
import dev.plumbline.feature.FeatureRow;
import dev.plumbline.grpc.internal.FeastCodec;
import dev.plumbline.transport.TransportException.Kind;
import dev.plumbline.transport.ViewBinding;
import io.grpc.Metadata;
import io.grpc.Status;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * Feast's columns: many entities in one call, whatever order and names the server's columns have. Which of its two names
 * the service has, a fetch to a server that does not know the first one finds out; it is remembered.
 */
final class FeastFeatures implements Contract {
    private static final String JAVA_AND_GO = "feast.serving.ServingService";
    private static final String PYTHON = "GrpcFeatureServer";

    private static final String NEITHER = "the server has neither " + JAVA_AND_GO + " nor " + PYTHON
            + ": check the port, or set servicePath if its service has another name";
    private static final String WRONG_OR_BROKEN = "the server failed inside, or the request is wrong, which Feast's"
            + " servers say in the same way: the cause tells of an unknown view, feature, feature service or join key";

    private final FeastOptions options;
    private final boolean probing;
    private volatile String path = JAVA_AND_GO;

    FeastFeatures(FeastOptions options) {
        this(options, true);
    }

    private FeastFeatures(FeastOptions options, boolean probing) {
        this.options = options;
        this.probing = probing;
    }

    @Override
    public String name() {
        return "feast";
    }

    @Override
    public String servicePath() {
        return JAVA_AND_GO;
    }

    @Override
    public Optional<String> foundServicePath() {
        return probing ? Optional.of(path) : Optional.empty();
    }

    @Override
    public Contract ofGivenService() {
        return new FeastFeatures(options, false);
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
    public Codec bind(ViewBinding binding) {
        return new BoundView(new FeastCodec(binding, options.terms()));
    }

    private final class BoundView implements Codec {
        private final FeastCodec codec;

        BoundView(FeastCodec codec) {
            this.codec = codec;
        }

        @Override
        public Exchange exchange(List<EntityKey> keys) {
            return new BoundKeys(codec.fetch(keys), foundServicePath());
        }

        @Override
        public long skippedFeatures() {
            return codec.skippedFeatures();
        }
    }

    private final class BoundKeys implements Exchange {
        private final FeastCodec.Fetch fetch;
        private final Optional<String> asked;

        BoundKeys(FeastCodec.Fetch fetch, Optional<String> asked) {
            this.fetch = fetch;
            this.asked = asked;
        }

        @Override
        public byte[] request() {
            return fetch.request();
        }

        @Override
        public Optional<String> servicePath() {
            return asked;
        }

        @Override
        public List<FeatureRow> rows(byte[] reply, int length, long receivedMicros) throws IOException {
            found();
            return fetch.rows(reply, length, receivedMicros);
        }

        @Override
        public Optional<List<FeatureRow>> rows(Status status, long receivedMicros) {
            switch (status.getCode()) {
                case UNIMPLEMENTED, UNAVAILABLE, UNAUTHENTICATED, DEADLINE_EXCEEDED, CANCELLED -> {
                    // Nobody may have looked for the method, or there is none.
                }
                default -> found();
            }
            return Optional.empty();
        }

        private void found() {
            asked.ifPresent(known -> path = known);
        }

        @Override
        public Optional<Exchange> again(Status status, Metadata trailers) {
            if (status.getCode() != Status.Code.UNIMPLEMENTED) {
                return Optional.empty();
            }
            return asked.map(known -> new BoundKeys(fetch, Optional.of(known.equals(PYTHON) ? JAVA_AND_GO : PYTHON)));
        }

        @Override
        public Optional<Refusal> refusal(Status status, Metadata trailers) {
            // What this side's own stack says of a failure has a cause.
            if (status.getCause() != null) {
                return Optional.empty();
            }
            return switch (status.getCode()) {
                case UNKNOWN, INTERNAL -> Optional.of(new Refusal(Kind.INTERNAL, WRONG_OR_BROKEN));
                case UNIMPLEMENTED -> asked.map(known -> new Refusal(Kind.UNIMPLEMENTED, NEITHER));
                default -> Optional.empty();
            };
        }
    }
}

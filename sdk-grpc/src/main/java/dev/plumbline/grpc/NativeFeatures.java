package dev.plumbline.grpc;

import dev.plumbline.feature.EntityKey;
import dev.plumbline.feature.FeatureRow;
import dev.plumbline.feature.FeatureView;
import dev.plumbline.grpc.internal.NativeCodec;
import dev.plumbline.transport.TransportException.Kind;
import dev.plumbline.transport.ViewBinding;
import io.grpc.Metadata;
import io.grpc.Status;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Plumbline's own contract: any key, any type, event times and versions; names travel only when a server asks. */
final class NativeFeatures implements Contract {
    private static final Metadata.Key<String> SCHEMA = ascii("plumbline-schema");
    private static final Metadata.Key<String> SCHEMA_FEATURE = ascii("plumbline-schema-feature");
    private static final Metadata.Key<String> SCHEMA_TYPE = ascii("plumbline-schema-type");
    private static final Pattern TYPE = Pattern.compile("[a-z0-9<>,_]{1,40}");

    private static Metadata.Key<String> ascii(String name) {
        return Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER);
    }

    @Override
    public String name() {
        return "native-features";
    }

    @Override
    public String servicePath() {
        return "plumbline.v1.FeatureService";
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
    public Codec bind(ViewBinding binding) {
        return new BoundView(new NativeCodec(binding));
    }

    private record BoundView(NativeCodec codec) implements Codec {
        @Override
        public Exchange exchange(List<EntityKey> keys) {
            return new BoundKeys(codec.view(), codec.fetch(keys));
        }

        @Override
        public long skippedFeatures() {
            return codec.skippedFeatures();
        }
    }

    private record BoundKeys(FeatureView view, NativeCodec.Fetch fetch) implements Exchange {
        @Override
        public byte[] request() {
            return fetch.request();
        }

        @Override
        public List<FeatureRow> rows(byte[] reply, int length, long receivedMicros) throws IOException {
            return fetch.rows(reply, length, receivedMicros);
        }

        @Override
        public Optional<Exchange> again(Status status, Metadata trailers) {
            return "unknown".equals(said(status, trailers)) && !fetch.isWithSchema()
                    ? Optional.of(new BoundKeys(view, fetch.withSchema()))
                    : Optional.empty();
        }

        @Override
        public Optional<Refusal> refusal(Status status, Metadata trailers) {
            return switch (said(status, trailers)) {
                case "unknown" ->
                    Optional.of(new Refusal(
                            Kind.PROTOCOL,
                            culprit() + "the server does not know the schema that came with the request"));
                case "no-view" ->
                    Optional.of(new Refusal(Kind.UNIMPLEMENTED, culprit() + "the server has no such view"));
                case "mismatch" -> Optional.of(new Refusal(Kind.INVALID_REQUEST, mismatch(trailers)));
                default -> Optional.empty();
            };
        }

        private static String said(Status status, Metadata trailers) {
            String said = trailers.get(SCHEMA);
            return said == null || status.getCode() != Status.Code.FAILED_PRECONDITION ? "" : said;
        }

        private String mismatch(Metadata trailers) {
            String type = trailers.get(SCHEMA_TYPE);
            String theirs = type != null && TYPE.matcher(type).matches() ? type : "another type";
            int slot = slot(trailers.get(SCHEMA_FEATURE));
            String ours = slot < 0
                    ? "a feature is of another type on the server"
                    : "feature '" + view.featureNames().get(slot) + "' is " + view.type(slot)
                            + ", but on the server it is " + theirs;
            return culprit() + ours + ": declare it so, or change it there";
        }

        private int slot(@Nullable String text) {
            try {
                int slot = text == null ? -1 : Integer.parseInt(text);
                return slot < view.size() ? slot : -1;
            } catch (NumberFormatException e) {
                return -1;
            }
        }

        private String culprit() {
            return "view '" + view.name() + "': ";
        }
    }
}

package dev.plumbline.testing.grpc;

import dev.plumbline.feature.FeatureRow;
import dev.plumbline.feature.FeatureView;
import dev.plumbline.feature.RowStatus;
import dev.plumbline.testing.InMemoryFeatureStore;
import dev.plumbline.testing.ServedStore;
import dev.plumbline.transport.TransportException;
import io.grpc.Metadata;
import io.grpc.Status;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Serves {@code feature_store.v1.FeatureStoreService/GetGraphFeatures}: one user in a call, features as a struct.
 *
 * <p>An unknown user is the status NOT_FOUND. A user that fails alone fails its call. Thread-safe.
 */
public final class GraphFeaturesServer extends GrpcFeatureServer {
    private static final String METHOD = "feature_store.v1.FeatureStoreService/GetGraphFeatures";
    private static final Metadata.Key<String> COLD_START =
            Metadata.Key.of("plumbline-cold-start", Metadata.ASCII_STRING_MARSHALLER);

    private final Set<String> coldStarts;

    private GraphFeaturesServer(ServedStore served, boolean inProcess, Set<String> coldStarts) {
        super(served, inProcess, call -> answer(served, coldStarts, call), METHOD);
        this.coldStarts = coldStarts;
    }

    /**
     * Starts a server on a free port of the loopback interface.
     *
     * @param store the rows and what goes wrong
     * @param views what the server knows, at least one; a request means the first that has the user
     * @return the server, which the caller closes
     */
    public static GraphFeaturesServer start(InMemoryFeatureStore store, FeatureView... views) {
        return new GraphFeaturesServer(ServedStore.of(store, views), false, ConcurrentHashMap.newKeySet());
    }

    /**
     * Starts a server in process, which {@link #channel()} reaches.
     *
     * @param store the rows and what goes wrong
     * @param views what the server knows, at least one
     * @return the server, which the caller closes
     */
    public static GraphFeaturesServer startInProcess(InMemoryFeatureStore store, FeatureView... views) {
        return new GraphFeaturesServer(ServedStore.of(store, views), true, ConcurrentHashMap.newKeySet());
    }

    /**
     * Answers for these users with the trailer which says that their rows are defaults.
     *
     * @param users their ids, besides those named before
     * @return this
     */
    public GraphFeaturesServer coldStart(String... users) {
        coldStarts.addAll(List.of(users));
        return this;
    }

    private static void answer(ServedStore served, Set<String> coldStarts, IncomingCall call) throws IOException {
        String id = DataAccessServer.id(call.request());
        if (id.isEmpty()) {
            call.fail(Status.INVALID_ARGUMENT.withDescription("user_id is empty"), new Metadata());
            return;
        }
        FeatureView view = served.viewOf(id);
        call.serve(served, view, List.of(served.key(view, id)), rows -> {
            FeatureRow row = rows.isEmpty() ? null : rows.get(0).row();
            if (row == null || row.status() == RowStatus.NOT_FOUND) {
                call.fail(Status.NOT_FOUND.withDescription("no such user"), new Metadata());
            } else if (row.cause().orElse(null) instanceof TransportException failure) {
                call.fail(failure);
            } else {
                Metadata trailers = new Metadata();
                if (coldStarts.contains(id)) {
                    trailers.put(COLD_START, "true");
                }
                call.reply(new ProtoMessage().message(1, ProtoValue.fields(row, Set.of())), trailers);
            }
        });
    }
}

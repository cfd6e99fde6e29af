package dev.plumbline.testing.grpc;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;
import dev.plumbline.feature.EntityKey;
import dev.plumbline.feature.FeatureView;
import dev.plumbline.testing.InMemoryFeatureStore;
import dev.plumbline.testing.ServedRow;
import dev.plumbline.testing.ServedStore;
import io.grpc.Metadata;
import io.grpc.Status;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Serves {@code feature_store.FeatureStore/GetOnlineFeatures}: many entities in one call, one set of features for each.
 *
 * <pre>{@code
 * OnlineFeaturesServer server = OnlineFeaturesServer.start(store, airport);
 * FeatureClient client = FeatureClient.builder(GrpcTransport.onlineFeatures(server.target())).views(airport).build();
 * }</pre>
 *
 * <p>An entity that is unknown, and one that fails alone, comes as an empty set, as the contract has it. Thread-safe.
 */
public final class OnlineFeaturesServer extends GrpcFeatureServer {
    private static final String METHOD = "feature_store.FeatureStore/GetOnlineFeatures";

    private OnlineFeaturesServer(ServedStore served, boolean inProcess) {
        super(served, inProcess, call -> answer(served, call), METHOD);
    }

    /**
     * Starts a server on a free port of the loopback interface.
     *
     * @param store the rows and what goes wrong
     * @param views what the server knows, at least one; a request means the one that has most of the features it names
     * @return the server, which the caller closes
     */
    public static OnlineFeaturesServer start(InMemoryFeatureStore store, FeatureView... views) {
        return new OnlineFeaturesServer(ServedStore.of(store, views), false);
    }

    /**
     * Starts a server in process, which {@link #channel()} reaches.
     *
     * @param store the rows and what goes wrong
     * @param views what the server knows, at least one
     * @return the server, which the caller closes
     */
    public static OnlineFeaturesServer startInProcess(InMemoryFeatureStore store, FeatureView... views) {
        return new OnlineFeaturesServer(ServedStore.of(store, views), true);
    }

    private static void answer(ServedStore served, IncomingCall call) throws IOException {
        List<String> ids = new ArrayList<>();
        Set<String> names = new LinkedHashSet<>();
        CodedInputStream request = call.request();
        for (int tag = request.readTag(); tag != 0; tag = request.readTag()) {
            switch (WireFormat.getTagFieldNumber(tag)) {
                case 1 -> ids.add(request.readStringRequireUtf8());
                case 2 -> names.add(request.readStringRequireUtf8());
                default -> request.skipField(tag);
            }
        }
        if (ids.isEmpty()) {
            call.fail(Status.INVALID_ARGUMENT.withDescription("entity_ids is empty"), new Metadata());
            return;
        }
        FeatureView view = served.viewWith(names);
        List<EntityKey> keys = ids.stream().map(id -> served.key(view, id)).toList();
        call.serve(served, view, keys, rows -> call.reply(response(rows, names)));
    }

    private static ProtoMessage response(List<ServedRow> rows, Set<String> names) {
        ProtoMessage response = new ProtoMessage();
        for (ServedRow row : rows) {
            response.message(
                    1, new ProtoMessage().text(1, row.key().text(0)).message(2, ProtoValue.fields(row.row(), names)));
        }
        return response;
    }
}

package dev.plumbline.testing.grpc;

import dev.plumbline.feature.EntityKey;
import dev.plumbline.feature.FeatureRow;
import dev.plumbline.feature.FeatureView;
import dev.plumbline.testing.InMemoryFeatureStore;
import dev.plumbline.testing.ServedRow;
import dev.plumbline.testing.ServedStore;
import io.grpc.Metadata;
import io.grpc.Status;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Serves {@code plumbline.v1.FeatureService/GetFeatures}, the native contract, and shows how a server of it is written.
 *
 * <p>It knows no schema at first: it asks for the schema of a hash that is new to it and remembers it. A schema may name
 * features that the server's view does not have, whose columns it leaves out, but none of another type. An entity that the
 * fault plan leaves out is absent; rows come in the request's order, whatever the fault plan says, since the contract tells
 * them by their place. Thread-safe.
 */
public final class NativeFeaturesServer extends GrpcFeatureServer {
    private static final String METHOD = "plumbline.v1.FeatureService/GetFeatures";
    private static final int MAX_SCHEMAS = 10_000;

    private final Map<Long, NativeSchema> schemas;

    private NativeFeaturesServer(ServedStore served, boolean inProcess, Map<Long, NativeSchema> schemas) {
        super(served, inProcess, call -> answer(served, schemas, call), METHOD);
        this.schemas = schemas;
    }

    /**
     * Starts a server on a free port of the loopback interface.
     *
     * @param store the rows and what goes wrong
     * @param views what the server knows, at least one
     * @return the server, which the caller closes
     */
    public static NativeFeaturesServer start(InMemoryFeatureStore store, FeatureView... views) {
        return new NativeFeaturesServer(ServedStore.of(store, views), false, new ConcurrentHashMap<>());
    }

    /**
     * Starts a server in process, which {@link #channel()} reaches.
     *
     * @param store the rows and what goes wrong
     * @param views what the server knows, at least one
     * @return the server, which the caller closes
     */
    public static NativeFeaturesServer startInProcess(InMemoryFeatureStore store, FeatureView... views) {
        return new NativeFeaturesServer(ServedStore.of(store, views), true, new ConcurrentHashMap<>());
    }

    /**
     * Returns how many schemas the server remembers.
     *
     * @return zero or more
     */
    public int knownSchemas() {
        return schemas.size();
    }

    /** Forgets all schemas, as a server does that starts anew. */
    public void forgetSchemas() {
        schemas.clear();
    }

    private static void answer(ServedStore served, Map<Long, NativeSchema> schemas, IncomingCall call)
            throws IOException {
        NativeRequest request = NativeRequest.of(call.request());
        FeatureView view = served.view(request.view()).orElse(null);
        if (view == null) {
            call.fail(Status.FAILED_PRECONDITION, NativeSchema.said("no-view"));
            return;
        }
        NativeSchema brought = request.schema();
        NativeSchema schema = brought == null ? schemas.get(request.schemaHash()) : brought;
        if (schema == null) {
            call.fail(Status.FAILED_PRECONDITION, NativeSchema.said("unknown"));
            return;
        }
        Metadata mismatch = schema.mismatch(view);
        if (mismatch != null) {
            call.fail(Status.FAILED_PRECONDITION, mismatch);
            return;
        }
        if (brought != null) {
            if (schemas.size() >= MAX_SCHEMAS) {
                schemas.clear();
            }
            schemas.put(request.schemaHash(), brought);
        }
        List<EntityKey> keys = request.keys();
        for (EntityKey key : keys) {
            view.checkKey(key, -1);
        }
        call.serve(served, view, keys, rows -> call.reply(reply(request, schema, view, aligned(keys, rows))));
    }

    private static List<@Nullable FeatureRow> aligned(List<EntityKey> keys, List<ServedRow> rows) {
        Map<EntityKey, FeatureRow> byKey = new HashMap<>();
        rows.forEach(row -> byKey.put(row.key(), row.row()));
        List<@Nullable FeatureRow> aligned = new ArrayList<>();
        keys.forEach(key -> aligned.add(byKey.get(key)));
        return aligned;
    }

    private static ProtoMessage reply(
            NativeRequest request, NativeSchema schema, FeatureView view, List<@Nullable FeatureRow> rows) {
        NativeReply reply = new NativeReply(request.schemaHash(), rows);
        for (int place = 0; place < schema.size(); place++) {
            int slot = view.findSlot(schema.name(place));
            if (slot >= 0) {
                reply.column(place, view.type(slot), slot);
            }
        }
        return reply.finish(request.schema() != null);
    }
}

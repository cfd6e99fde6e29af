package dev.plumbline.testing.http;

import dev.plumbline.feature.EntityKey;
import dev.plumbline.feature.FeatureRow;
import dev.plumbline.feature.FeatureView;
import dev.plumbline.feature.RowStatus;
import dev.plumbline.feature.ValueState;
import dev.plumbline.testing.InMemoryFeatureStore;
import dev.plumbline.testing.ServedRow;
import dev.plumbline.testing.ServedStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Serves the plain JSON shape, {@code POST /features}: many entities in one call, a row for each.
 *
 * <pre>{@code
 * JsonServer server = JsonServer.start(store, airport);
 * FeatureClient client = FeatureClient.builder(HttpTransport.json(server.uri())).views(airport).build();
 * }</pre>
 *
 * <p>Timestamps and event times are microseconds; NaN and the infinities are texts; octets are base64. Thread-safe.
 */
public final class JsonServer extends HttpFeatureServer {
    private JsonServer(ServedStore served) {
        super(served, "/features", JsonServer::handle);
    }

    /**
     * Starts a server on a free port of the loopback interface.
     *
     * @param store the rows and what goes wrong
     * @param views what the server knows, at least one
     * @return the server, which the caller closes
     */
    public static JsonServer start(InMemoryFeatureStore store, FeatureView... views) {
        return new JsonServer(ServedStore.of(store, views));
    }

    private static void handle(ServedStore served, IncomingRequest request) {
        Map<String, @Nullable Object> asked = JsonReader.object(request.body());
        String name = String.valueOf(asked.get("view"));
        FeatureView view = served.view(name).orElseThrow(() -> new IllegalArgumentException("no view '" + name + "'"));
        List<EntityKey> keys = new ArrayList<>();
        for (Object key : list(asked.get("keys"))) {
            keys.add(EntityKey.composite(key instanceof List<?> parts ? parts.toArray() : new Object[] {key}));
        }
        List<?> features = list(asked.get("features"));
        request.serve(served, view, keys, rows -> reply(rows, features));
    }

    static List<?> list(@Nullable Object value) {
        if (value instanceof List<?> list) {
            return list;
        }
        throw new IllegalArgumentException("a list is missing");
    }

    private static String reply(List<ServedRow> rows, List<?> features) {
        JsonText text = new JsonText(1).begin('{').name("rows").begin('[');
        for (ServedRow row : rows) {
            if (row.row().status() != RowStatus.NOT_FOUND) {
                write(text, row.key(), row.row(), features);
            }
        }
        return text.end(']').end('}').toString();
    }

    private static void write(JsonText text, EntityKey key, FeatureRow row, List<?> features) {
        text.begin('{').name("key");
        writeKey(text, key);
        if (row.status() == RowStatus.ERROR) {
            text.name("error").text("the row could not be read").end('}');
            return;
        }
        text.name("values").begin('{');
        for (int slot = 0; slot < row.view().size(); slot++) {
            String feature = row.view().featureNames().get(slot);
            ValueState state = row.storedState(slot);
            if (state == ValueState.NOT_FOUND || !features.contains(feature)) {
                continue;
            }
            text.name(feature);
            if (state == ValueState.NULL) {
                text.raw("null");
            } else {
                text.cell(row, slot);
            }
        }
        text.end('}');
        if (row.hasEventTime()) {
            text.name("event_time").raw(Long.toString(row.eventTimeMicros()));
        }
        if (row.dataVersion() != FeatureRow.UNKNOWN_VERSION) {
            text.name("version").raw(Long.toString(row.dataVersion()));
        }
        text.end('}');
    }

    private static void writeKey(JsonText text, EntityKey key) {
        if (key.size() > 1) {
            text.begin('[');
        }
        for (int i = 0; i < key.size(); i++) {
            if (key.value(i) instanceof Long number) {
                text.raw(number.toString());
            } else {
                text.text(key.text(i));
            }
        }
        if (key.size() > 1) {
            text.end(']');
        }
    }
}

package dev.plumbline.testing.http;

import dev.plumbline.feature.EntityKey;
import dev.plumbline.feature.FeatureRow;
import dev.plumbline.feature.FeatureType;
import dev.plumbline.feature.FeatureView;
import dev.plumbline.feature.RowStatus;
import dev.plumbline.feature.ValueState;
import dev.plumbline.testing.InMemoryFeatureStore;
import dev.plumbline.testing.ServedRow;
import dev.plumbline.testing.ServedStore;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Serves Feast's {@code POST /get-online-features} as its Python server does: a column for each feature, in no order, the
 * join keys' columns first, results before metadata.
 *
 * <p>A null is present, timestamps are whole seconds, octets base64, and a NaN or an infinity fails the whole request.
 * Thread-safe.
 */
public final class FeastHttpServer extends HttpFeatureServer {
    private static final long SECOND_MICROS = 1_000_000;

    private FeastHttpServer(ServedStore served) {
        super(served, "/get-online-features", FeastHttpServer::handle);
    }

    /**
     * Starts a server on a free port of the loopback interface.
     *
     * @param store the rows and what goes wrong
     * @param views what the server knows, at least one; a feature service is the view of its name
     * @return the server, which the caller closes
     */
    public static FeastHttpServer start(InMemoryFeatureStore store, FeatureView... views) {
        return new FeastHttpServer(ServedStore.of(store, views));
    }

    private static void handle(ServedStore served, IncomingRequest request) {
        Map<String, @Nullable Object> asked = JsonReader.object(request.body());
        List<String> references = new ArrayList<>();
        Object service = asked.get("feature_service");
        if (service == null) {
            JsonServer.list(asked.get("features")).forEach(reference -> references.add(String.valueOf(reference)));
        }
        String name = service != null
                ? service.toString()
                : references.get(0).substring(0, Math.max(0, references.get(0).indexOf(':')));
        FeatureView view = served.view(name)
                .orElseThrow(() -> new IllegalArgumentException("Feature view " + name + " does not exist"));
        List<Integer> slots = new ArrayList<>();
        if (service != null) {
            for (int slot = 0; slot < view.size(); slot++) {
                slots.add(slot);
            }
        }
        references.forEach(reference -> slots.add(view.slot(reference.substring(reference.indexOf(':') + 1))));
        slots.sort(Comparator.comparing(slot -> view.featureNames().get(slot).hashCode()));
        List<EntityKey> keys = keys(view, asked.get("entities"));
        boolean full = Boolean.TRUE.equals(asked.get("full_feature_names"));
        request.serve(served, view, keys, rows -> reply(view, slots, keys, rows, full));
    }

    private static List<EntityKey> keys(FeatureView view, @Nullable Object entities) {
        if (!(entities instanceof Map<?, ?> columns)) {
            throw new IllegalArgumentException("entities are missing");
        }
        List<EntityKey> keys = new ArrayList<>();
        int count = JsonServer.list(columns.get(view.joinKeys().get(0))).size();
        for (int row = 0; row < count; row++) {
            Object[] values = new Object[view.joinKeys().size()];
            for (int i = 0; i < values.length; i++) {
                values[i] = Objects.requireNonNull(
                        JsonServer.list(columns.get(view.joinKeys().get(i))).get(row));
            }
            keys.add(EntityKey.composite(values));
        }
        return keys;
    }

    private static String reply(
            FeatureView view, List<Integer> slots, List<EntityKey> keys, List<ServedRow> rows, boolean full) {
        Map<EntityKey, FeatureRow> byKey = new HashMap<>();
        rows.forEach(row -> byKey.put(row.key(), row.row()));
        JsonText text = new JsonText(SECOND_MICROS).begin('{').name("results").begin('[');
        for (int i = 0; i < view.joinKeys().size(); i++) {
            writeKeys(text, keys, i);
        }
        slots.forEach(slot -> writeColumn(text, keys, byKey, slot));
        text.end(']').name("metadata").begin('{').name("feature_names").begin('[');
        view.joinKeys().forEach(text::text);
        slots.forEach(slot ->
                text.text((full ? view.name() + "__" : "") + view.featureNames().get(slot)));
        return text.end(']').end('}').end('}').toString();
    }

    private static void writeKeys(JsonText text, List<EntityKey> keys, int index) {
        text.begin('{').name("values").begin('[');
        for (EntityKey key : keys) {
            if (key.value(index) instanceof Long number) {
                text.raw(number.toString());
            } else {
                text.text(key.text(index));
            }
        }
        text.end(']').name("statuses").begin('[');
        keys.forEach(key -> text.text("PRESENT"));
        text.end(']').name("event_timestamps").begin('[');
        keys.forEach(key -> text.text("1970-01-01T00:00:00Z"));
        text.end(']').end('}');
    }

    private static void writeColumn(JsonText text, List<EntityKey> keys, Map<EntityKey, FeatureRow> byKey, int slot) {
        text.begin('{').name("values").begin('[');
        for (EntityKey key : keys) {
            FeatureRow row = byKey.get(key);
            ValueState state = row == null ? ValueState.NOT_FOUND : row.storedState(slot);
            if (row == null || (state != ValueState.PRESENT && state != ValueState.NAN)) {
                text.raw("null");
            } else {
                requireFinite(row, slot);
                text.cell(row, slot);
            }
        }
        text.end(']').name("statuses").begin('[');
        keys.forEach(key -> text.text(status(byKey.get(key), slot)));
        text.end(']').name("event_timestamps").begin('[');
        keys.forEach(key -> text.text(time(byKey.get(key))));
        text.end(']').end('}');
    }

    private static void requireFinite(FeatureRow row, int slot) {
        FeatureType.Kind kind = row.view().type(slot).kind();
        boolean number = kind == FeatureType.Kind.FLOAT32 || kind == FeatureType.Kind.FLOAT64;
        if (number && !Double.isFinite(Double.longBitsToDouble(row.bits(slot)))) {
            throw new ArithmeticException("a number that is not finite");
        }
    }

    private static String status(@Nullable FeatureRow row, int slot) {
        if (row == null || row.status() == RowStatus.NOT_FOUND) {
            return "NOT_FOUND";
        }
        return switch (row.storedState(slot)) {
            case NOT_FOUND -> "NOT_FOUND";
            case ERROR -> "INVALID";
            case PRESENT, NAN, NULL, STALE -> "PRESENT";
        };
    }

    private static String time(@Nullable FeatureRow row) {
        return (row == null ? Instant.EPOCH : row.eventTime().orElse(Instant.EPOCH)).toString();
    }
}

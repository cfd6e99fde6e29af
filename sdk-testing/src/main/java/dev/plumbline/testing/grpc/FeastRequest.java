package dev.plumbline.testing.grpc;

import com.google.protobuf.CodedInputStream;
import dev.plumbline.feature.EntityKey;
import dev.plumbline.feature.FeatureView;
import dev.plumbline.testing.ServedStore;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A feast.serving.GetOnlineFeaturesRequest. */
final class FeastRequest {
    private String service = "";
    private final List<String> references = new ArrayList<>();
    private final Map<String, List<@Nullable Object>> entities = new HashMap<>();
    private boolean fullNames;

    private FeastRequest() {}

    static FeastRequest of(CodedInputStream message) throws IOException {
        FeastRequest request = new FeastRequest();
        ProtoReader.read(message, field -> {
            switch (field) {
                case 1 -> request.service = message.readStringRequireUtf8();
                case 2 -> request.readReferences(ProtoReader.nested(message));
                case 3 -> request.readEntity(ProtoReader.nested(message));
                case 4 -> request.fullNames = message.readBool();
                default -> {
                    return false;
                }
            }
            return true;
        });
        return request;
    }

    private void readReferences(CodedInputStream list) throws IOException {
        ProtoReader.read(list, field -> {
            if (field == 1) {
                references.add(list.readStringRequireUtf8());
            }
            return field == 1;
        });
    }

    private void readEntity(CodedInputStream entry) throws IOException {
        String[] name = {""};
        List<@Nullable Object> column = new ArrayList<>();
        ProtoReader.read(entry, field -> {
            switch (field) {
                case 1 -> name[0] = entry.readStringRequireUtf8();
                case 2 -> {
                    CodedInputStream values = ProtoReader.nested(entry);
                    ProtoReader.read(values, inner -> {
                        if (inner == 1) {
                            column.add(FeastValue.key(ProtoReader.nested(values)));
                        }
                        return inner == 1;
                    });
                }
                default -> {
                    return false;
                }
            }
            return true;
        });
        entities.put(name[0], column);
    }

    boolean fullNames() {
        return fullNames;
    }

    /** Returns the view that is meant: by the service's name, or by that before the colon. */
    FeatureView view(ServedStore served) {
        String name = service;
        if (name.isEmpty() && !references.isEmpty()) {
            int colon = references.get(0).indexOf(':');
            if (colon < 0) {
                return served.viewWith(references);
            }
            name = references.get(0).substring(0, colon);
        }
        String wanted = name;
        return served.view(name)
                .orElseThrow(() -> new IllegalArgumentException("no feature view or service '" + wanted + "'"));
    }

    /** Returns the slots of the features that are asked for, in the request's order. */
    List<Integer> slots(FeatureView view) {
        if (!service.isEmpty()) {
            return java.util.stream.IntStream.range(0, view.size()).boxed().toList();
        }
        return references.stream()
                .map(reference -> view.slot(reference.substring(reference.indexOf(':') + 1)))
                .toList();
    }

    List<EntityKey> keys(FeatureView view) {
        List<EntityKey> keys = new ArrayList<>();
        int rows = column(view.joinKeys().get(0)).size();
        for (int row = 0; row < rows; row++) {
            Object[] values = new Object[view.joinKeys().size()];
            for (int i = 0; i < values.length; i++) {
                List<@Nullable Object> column = column(view.joinKeys().get(i));
                Object value = row < column.size() ? column.get(row) : null;
                if (value == null) {
                    throw new IllegalArgumentException(
                            "join key '" + view.joinKeys().get(i) + "' has no value in row " + row);
                }
                values[i] = value;
            }
            keys.add(EntityKey.composite(values));
        }
        return keys;
    }

    List<@Nullable Object> column(String joinKey) {
        List<@Nullable Object> column = entities.get(joinKey);
        if (column == null || column.isEmpty()) {
            throw new IllegalArgumentException("join key '" + joinKey + "' is missing");
        }
        return column;
    }
}

package dev.plumbline.benchmarks;

import dev.plumbline.feature.EntityKey;
import dev.plumbline.feature.FeatureView;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import plumbline.v1.Column;
import plumbline.v1.GetFeaturesRequest;
import plumbline.v1.GetFeaturesResponse;
import plumbline.v1.KeyColumn;
import plumbline.v1.Type;

/** The native contract by generated classes: requests, replies, and what a user without the SDK makes of these. */
final class NativeReplies {
    private NativeReplies() {}

    static List<EntityKey> keys(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> EntityKey.of("entity-" + i))
                .toList();
    }

    static GetFeaturesRequest request(FeatureView view, List<EntityKey> keys) {
        KeyColumn.Builder column = KeyColumn.newBuilder();
        keys.forEach(key -> column.addStrings(key.text(0)));
        return GetFeaturesRequest.newBuilder()
                .setView(view.name())
                .setSchemaHash(view.schemaHash())
                .addKeys(column)
                .build();
    }

    /** The reply for any keys: doubles, each there, with event times and versions. */
    static GetFeaturesResponse reply(FeatureView view, int rows) {
        GetFeaturesResponse.Builder reply = GetFeaturesResponse.newBuilder()
                .setSchemaHash(view.schemaHash())
                .setRowCount(rows);
        for (int i = 0; i < rows; i++) {
            reply.addEventTimes(1_700_000_000_000_000L + i).addDataVersions(1000 + i);
        }
        for (int j = 0; j < view.size(); j++) {
            Column.Builder column = Column.newBuilder().setFeature(j).setType(Type.FLOAT64);
            for (int i = 0; i < rows; i++) {
                column.addDoubles(i * 0.5 + j * 0.25);
            }
            reply.addColumns(column);
        }
        return reply.build();
    }

    static List<Map<String, Object>> maps(FeatureView view, GetFeaturesResponse reply) {
        List<Map<String, Object>> rows = new ArrayList<>(reply.getRowCount());
        for (int i = 0; i < reply.getRowCount(); i++) {
            rows.add(new HashMap<>());
        }
        for (Column column : reply.getColumnsList()) {
            String name = view.featureNames().get(column.getFeature());
            for (int i = 0; i < rows.size(); i++) {
                rows.get(i).put(name, column.getDoubles(i));
            }
        }
        return rows;
    }
}

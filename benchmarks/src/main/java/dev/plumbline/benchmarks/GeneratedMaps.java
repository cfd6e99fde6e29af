package dev.plumbline.benchmarks;

import com.google.protobuf.Value;
import featurestore.OnlineFeaturesResponse;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What a user writes without the SDK: the generated reply turned into maps. */
final class GeneratedMaps {
    private GeneratedMaps() {}

    static Map<String, Map<String, Object>> of(OnlineFeaturesResponse reply) {
        Map<String, Map<String, Object>> rows = new HashMap<>();
        reply.getResultsMap().forEach((id, set) -> {
            Map<String, Object> row = new HashMap<>();
            set.getFeaturesMap().forEach((name, value) -> row.put(name, plain(value)));
            rows.put(id, row);
        });
        return rows;
    }

    private static Object plain(Value value) {
        return switch (value.getKindCase()) {
            case NUMBER_VALUE -> value.getNumberValue();
            case STRING_VALUE -> value.getStringValue();
            case BOOL_VALUE -> value.getBoolValue();
            case LIST_VALUE -> list(value.getListValue().getValuesList());
            default -> null;
        };
    }

    private static List<Object> list(List<Value> values) {
        return values.stream().map(GeneratedMaps::plain).toList();
    }
}

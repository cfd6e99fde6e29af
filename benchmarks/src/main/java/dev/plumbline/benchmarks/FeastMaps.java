package dev.plumbline.benchmarks;

import feastserving.FieldStatus;
import feastserving.GetOnlineFeaturesResponse;
import feasttypes.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What a user writes without the SDK: Feast's generated reply turned into a map for each row. */
final class FeastMaps {
    private FeastMaps() {}

    static List<Map<String, Object>> of(GetOnlineFeaturesResponse reply) {
        List<Map<String, Object>> rows = new ArrayList<>();
        for (int column = 0; column < reply.getResultsCount(); column++) {
            String name = reply.getMetadata().getFeatureNames().getVal(column);
            GetOnlineFeaturesResponse.FeatureVector vector = reply.getResults(column);
            for (int row = 0; row < vector.getValuesCount(); row++) {
                if (column == 0) {
                    rows.add(new HashMap<>());
                }
                boolean present = vector.getStatuses(row) == FieldStatus.PRESENT;
                rows.get(row).put(name, present ? plain(vector.getValues(row)) : null);
            }
        }
        return rows;
    }

    private static Object plain(Value value) {
        return switch (value.getValCase()) {
            case DOUBLE_VAL -> value.getDoubleVal();
            case INT64_VAL -> value.getInt64Val();
            case STRING_VAL -> value.getStringVal();
            case BOOL_VAL -> value.getBoolVal();
            default -> null;
        };
    }
}

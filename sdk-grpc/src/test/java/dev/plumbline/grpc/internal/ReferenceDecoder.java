package dev.plumbline.grpc.internal;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.ListValue;
import com.google.protobuf.Value;
import dev.plumbline.feature.EntityKey;
import dev.plumbline.feature.FeatureRow;
import dev.plumbline.feature.FeatureRowBuilder;
import dev.plumbline.feature.FeatureType;
import dev.plumbline.feature.FeatureView;
import dev.plumbline.feature.ValueState;
import dev.plumbline.transport.ViewBinding;
import featurestore.FeatureSet;
import featurestore.OnlineFeaturesResponse;
import java.util.ArrayList;
import java.util.List;

/** Reads replies by generated classes: slow and plain. */
final class ReferenceDecoder {
    private ReferenceDecoder() {}

    static List<FeatureRow> rows(ViewBinding binding, List<EntityKey> keys, byte[] reply, long receivedMicros)
            throws InvalidProtocolBufferException {
        OnlineFeaturesResponse response = OnlineFeaturesResponse.parseFrom(reply);
        FeatureView view = binding.view();
        List<FeatureRow> rows = new ArrayList<>();
        for (EntityKey key : keys) {
            FeatureSet set = response.getResultsMap().get(key.text(0));
            FeatureRowBuilder row = FeatureRow.builder(view, receivedMicros);
            if (set != null) {
                for (int slot = 0; slot < view.size(); slot++) {
                    Value value = set.getFeaturesMap().get(binding.serverNames().get(slot));
                    if (value != null) {
                        put(row, slot, view.type(slot), value);
                    }
                }
            }
            rows.add(row.build());
        }
        return rows;
    }

    private static void put(FeatureRowBuilder row, int slot, FeatureType type, Value value) {
        switch (value.getKindCase()) {
            case NULL_VALUE -> row.putState(slot, ValueState.NULL);
            case NUMBER_VALUE -> row.putFloat64(slot, value.getNumberValue());
            case STRING_VALUE -> row.putString(slot, value.getStringValue());
            case BOOL_VALUE -> row.putBool(slot, value.getBoolValue());
            case LIST_VALUE -> putList(row, slot, type, value.getListValue());
            default -> row.putState(slot, ValueState.ERROR);
        }
    }

    private static void putList(FeatureRowBuilder row, int slot, FeatureType type, ListValue list) {
        List<Value> values = list.getValuesList();
        if (type.isScalar()) {
            row.putState(slot, ValueState.ERROR);
        } else if (values.isEmpty()) {
            switch (type.element().kind()) {
                case STRING -> row.putStrings(slot, new String[0]);
                case BOOL -> row.putBools(slot, new boolean[0]);
                default -> row.putFloat64s(slot, new double[0]);
            }
        } else if (values.stream().allMatch(Value::hasNumberValue)) {
            row.putFloat64s(
                    slot, values.stream().mapToDouble(Value::getNumberValue).toArray());
        } else if (values.stream().allMatch(Value::hasStringValue)) {
            row.putStrings(slot, values.stream().map(Value::getStringValue).toArray(String[]::new));
        } else if (values.stream().allMatch(Value::hasBoolValue)) {
            boolean[] bools = new boolean[values.size()];
            for (int i = 0; i < bools.length; i++) {
                bools[i] = values.get(i).getBoolValue();
            }
            row.putBools(slot, bools);
        } else {
            row.putState(slot, ValueState.ERROR);
        }
    }
}

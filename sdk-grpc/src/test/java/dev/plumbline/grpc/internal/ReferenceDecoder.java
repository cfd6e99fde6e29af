package dev.plumbline.grpc.internal;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.ListValue;
import com.google.protobuf.Value;
import com.mycorp.dal.FeatureResponse;
import dev.plumbline.feature.EntityKey;
import dev.plumbline.feature.FeatureRow;
import dev.plumbline.feature.FeatureRowBuilder;
import dev.plumbline.feature.FeatureType;
import dev.plumbline.feature.FeatureView;
import dev.plumbline.feature.ValueState;
import dev.plumbline.transport.ViewBinding;
import featurestore.FeatureSet;
import featurestore.OnlineFeaturesResponse;
import featurestore.v1.GetGraphFeaturesResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Reads replies by generated classes: slow and plain. */
final class ReferenceDecoder {
    private ReferenceDecoder() {}

    static List<FeatureRow> rows(ViewBinding binding, List<EntityKey> keys, byte[] reply, long receivedMicros)
            throws InvalidProtocolBufferException {
        OnlineFeaturesResponse response = OnlineFeaturesResponse.parseFrom(reply);
        List<FeatureRow> rows = new ArrayList<>();
        for (EntityKey key : keys) {
            FeatureSet set = response.getResultsMap().get(key.text(0));
            rows.add(row(binding, set == null ? Map.of() : set.getFeaturesMap(), receivedMicros));
        }
        return rows;
    }

    static FeatureRow graphRow(ViewBinding binding, byte[] reply, long receivedMicros)
            throws InvalidProtocolBufferException {
        GetGraphFeaturesResponse response = GetGraphFeaturesResponse.parseFrom(reply);
        return row(binding, response.getFeatures().getFieldsMap(), receivedMicros);
    }

    static FeatureRow dataAccessRow(ViewBinding binding, byte[] reply, long receivedMicros)
            throws InvalidProtocolBufferException {
        FeatureResponse response = FeatureResponse.parseFrom(reply);
        FeatureView view = binding.view();
        if (!response.getFound()) {
            return FeatureRow.notFound(view, receivedMicros);
        }
        FeatureRowBuilder row = FeatureRow.builder(view, receivedMicros);
        for (int slot = 0; slot < view.size(); slot++) {
            Float value = response.getFeaturesMap().get(binding.serverNames().get(slot));
            if (value == null) {
                continue;
            }
            if (view.type(slot).kind() != FeatureType.Kind.BOOL) {
                row.putFloat32(slot, value);
            } else if (value == 0 || value == 1) {
                row.putBool(slot, value == 1);
            } else {
                row.putState(slot, ValueState.ERROR);
            }
        }
        return row.build();
    }

    private static FeatureRow row(ViewBinding binding, Map<String, Value> values, long receivedMicros) {
        FeatureView view = binding.view();
        FeatureRowBuilder row = FeatureRow.builder(view, receivedMicros);
        for (int slot = 0; slot < view.size(); slot++) {
            Value value = values.get(binding.serverNames().get(slot));
            if (value != null) {
                put(row, slot, view.type(slot), value);
            }
        }
        return row.build();
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

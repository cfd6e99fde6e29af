package dev.plumbline.grpc.internal;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Timestamp;
import dev.plumbline.feature.EntityKey;
import dev.plumbline.feature.FeatureRow;
import dev.plumbline.feature.FeatureRowBuilder;
import dev.plumbline.feature.FeatureType;
import dev.plumbline.feature.FeatureView;
import dev.plumbline.feature.ValueState;
import dev.plumbline.transport.ViewBinding;
import feastserving.GetOnlineFeaturesResponse;
import feastserving.GetOnlineFeaturesResponse.FeatureVector;
import feasttypes.Value;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads Feast's replies by generated classes: slow and plain. */
final class FeastReference {
    private static final int PRESENT = 1;
    private static final int NULL_VALUE = 2;
    private static final int NOT_FOUND = 3;
    private static final int OUTSIDE_MAX_AGE = 4;

    private FeastReference() {}

    static List<FeatureRow> rows(ViewBinding binding, List<EntityKey> keys, byte[] reply, long receivedMicros)
            throws InvalidProtocolBufferException {
        GetOnlineFeaturesResponse response = GetOnlineFeaturesResponse.parseFrom(reply);
        FeatureView view = binding.view();
        List<@Nullable FeatureVector> columns = new ArrayList<>();
        for (String name : binding.serverNames()) {
            columns.add(column(response, view, name));
        }
        List<EntityKey> sorted = keys.stream().sorted(FeastReference::compare).toList();
        List<FeatureRow> rows = new ArrayList<>();
        for (EntityKey key : keys) {
            int entity = sorted.indexOf(key);
            FeatureRowBuilder row = FeatureRow.builder(view, receivedMicros);
            long oldest = Long.MAX_VALUE;
            for (int slot = 0; slot < view.size(); slot++) {
                FeatureVector column = columns.get(slot);
                if (column == null) {
                    continue;
                }
                int status = column.getStatusesCount() > entity ? column.getStatusesValue(entity) : PRESENT;
                put(row, slot, view.type(slot), status, column.getValues(entity));
                if (status != NOT_FOUND && entity < column.getEventTimestampsCount()) {
                    oldest = Math.min(oldest, micros(column.getEventTimestamps(entity)));
                }
            }
            rows.add(row.eventTimeMicros(oldest == Long.MAX_VALUE ? FeatureRow.UNKNOWN_TIME : oldest)
                    .build());
        }
        return rows;
    }

    static int compare(EntityKey left, EntityKey right) {
        for (int i = 0; i < left.size(); i++) {
            int compared = left.value(i) instanceof Long number
                    ? Long.compare(number, (Long) right.value(i))
                    : Arrays.compareUnsigned(
                            left.text(i).getBytes(StandardCharsets.UTF_8),
                            right.text(i).getBytes(StandardCharsets.UTF_8));
            if (compared != 0) {
                return compared;
            }
        }
        return 0;
    }

    private static @Nullable FeatureVector column(GetOnlineFeaturesResponse response, FeatureView view, String name) {
        String owner = name.contains(":") ? name.substring(0, name.indexOf(':')) : view.name();
        String feature = name.substring(name.indexOf(':') + 1);
        List<String> sent = response.getMetadata().getFeatureNames().getValList();
        for (String wanted : List.of(owner + ":" + feature, owner + "__" + feature)) {
            for (int i = 0; i < sent.size(); i++) {
                if (sent.get(i).replaceFirst("@.*?(?=:|__)", "").equals(wanted)) {
                    return response.getResults(first(sent, owner, feature, i));
                }
            }
        }
        int bare = sent.indexOf(feature);
        return bare < 0 ? null : response.getResults(bare);
    }

    /** Of the two forms with the view, the column that comes first counts. */
    private static int first(List<String> sent, String owner, String feature, int found) {
        int first = found;
        for (int i = found - 1; i >= 0; i--) {
            String name = sent.get(i).replaceFirst("@.*?(?=:|__)", "");
            if (name.equals(owner + ":" + feature) || name.equals(owner + "__" + feature)) {
                first = i;
            }
        }
        for (int i = sent.size() - 1; i >= 0; i--) {
            if (sent.get(i).equals(owner + ":" + feature) || sent.get(i).equals(owner + "__" + feature)) {
                first = i;
            }
        }
        return first;
    }

    private static long micros(Timestamp time) {
        long seconds = time.getSeconds();
        boolean told = seconds != 0 && seconds >= -62_135_596_800L && seconds <= 253_402_300_799L;
        return told ? seconds * 1_000_000 + Math.max(0, Math.min(time.getNanos(), 999_999_999)) / 1000 : Long.MAX_VALUE;
    }

    private static void put(FeatureRowBuilder row, int slot, FeatureType type, int status, Value value) {
        switch (status) {
            case PRESENT -> put(row, slot, type, value, ValueState.NULL);
            case OUTSIDE_MAX_AGE -> put(row, slot, type, value, ValueState.NOT_FOUND);
            case NULL_VALUE -> row.putState(slot, ValueState.NULL);
            case NOT_FOUND -> row.putState(slot, ValueState.NOT_FOUND);
            default -> row.putState(slot, ValueState.ERROR);
        }
    }

    private static void put(FeatureRowBuilder row, int slot, FeatureType type, Value value, ValueState none) {
        switch (value.getValCase()) {
            case VAL_NOT_SET ->
                row.putState(slot, value.getUnknownFields().asMap().isEmpty() ? none : ValueState.ERROR);
            case NULL_VAL -> row.putState(slot, none);
            case BYTES_VAL -> row.putBytes(slot, value.getBytesVal().toByteArray());
            case STRING_VAL -> row.putString(slot, value.getStringVal());
            case JSON_VAL -> row.putString(slot, value.getJsonVal());
            case UUID_VAL -> row.putString(slot, value.getUuidVal());
            case TIME_UUID_VAL -> row.putString(slot, value.getTimeUuidVal());
            case DECIMAL_VAL -> row.putString(slot, value.getDecimalVal());
            case INT32_VAL -> row.putInt64(slot, value.getInt32Val());
            case INT64_VAL -> row.putInt64(slot, value.getInt64Val());
            case DOUBLE_VAL -> row.putFloat64(slot, value.getDoubleVal());
            case FLOAT_VAL -> row.putFloat32(slot, value.getFloatVal());
            case BOOL_VAL -> row.putBool(slot, value.getBoolVal());
            case UNIX_TIMESTAMP_VAL -> putTime(row, slot, type, value.getUnixTimestampVal(), none);
            case ZONED_TIMESTAMP_VAL ->
                putTime(row, slot, type, value.getZonedTimestampVal().getUnixTimestamp(), none);
            case BYTES_LIST_VAL -> putBytes(row, slot, value.getBytesListVal().getValList());
            case BYTES_SET_VAL -> putBytes(row, slot, value.getBytesSetVal().getValList());
            case STRING_LIST_VAL -> putTexts(row, slot, value.getStringListVal().getValList());
            case STRING_SET_VAL -> putTexts(row, slot, value.getStringSetVal().getValList());
            case JSON_LIST_VAL -> putTexts(row, slot, value.getJsonListVal().getValList());
            case UUID_LIST_VAL -> putTexts(row, slot, value.getUuidListVal().getValList());
            case TIME_UUID_LIST_VAL ->
                putTexts(row, slot, value.getTimeUuidListVal().getValList());
            case UUID_SET_VAL -> putTexts(row, slot, value.getUuidSetVal().getValList());
            case TIME_UUID_SET_VAL ->
                putTexts(row, slot, value.getTimeUuidSetVal().getValList());
            case DECIMAL_LIST_VAL ->
                putTexts(row, slot, value.getDecimalListVal().getValList());
            case DECIMAL_SET_VAL -> putTexts(row, slot, value.getDecimalSetVal().getValList());
            case INT32_LIST_VAL -> putLongs(row, slot, value.getInt32ListVal().getValList());
            case INT32_SET_VAL -> putLongs(row, slot, value.getInt32SetVal().getValList());
            case INT64_LIST_VAL -> putLongs(row, slot, value.getInt64ListVal().getValList());
            case INT64_SET_VAL -> putLongs(row, slot, value.getInt64SetVal().getValList());
            case DOUBLE_LIST_VAL ->
                putDoubles(row, slot, value.getDoubleListVal().getValList());
            case DOUBLE_SET_VAL -> putDoubles(row, slot, value.getDoubleSetVal().getValList());
            case FLOAT_LIST_VAL -> putFloats(row, slot, value.getFloatListVal().getValList());
            case FLOAT_SET_VAL -> putFloats(row, slot, value.getFloatSetVal().getValList());
            case BOOL_LIST_VAL -> putBools(row, slot, value.getBoolListVal().getValList());
            case BOOL_SET_VAL -> putBools(row, slot, value.getBoolSetVal().getValList());
            case UNIX_TIMESTAMP_LIST_VAL ->
                putTimes(row, slot, type, value.getUnixTimestampListVal().getValList());
            case UNIX_TIMESTAMP_SET_VAL ->
                putTimes(row, slot, type, value.getUnixTimestampSetVal().getValList());
            default -> row.putState(slot, ValueState.ERROR);
        }
    }

    private static void putTime(FeatureRowBuilder row, int slot, FeatureType type, long seconds, ValueState none) {
        if (seconds == Long.MIN_VALUE) {
            row.putState(slot, none);
        } else if (type.equals(FeatureType.TIMESTAMP) && Math.abs(seconds) <= Long.MAX_VALUE / 1_000_000) {
            row.putInt64(slot, seconds * 1_000_000);
        } else {
            row.putState(slot, ValueState.ERROR);
        }
    }

    private static void putTimes(FeatureRowBuilder row, int slot, FeatureType type, List<Long> seconds) {
        boolean fits = seconds.stream()
                .allMatch(value -> value != Long.MIN_VALUE && Math.abs(value) <= Long.MAX_VALUE / 1_000_000);
        if (!type.isScalar() && type.element().equals(FeatureType.TIMESTAMP) && fits) {
            row.putInt64s(
                    slot, seconds.stream().mapToLong(value -> value * 1_000_000).toArray());
        } else {
            row.putState(slot, ValueState.ERROR);
        }
    }

    private static void putBytes(FeatureRowBuilder row, int slot, List<ByteString> values) {
        row.putByteStrings(slot, values.stream().map(ByteString::toByteArray).toArray(byte[][]::new));
    }

    private static void putTexts(FeatureRowBuilder row, int slot, List<String> values) {
        row.putStrings(slot, values.toArray(new String[0]));
    }

    private static void putLongs(FeatureRowBuilder row, int slot, Collection<? extends Number> values) {
        row.putInt64s(slot, values.stream().mapToLong(Number::longValue).toArray());
    }

    private static void putDoubles(FeatureRowBuilder row, int slot, List<Double> values) {
        row.putFloat64s(slot, values.stream().mapToDouble(Double::doubleValue).toArray());
    }

    private static void putFloats(FeatureRowBuilder row, int slot, List<Float> values) {
        float[] floats = new float[values.size()];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = values.get(i);
        }
        row.putFloat32s(slot, floats);
    }

    private static void putBools(FeatureRowBuilder row, int slot, List<Boolean> values) {
        boolean[] bools = new boolean[values.size()];
        for (int i = 0; i < bools.length; i++) {
            bools[i] = values.get(i);
        }
        row.putBools(slot, bools);
    }
}

package dev.plumbline.benchmarks;

import com.google.protobuf.Timestamp;
import dev.plumbline.feature.EntityKey;
import dev.plumbline.feature.FeatureType;
import dev.plumbline.feature.FeatureView;
import feastserving.FieldStatus;
import feastserving.GetOnlineFeaturesResponse;
import feastserving.GetOnlineFeaturesResponse.FeatureVector;
import feasttypes.Value;
import java.util.ArrayList;
import java.util.List;

/** A view, its keys and the reply to all of them, as Feast's server in Java names and times it. */
final class FeastReplies {
    private static final String VIEW = "bench";

    private FeastReplies() {}

    /** A view of two doubles for each integer, f0, f1, and so on. */
    static FeatureView view(int features) {
        FeatureView.Builder builder = FeatureView.builder(VIEW, "entity");
        for (int i = 0; i < features; i++) {
            builder.feature("f" + i, isInteger(i) ? FeatureType.INT64 : FeatureType.FLOAT64);
        }
        return builder.build();
    }

    static boolean isInteger(int feature) {
        return feature % 3 == 2;
    }

    static List<EntityKey> keys(int entities) {
        List<EntityKey> keys = new ArrayList<>();
        for (int i = 0; i < entities; i++) {
            keys.add(EntityKey.of(i));
        }
        return keys;
    }

    static byte[] reply(int entities, int features) {
        GetOnlineFeaturesResponse.Builder reply = GetOnlineFeaturesResponse.newBuilder();
        for (int feature = 0; feature < features; feature++) {
            reply.getMetadataBuilder().getFeatureNamesBuilder().addVal(VIEW + ":f" + feature);
            FeatureVector.Builder column = reply.addResultsBuilder();
            for (int entity = 0; entity < entities; entity++) {
                Value.Builder value = column.addValuesBuilder();
                if (isInteger(feature)) {
                    value.setInt64Val(entity * 1000L + feature);
                } else {
                    value.setDoubleVal(entity * 0.5 + feature * 0.25);
                }
                column.addStatuses(FieldStatus.PRESENT);
                column.addEventTimestamps(Timestamp.newBuilder().setSeconds(1_700_000_000 + entity));
            }
        }
        return reply.build().toByteArray();
    }
}

package dev.plumbline.benchmarks;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.Value;
import dev.plumbline.feature.FeatureRow;
import dev.plumbline.feature.FeatureView;
import dev.plumbline.feature.RowStatus;
import featurestore.FeatureSet;
import featurestore.OnlineFeaturesResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/** What the herd reads: every value follows from the entity's name, so that a wrong one is seen. */
final class HerdRows {
    private static final int FEATURES = 10;
    static final FeatureView VIEW = Rows.view(FEATURES);

    private HerdRows() {}

    static List<String> entities(byte[] request) {
        try {
            List<String> ids = new ArrayList<>();
            CodedInputStream in = CodedInputStream.newInstance(request);
            for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
                if (tag >>> 3 == 1) {
                    ids.add(in.readString());
                } else {
                    in.skipField(tag);
                }
            }
            return ids;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static byte[] reply(List<String> entities) {
        OnlineFeaturesResponse.Builder reply = OnlineFeaturesResponse.newBuilder();
        for (String entity : entities) {
            FeatureSet.Builder set = FeatureSet.newBuilder();
            for (int i = 0; i < FEATURES; i++) {
                set.putFeatures(
                        "f" + i,
                        Value.newBuilder().setNumberValue(value(entity, i)).build());
            }
            reply.putResults(entity, set.build());
        }
        return reply.build().toByteArray();
    }

    static boolean isRight(FeatureRow row, String entity) {
        if (row.status() != RowStatus.PRESENT) {
            return false;
        }
        for (int i = 0; i < FEATURES; i++) {
            if (row.float64("f" + i, Double.NaN) != value(entity, i)) {
                return false;
            }
        }
        return true;
    }

    private static double value(String entity, int feature) {
        return entity.hashCode() + feature * 0.25;
    }
}

package dev.plumbline.grpc.internal;

import com.google.protobuf.Timestamp;
import feastserving.FeatureList;
import feastserving.FieldStatus;
import feastserving.GetOnlineFeaturesResponse;
import feastserving.GetOnlineFeaturesResponse.FeatureVector;
import feastserving.GetOnlineFeaturesResponseMetadata;
import feasttypes.Value;

/** Puts a reply of Feast's together, column by column. */
final class FeastReply {
    private final FeatureList.Builder names = FeatureList.newBuilder();
    private final GetOnlineFeaturesResponse.Builder reply = GetOnlineFeaturesResponse.newBuilder();

    static Value int64(long value) {
        return Value.newBuilder().setInt64Val(value).build();
    }

    static Value float64(double value) {
        return Value.newBuilder().setDoubleVal(value).build();
    }

    static Value text(String value) {
        return Value.newBuilder().setStringVal(value).build();
    }

    /** Returns a column of values that are all present. */
    static FeatureVector.Builder column(Value... values) {
        FeatureVector.Builder column = FeatureVector.newBuilder();
        for (Value value : values) {
            column.addValues(value).addStatuses(FieldStatus.PRESENT);
        }
        return column;
    }

    static FeatureVector.Builder at(FeatureVector.Builder column, long... seconds) {
        for (long second : seconds) {
            column.addEventTimestamps(Timestamp.newBuilder().setSeconds(second));
        }
        return column;
    }

    FeastReply with(String name, FeatureVector.Builder column) {
        names.addVal(name);
        reply.addResults(column);
        return this;
    }

    /** Names a column that is not sent. */
    FeastReply named(String name) {
        names.addVal(name);
        return this;
    }

    byte[] octets() {
        return reply.setMetadata(GetOnlineFeaturesResponseMetadata.newBuilder().setFeatureNames(names))
                .build()
                .toByteArray();
    }
}

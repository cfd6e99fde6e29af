package dev.plumbline.testing.contract;

import dev.plumbline.feature.FeatureType;
import dev.plumbline.testing.TransportTraits;
import dev.plumbline.testing.TransportTraits.Numbers;
import dev.plumbline.testing.TransportTraits.PartialFailure;

/** What each contract carries. In process, gRPC has no limit for replies. */
final class Carried {
    static final TransportTraits ONLINE_FEATURES = onlineFeatures().build();
    static final TransportTraits ONLINE_FEATURES_IN_PROCESS =
            onlineFeatures().messageLimit(false).build();
    static final TransportTraits DATA_ACCESS = dataAccess().build();
    static final TransportTraits DATA_ACCESS_IN_PROCESS =
            dataAccess().messageLimit(false).build();
    static final TransportTraits GRAPH_FEATURES = graphFeatures().build();
    static final TransportTraits GRAPH_FEATURES_IN_PROCESS =
            graphFeatures().messageLimit(false).build();

    private Carried() {}

    private static TransportTraits.Builder onlineFeatures() {
        return TransportTraits.builder()
                .without(FeatureType.BYTES)
                .numbers(Numbers.FLOAT64)
                .compositeKeys(false)
                .eventTimes(false)
                .versions(false)
                .partialFailure(PartialFailure.NOT_FOUND);
    }

    private static TransportTraits.Builder dataAccess() {
        return TransportTraits.builder()
                .types(FeatureType.BOOL, FeatureType.INT32, FeatureType.INT64, FeatureType.FLOAT32, FeatureType.FLOAT64)
                .numbers(Numbers.FLOAT32)
                .nulls(false)
                .compositeKeys(false)
                .eventTimes(false)
                .versions(false)
                .partialFailure(PartialFailure.CALL);
    }

    private static TransportTraits.Builder graphFeatures() {
        return TransportTraits.builder()
                .without(FeatureType.BYTES)
                .numbers(Numbers.FLOAT64)
                .compositeKeys(false)
                .eventTimes(false)
                .versions(false)
                .partialFailure(PartialFailure.CALL);
    }
}

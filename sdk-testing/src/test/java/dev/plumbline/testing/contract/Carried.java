package dev.plumbline.testing.contract;

import dev.plumbline.feature.FeatureType;
import dev.plumbline.testing.TransportTraits;
import dev.plumbline.testing.TransportTraits.Numbers;
import dev.plumbline.testing.TransportTraits.PartialFailure;
import java.time.Duration;

/** What each contract carries. In process, gRPC has no limit for replies. */
public final class Carried {
    public static final TransportTraits ONLINE_FEATURES = onlineFeatures().build();
    public static final TransportTraits ONLINE_FEATURES_IN_PROCESS =
            onlineFeatures().replyLimit(false).build();
    public static final TransportTraits DATA_ACCESS = dataAccess().build();
    public static final TransportTraits DATA_ACCESS_IN_PROCESS =
            dataAccess().replyLimit(false).build();
    public static final TransportTraits GRAPH_FEATURES = graphFeatures().build();
    public static final TransportTraits GRAPH_FEATURES_IN_PROCESS =
            graphFeatures().replyLimit(false).build();

    public static final TransportTraits FEAST = feast().build();
    public static final TransportTraits FEAST_IN_PROCESS =
            feast().replyLimit(false).build();

    public static final TransportTraits JSON = TransportTraits.builder().build();
    public static final TransportTraits FEAST_HTTP = feast().nonFinite(false).build();

    public static final TransportTraits NATIVE_FEATURES =
            TransportTraits.builder().build();
    public static final TransportTraits NATIVE_FEATURES_IN_PROCESS =
            TransportTraits.builder().replyLimit(false).build();

    private Carried() {}

    /** Timestamps are whole seconds; the event time is that of a column, so it is exact. */
    private static TransportTraits.Builder feast() {
        return TransportTraits.builder().timestampUnit(Duration.ofSeconds(1)).versions(false);
    }

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

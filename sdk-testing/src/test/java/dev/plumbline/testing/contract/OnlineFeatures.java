package dev.plumbline.testing.contract;

import dev.plumbline.feature.FeatureType;
import dev.plumbline.testing.TransportTraits;
import dev.plumbline.testing.TransportTraits.Numbers;
import dev.plumbline.testing.TransportTraits.PartialFailure;

/** What the online features contract carries: one join key, numbers as binary64, no times. */
final class OnlineFeatures {
    static final TransportTraits TRAITS = traits().build();

    /** In process, gRPC has no limit for replies. */
    static final TransportTraits IN_PROCESS = traits().messageLimit(false).build();

    private OnlineFeatures() {}

    private static TransportTraits.Builder traits() {
        return TransportTraits.builder()
                .without(FeatureType.BYTES)
                .numbers(Numbers.FLOAT64)
                .compositeKeys(false)
                .eventTimes(false)
                .versions(false)
                .partialFailure(PartialFailure.NOT_FOUND);
    }
}

package dev.plumbline.grpc.internal;

import dev.plumbline.feature.FeatureType;
import java.util.Map;
import java.util.Optional;

/**
 * How a Feast server is to be asked. Immutable and thread-safe.
 *
 * @param featureService the feature service that stands for the list of features, if any
 * @param fullFeatureNames whether columns are always to be named with their view
 * @param keyTypes the types of join keys whose values go in another type than their own
 * @param requestData the join keys that are inputs of on-demand views, with the type of each
 */
public record FeastTerms(
        Optional<String> featureService,
        boolean fullFeatureNames,
        Map<String, FeatureType> keyTypes,
        Map<String, FeatureType> requestData) {
    /**
     * Makes terms.
     *
     * @param featureService the feature service that stands for the list of features, if any
     * @param fullFeatureNames whether columns are always to be named with their view
     * @param keyTypes the types of join keys whose values go in another type than their own
     * @param requestData the join keys that are inputs of on-demand views, with the type of each
     */
    public FeastTerms {
        keyTypes = Map.copyOf(keyTypes);
        requestData = Map.copyOf(requestData);
    }
}

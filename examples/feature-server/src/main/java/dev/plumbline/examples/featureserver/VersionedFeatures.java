package dev.plumbline.examples.featureserver;

import java.util.Map;

/**
 * What the database holds of an entity.
 *
 * @param features by name, none if there is no such entity
 * @param version the place in the primary's log up to which the answer holds everything, in octets, or UNTOLD
 */
record VersionedFeatures(Map<String, Float> features, long version) {
    static final long UNTOLD = 0;
}

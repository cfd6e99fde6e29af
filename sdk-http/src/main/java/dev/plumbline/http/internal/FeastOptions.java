package dev.plumbline.http.internal;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a transport to Feast was told. Immutable and thread-safe.
 *
 * @param featureService the service to ask for instead of a list of features, null for the list
 * @param requestData the join keys that are data of the request, not of an entity
 */
public record FeastOptions(@Nullable String featureService, Set<String> requestData) {
    /**
     * Copies.
     *
     * @param featureService the service to ask for instead of a list of features, null for the list
     * @param requestData the join keys that are data of the request, not of an entity
     */
    public FeastOptions {
        requestData = Set.copyOf(requestData);
    }
}

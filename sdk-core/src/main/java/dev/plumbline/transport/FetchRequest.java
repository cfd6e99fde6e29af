package dev.plumbline.transport;

import dev.plumbline.feature.EntityKey;
import java.util.List;

/**
 * One fetch: which view, of which entities.
 *
 * <p>Immutable and thread-safe.
 *
 * @param binding the view and its names on the server, bound before
 * @param keys the entities, distinct, at least one
 */
public record FetchRequest(ViewBinding binding, List<EntityKey> keys) {
    /**
     * Makes a request.
     *
     * @param binding the view and its names on the server
     * @param keys the entities
     * @throws IllegalArgumentException if there is no key
     */
    public FetchRequest {
        keys = List.copyOf(keys);
        if (keys.isEmpty()) {
            throw new IllegalArgumentException("a fetch of no key: leave it out");
        }
    }
}

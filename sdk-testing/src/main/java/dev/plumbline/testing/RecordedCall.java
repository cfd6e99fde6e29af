package dev.plumbline.testing;

import dev.plumbline.feature.EntityKey;
import dev.plumbline.feature.FeatureView;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * One fetch that reached an {@link InMemoryFeatureStore}: one attempt of a client.
 *
 * <p>Immutable and thread-safe.
 *
 * @param view the view
 * @param keys the entities, in the order of the fetch
 * @param headers the metadata that came with it, trace context among it
 * @param at when it arrived, on the client's clock
 * @param timeLeft how long the client gave it; zero or less if its deadline had passed
 */
public record RecordedCall(
        FeatureView view, List<EntityKey> keys, Map<String, String> headers, Instant at, Duration timeLeft) {
    /**
     * Makes a record.
     *
     * @param view the view
     * @param keys the entities
     * @param headers the metadata
     * @param at when it arrived
     * @param timeLeft how long the client gave it
     */
    public RecordedCall {
        keys = List.copyOf(keys);
        headers = Map.copyOf(headers);
    }
}

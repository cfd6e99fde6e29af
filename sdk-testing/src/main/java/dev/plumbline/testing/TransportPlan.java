package dev.plumbline.testing;

import dev.plumbline.feature.FeatureView;
import java.util.List;

/**
 * What a check of {@link TransportContract} wants to be opened.
 *
 * <p>Immutable and thread-safe.
 *
 * @param store what the server serves: rows, faults, and the record of calls, which the server is to keep
 * @param views what the server knows; a client's view of the same name may have fewer features, in another order
 * @param maxMessageBytes how large a request or a reply the transport may take: 4 MiB, or a few KiB in checks of that
 */
public record TransportPlan(InMemoryFeatureStore store, List<FeatureView> views, int maxMessageBytes) {
    /**
     * Makes a plan.
     *
     * @param store what the server serves
     * @param views what the server knows
     * @param maxMessageBytes how large a request or a reply may be
     */
    public TransportPlan {
        views = List.copyOf(views);
    }

    /**
     * Returns the views as servers take them.
     *
     * @return an array of one or more
     */
    public FeatureView[] viewArray() {
        return views.toArray(FeatureView[]::new);
    }
}

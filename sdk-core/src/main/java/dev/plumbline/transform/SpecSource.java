package dev.plumbline.transform;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Where a spec's inputs come from: a view, and which fields of a request name its entity. Immutable and thread-safe.
 *
 * @param alias the name that inputs use; the view's name if the spec declares no sources
 * @param view the view's name
 * @param keys from join key to request field, in the spec's order; one entry with the join key {@link #UNNAMED_KEY} if
 *     the spec only says {@code key: field}; empty if the spec declares no sources, and the join keys are then looked up
 *     by their own names
 */
public record SpecSource(String alias, String view, Map<String, String> keys) {
    /** Stands for the single join key of a view where the spec does not name it. */
    public static final String UNNAMED_KEY = "";

    /**
     * Copies the keys.
     *
     * @param alias the name that inputs use
     * @param view the view's name
     * @param keys from join key to request field
     */
    public SpecSource {
        keys = Collections.unmodifiableMap(new LinkedHashMap<>(keys));
    }
}

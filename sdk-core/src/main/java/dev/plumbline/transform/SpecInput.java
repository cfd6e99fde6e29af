package dev.plumbline.transform;

import dev.plumbline.feature.FeatureType;
import java.time.Duration;
import java.util.Optional;

/**
 * One value that a spec reads. Immutable and thread-safe.
 *
 * @param name the input's name in the spec
 * @param type the type it is declared with
 * @param source an alias of {@link TransformSpec#sources()}, or {@link #REQUEST}
 * @param feature the feature's name in the source's view, or the request field's
 * @param ttl the age beyond which a value counts as stale, besides the view's own bound; empty if there is none
 */
public record SpecInput(String name, FeatureType type, String source, String feature, Optional<Duration> ttl) {
    /** The source of inputs that the caller passes. */
    public static final String REQUEST = "request";

    /**
     * Tells whether the caller passes the value with the request.
     *
     * @return whether the source is {@link #REQUEST}
     */
    public boolean isRequest() {
        return source.equals(REQUEST);
    }
}

package dev.plumbline.internal;

import dev.plumbline.FeatureClient;
import dev.plumbline.OnlineVectorizer;
import dev.plumbline.feature.FeatureView;
import dev.plumbline.transform.TransformSpec;
import java.util.Map;

/** Binds a spec to views. */
final class SpecBinding {
    private SpecBinding() {}

    static OnlineVectorizer bind(FeatureClient client, Map<String, FeatureView> views, TransformSpec spec) {
        if (!views.isEmpty()) {
            throw new UnsupportedOperationException(client.toString());
        }
        throw new IllegalStateException(spec.getClass().getName());
    }
}

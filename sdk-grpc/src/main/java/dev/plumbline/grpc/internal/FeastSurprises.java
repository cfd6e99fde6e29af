package dev.plumbline.grpc.internal;

import dev.plumbline.feature.FeatureView;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says once for each feature that its values are of a kind that no feature type takes. Thread-safe. */
final class FeastSurprises {
    private static final Logger LOG = LoggerFactory.getLogger(FeastSurprises.class);

    private final FeatureView view;
    private final AtomicIntegerArray said;

    FeastSurprises(FeatureView view) {
        this.view = view;
        this.said = new AtomicIntegerArray(view.size());
    }

    void unsupported(int slot, int field) {
        if (said.getPlain(slot) == 0 && said.compareAndSet(slot, 0, 1)) {
            LOG.warn(
                    "feature '{}' of view '{}' came as field {} of feast.types.Value, {}: unsupported, its cells are"
                            + " errors",
                    view.featureNames().get(slot),
                    view.name(),
                    field,
                    FeastKinds.scalar(field) == FeastKinds.UNSUPPORTED
                            ? "a map, a struct or a list of lists"
                            : "a kind that this version does not know");
        }
    }
}

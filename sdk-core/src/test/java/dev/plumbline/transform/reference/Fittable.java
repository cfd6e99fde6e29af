package dev.plumbline.transform.reference;

import java.util.List;
import java.util.Map;

/** The options that the reference marks with a star. */
final class Fittable {
    private static final Map<String, List<String>> OPTIONS = Map.ofEntries(
            Map.entry("impute", List.of("value")),
            Map.entry("zscore", List.of("mean", "std")),
            Map.entry("center_scale", List.of("center", "scale")),
            Map.entry("minmax", List.of("min", "max")),
            Map.entry("maxabs", List.of("max")),
            Map.entry("clip", List.of("min", "max")),
            Map.entry("winsorize", List.of("min", "max")),
            Map.entry("bucketize", List.of("bounds")),
            Map.entry("vocab", List.of("values")),
            Map.entry("value_map", List.of("map")),
            Map.entry("target_encode", List.of("map", "prior", "missing")),
            Map.entry("count_encode", List.of("map")),
            Map.entry("freq_encode", List.of("map")));

    private Fittable() {}

    static List<String> of(String op) {
        return OPTIONS.getOrDefault(op, List.of());
    }
}

package dev.plumbline.transform.reference;

import java.util.Map;

/** The options that a preset sets, as the table of the spec reference has them. */
final class Presets {
    static final Map<String, Map<String, Map<String, String>>> ALL = Map.ofEntries(
            of(
                    "zscore",
                    Map.of("form", "mul", "ddof", "1", "zero_std", "zeros"),
                    Map.of("form", "div", "ddof", "0", "zero_std", "center"),
                    Map.of("form", "div", "ddof", "0", "zero_std", "epsilon")),
            of(
                    "center_scale",
                    Map.of("form", "mul", "method", "inverted_cdf", "zero_scale", "zeros"),
                    Map.of("form", "div", "method", "linear", "zero_scale", "center"),
                    Map.of()),
            of(
                    "minmax",
                    Map.of("form", "shift", "zero_range", "middle"),
                    Map.of("form", "affine", "zero_range", "center"),
                    Map.of()),
            of("maxabs", Map.of("form", "mul"), Map.of("form", "div"), Map.of()),
            of(
                    "vocab",
                    Map.of("oov", "1", "missing_as", "oov", "order", "asc"),
                    Map.of("order", "asc"),
                    Map.of("layout", "values_last", "missing", "1", "oov", "1", "order", "desc")),
            of("one_hot", Map.of("drop", "last"), Map.of("drop", "none"), Map.of("drop", "none")),
            of("hash", Map.of("seed", "42", "mod", "floor"), Map.of("seed", "0", "mod", "abs"), Map.of()),
            of(
                    "hash_vector",
                    Map.of("seed", "42", "mod", "floor", "sign", "none", "missing", "skip"),
                    Map.of("seed", "0", "mod", "abs", "sign", "alternate", "missing", "skip"),
                    Map.of()),
            of("poly", Map.of("order", "spark", "bias", "false"), Map.of("order", "graded", "bias", "true"), Map.of()),
            of("round", Map.of("mode", "half_up"), Map.of("mode", "half_even"), Map.of("mode", "half_even")),
            of(
                    "bucketize",
                    Map.of("closed", "left", "method", "inverted_cdf"),
                    Map.of("closed", "left", "method", "averaged_inverted_cdf"),
                    Map.of("closed", "left")));

    private Presets() {}

    private static Map.Entry<String, Map<String, Map<String, String>>> of(
            String op, Map<String, String> spark, Map<String, String> sklearn, Map<String, String> keras) {
        return Map.entry(
                op,
                keras.isEmpty()
                        ? Map.of("spark", spark, "sklearn", sklearn)
                        : Map.of("spark", spark, "sklearn", sklearn, "keras", keras));
    }
}

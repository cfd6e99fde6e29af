package dev.plumbline.transform;

import java.util.List;
import java.util.Map;

/**
 * A document after all checks but its golden rows.
 *
 * @param used the inputs that features read, in document order
 * @param declared all inputs by name
 */
record ParsedSpec(
        String name,
        String version,
        String outputName,
        boolean float32,
        boolean dense,
        boolean strict,
        List<Input> used,
        Map<String, Input> declared,
        Map<String, SpecSource> sources,
        List<FeaturePlan> plans,
        List<Example> examples,
        List<String> warnings) {
    /**
     * An input with the policy that holds for it.
     *
     * @param line its line
     */
    record Input(SpecInput input, Policy policy, int line) {}

    /** A golden row as written. */
    record Example(int line, SpecNode in, SpecNode out) {}
}

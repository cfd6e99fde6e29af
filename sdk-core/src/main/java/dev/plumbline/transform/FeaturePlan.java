package dev.plumbline.transform;

import java.util.List;

/**
 * One feature of the output, checked.
 *
 * @param inputIndex the place of its input among the used ones
 * @param steps its steps, with what the policy puts before them
 * @param offset its first slot
 */
record FeaturePlan(
        String name, int inputIndex, SpecInput input, Policy policy, List<Step> steps, Port end, int offset) {
    int width() {
        return end.width();
    }

    boolean takesMissing() {
        return steps.stream().anyMatch(Step::takesMissing);
    }

    boolean isFloat() {
        return switch (input.type().kind()) {
            case FLOAT32, FLOAT64 -> true;
            default -> false;
        };
    }
}

package dev.plumbline.transform;

import dev.plumbline.feature.FeatureType;
import java.util.List;

/**
 * One feature of the output, checked.
 *
 * @param inputs what it reads, one or more
 * @param steps its steps, with what the policy puts before them
 * @param offset its first slot
 */
record FeaturePlan(String name, List<Read> inputs, List<Step> steps, Port end, int offset) {
    /**
     * An input with the policy that holds for it in this feature.
     *
     * @param index its place among the used inputs
     */
    record Read(int index, SpecInput input, Policy policy) {
        /** Tells whether a value of it may be NaN or infinite. */
        boolean isFloat() {
            FeatureType type = input.type();
            return switch (type.isScalar() ? type.kind() : type.element().kind()) {
                case FLOAT32, FLOAT64 -> true;
                default -> false;
            };
        }

        boolean isFloatScalar() {
            return input.type().isScalar() && isFloat();
        }
    }

    /** Returns the first input, which is the only one but for features that join. */
    Read first() {
        return inputs.get(0);
    }

    int width() {
        return end.width();
    }

    boolean takesMissing() {
        return steps.stream().anyMatch(Step::takesMissing);
    }

    /** Tells whether the output is written as those slots that are not 0. */
    boolean endsSparse() {
        return !steps.isEmpty() && steps.get(steps.size() - 1).givesSparse();
    }

    /** Tells whether a NaN may be among the steps' values without a step being at fault. */
    boolean keepsNaN() {
        for (int i = 0; i < inputs.size(); i++) {
            if (inputs.get(i).isFloat() && inputs.get(i).policy().nan() == Rule.KEEP) {
                return true;
            }
        }
        return false;
    }
}

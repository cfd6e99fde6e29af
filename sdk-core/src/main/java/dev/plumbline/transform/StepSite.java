package dev.plumbline.transform;

import java.util.List;

/**
 * Where a step stands, for its checks and their messages.
 *
 * @param line its line
 * @param feature the feature's name
 * @param index its place among the feature's steps as written, 0 for the first, -1 if the policy put it there
 * @param op the step's op
 * @param before what stands before it, such as {@code step 1 bucketize}
 * @param inputs what the feature reads
 * @param strict whether functions are those of StrictMath
 */
record StepSite(
        SpecSite site,
        int line,
        String feature,
        int index,
        String op,
        String before,
        List<FeaturePlan.Read> inputs,
        boolean strict) {
    /** Returns what holds for the feature; of several inputs, the first one's. */
    Policy policy() {
        return inputs.get(0).policy();
    }

    /** Names one of the step's options. */
    String where(String option) {
        return "feature '" + feature + "' step " + index + " " + op + "." + option;
    }

    SpecException fault(String code, String text) {
        return site.fault(code, line, "feature '" + feature + "' step " + index + " " + op + " " + text);
    }
}

package dev.plumbline.transform;

import dev.plumbline.feature.FeatureType;

/**
 * Where a step stands, for its checks and their messages.
 *
 * @param line its line
 * @param feature the feature's name
 * @param index its place among the feature's steps as written, 0 for the first, -1 if the policy put it there
 * @param op the step's op
 * @param before what stands before it, such as {@code step 1 bucketize}
 * @param type the type of the feature's input
 * @param policy what holds for the feature
 * @param strict whether functions are those of StrictMath
 */
record StepSite(
        SpecSite site,
        int line,
        String feature,
        int index,
        String op,
        String before,
        FeatureType type,
        Policy policy,
        boolean strict) {
    SpecException fault(String code, String text) {
        return site.fault(code, line, "feature '" + feature + "' step " + index + " " + op + " " + text);
    }
}

package dev.plumbline.transform;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where a step stands, for its checks and their messages.
 *
 * @param line its line
 * @param feature the feature's name
 * @param index its place among the feature's steps as written, 0 for the first, -1 if the policy put it there
 * @param op the step's op
 * @param earlier the feature's steps before it, as written
 * @param inputs what the feature reads
 * @param strict whether functions are those of StrictMath
 */
record StepSite(
        SpecSite site,
        int line,
        String feature,
        int index,
        String op,
        List<Step> earlier,
        List<FeaturePlan.Read> inputs,
        boolean strict) {
    /** Names what stands before it, such as {@code step 1 bucketize}. */
    String before() {
        if (!earlier.isEmpty()) {
            int last = earlier.size() - 1;
            return "step " + last + " " + earlier.get(last).op;
        }
        return inputs.size() == 1 ? "input '" + inputs.get(0).input().name() + "'" : "its " + inputs.size() + " inputs";
    }

    /** Returns the last step before it that brings texts into one form, null if there is none. */
    @Nullable CleanText cleaner() {
        CleanText last = null;
        for (Step step : earlier) {
            last = step instanceof CleanText clean ? clean : last;
        }
        return last;
    }

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

package dev.plumbline.transform;

import java.util.List;
import java.util.stream.Collectors;

/**
 * A step that fitting has to fill.
 *
 * @param line where its first mark is
 * @param before the feature up to the step
 * @param options what is written, defaults, and something in place of what is fitted
 * @param open the options that are marked
 * @param target the place of the input that holds the label, -1 if the step needs none
 */
record OpenStep(StepSite site, int line, FeaturePlan before, Options options, List<String> open, int target) {
    String key() {
        return Params.key(site);
    }

    /** Returns the kind of the values that the step takes. */
    Kind kind() {
        return before.end().kind();
    }

    boolean isOpen(String option) {
        return open.contains(option);
    }

    /** Makes a refusal that names spec, feature, step and options. */
    SpecException fault(String code, String text) {
        return site.site()
                .fault(
                        code,
                        line,
                        "feature '" + site.feature() + "' step " + site.index() + " " + site.op() + " has "
                                + open.stream().map(option -> option + ": fit").collect(Collectors.joining(", "))
                                + " " + text);
    }

    /** Names what the feature reads, for refusals. */
    String inputs() {
        String names = before.inputs().stream()
                .map(read -> "'" + read.input().name() + "'")
                .collect(Collectors.joining(", "));
        return (before.inputs().size() == 1 ? "input " : "inputs ") + names;
    }
}

package dev.plumbline.transform;

import java.util.List;
import java.util.stream.Collectors;

/** What a policy asks of a feature's steps. */
final class PolicyChecks {
    private PolicyChecks() {}

    static void check(SpecSite site, int line, FeaturePlan plan, List<String> warnings) {
        checkClip(site, line, plan);
        checkUnknown(site, line, plan, warnings);
        if (!plan.takesMissing()) {
            warnings.add(site.message(
                    "PLB-109",
                    line,
                    "feature '" + plan.name() + "' has no impute and policy.missing=error: a missing "
                            + plan.inputs().stream()
                                    .map(read -> read.input().name())
                                    .collect(Collectors.joining(" or "))
                            + " will throw PLB-301 at run time"));
        }
    }

    /** An infinite value may only go on to a clip, before any step that computes with it. */
    private static void checkClip(SpecSite site, int line, FeaturePlan plan) {
        if (plan.inputs().stream()
                .noneMatch(read -> read.isFloat() && read.policy().inf() == Rule.CLIP)) {
            return;
        }
        for (Step step : plan.steps()) {
            if (step instanceof IsMissing
                    || (step instanceof Clip && step.options.has("min") && step.options.has("max"))) {
                return;
            }
            if (!(step instanceof Impute)) {
                break;
            }
        }
        throw site.fault(
                "PLB-118",
                line,
                "feature '" + plan.name()
                        + "' has the policy inf: clip and does not start with a clip of min and max; add one, or set inf: missing");
    }

    /** Tells whether what follows an index, or follows steps that only pick indexes, writes categories as slots. */
    private static boolean isHotAfter(List<Step> steps, int index) {
        int next = index + 1;
        while (next < steps.size() && steps.get(next).out.kind() == Kind.INDEXES) {
            next++;
        }
        return next < steps.size() && (steps.get(next) instanceof OneHot || steps.get(next) instanceof MultiHot);
    }

    private static void checkUnknown(SpecSite site, int line, FeaturePlan plan, List<String> warnings) {
        List<Step> steps = plan.steps();
        for (int i = 0; i < steps.size(); i++) {
            if (!(steps.get(i) instanceof Vocab vocab)) {
                continue;
            }
            if (vocab.zeros && !isHotAfter(steps, i)) {
                String hot = vocab.out.kind().isList() ? "multi_hot" : "one_hot";
                throw site.fault(
                        "PLB-118",
                        line,
                        "feature '" + plan.name() + "' has the policy unknown: zeros, which only " + hot
                                + " can write; add " + hot + " or set unknown: oov");
            }
            boolean filled = plan.first().policy().unknown() == Rule.OOV || vocab.countsMissingAsUnknown();
            if (vocab.options.integer("oov") > 0 && !filled) {
                warnings.add(site.message(
                        "PLB-119",
                        line,
                        "feature '" + plan.name() + "' has a slot for unknown values that the policy unknown: "
                                + plan.first().policy().unknown().spelled() + " never fills; set unknown: oov"));
            }
        }
    }
}

package dev.plumbline.transform;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A document as far as it is fitted.
 *
 * @param inputs what rows hold: the used inputs, then those that only fitting reads
 * @param ready the steps whose values the steps before give, in the document's order
 * @param isFitted whether no step is left
 */
record OpenSpec(ParsedSpec parsed, List<SpecInput> inputs, List<OpenStep> ready, boolean isFitted) {
    static OpenSpec parse(String text, String file, Map<String, Map<String, SpecNode>> known) {
        OpenParams params = new OpenParams(known);
        ParsedSpec parsed = DocumentParser.parse(text, file, params);
        Map<String, FeaturePlan> plans = new HashMap<>();
        parsed.plans().forEach(plan -> plans.put(plan.name(), plan));
        Map<String, Integer> places = new HashMap<>();
        List<SpecInput> inputs = new ArrayList<>();
        parsed.used().forEach(used -> add(used.input(), inputs, places));
        List<OpenStep> ready = new ArrayList<>();
        Set<String> begun = new HashSet<>();
        for (OpenParams.Mark mark : params.marks()) {
            FeaturePlan plan =
                    java.util.Objects.requireNonNull(plans.get(mark.site().feature()));
            OpenStep step = step(mark, plan, parsed, inputs, places);
            FitRules.requireRule(step);
            if (begun.add(plan.name())) {
                ready.add(step);
            }
        }
        return new OpenSpec(
                parsed, List.copyOf(inputs), List.copyOf(ready), params.marks().isEmpty());
    }

    private static void add(SpecInput input, List<SpecInput> inputs, Map<String, Integer> places) {
        if (places.putIfAbsent(input.name(), inputs.size()) == null) {
            inputs.add(input);
        }
    }

    private static OpenStep step(
            OpenParams.Mark mark,
            FeaturePlan plan,
            ParsedSpec parsed,
            List<SpecInput> inputs,
            Map<String, Integer> places) {
        StepSite site = mark.site();
        int at = site.index() + plan.added();
        Step step = plan.steps().get(at);
        ParsedSpec.Input target =
                step.options.has("target") ? parsed.declared().get(step.options.text("target")) : null;
        if (target != null) {
            add(target.input(), inputs, places);
        }
        FeaturePlan before =
                new FeaturePlan(plan.name(), plan.inputs(), plan.steps().subList(0, at), plan.added(), step.in, 0);
        return new OpenStep(
                site,
                mark.line(),
                before,
                step.options,
                mark.options(),
                OpenStep.target(site, mark.line(), step.options, places));
    }
}

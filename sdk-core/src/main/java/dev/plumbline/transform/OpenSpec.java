package dev.plumbline.transform;

import dev.plumbline.feature.internal.Names;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * A document as far as it is fitted.
 *
 * @param inputs what rows hold: the used inputs, then those that only fitting reads
 * @param ready the steps whose values the steps before give, in the document's order
 * @param isFitted whether no step is left
 */
record OpenSpec(ParsedSpec parsed, List<SpecInput> inputs, List<OpenStep> ready, boolean isFitted) {
    private static final String TARGET = "target";

    static OpenSpec parse(String text, String file, Map<String, Map<String, SpecNode>> known) {
        OpenParams params = new OpenParams(known);
        ParsedSpec parsed = DocumentParser.parse(text, file, params);
        Map<String, FeaturePlan> plans = new HashMap<>();
        parsed.plans().forEach(plan -> plans.put(plan.name(), plan));
        Map<String, Integer> places = new HashMap<>();
        List<SpecInput> inputs = new ArrayList<>();
        parsed.used().forEach(used -> add(used.input(), inputs, places));
        params.marks().forEach(mark -> addTarget(mark, parsed, inputs, places));
        List<OpenStep> ready = new ArrayList<>();
        Set<String> begun = new HashSet<>();
        for (OpenParams.Mark mark : params.marks()) {
            if (!mark.open.isEmpty()) {
                OpenStep step = step(mark, Objects.requireNonNull(plans.get(mark.site.feature())), places);
                FitRules.requireRule(step);
                if (begun.add(mark.site.feature())) {
                    ready.add(step);
                }
            }
        }
        return new OpenSpec(parsed, List.copyOf(inputs), List.copyOf(ready), begun.isEmpty());
    }

    private static void addTarget(
            OpenParams.Mark mark, ParsedSpec parsed, List<SpecInput> inputs, Map<String, Integer> places) {
        if (!mark.options.has(TARGET)) {
            return;
        }
        String name = mark.options.text(TARGET);
        ParsedSpec.Input target = parsed.declared().get(name);
        if (target == null) {
            throw fault(
                    mark,
                    "PLB-101",
                    "the unknown input '" + name + "' as target"
                            + Names.hint(name, parsed.declared().keySet()));
        }
        Port port = Port.of(target.input().type());
        if (!port.kind().isNumeric()) {
            throw fault(
                    mark,
                    "PLB-103",
                    "input '" + name + "' as target, which is " + port.described() + "; name a number");
        }
        add(target.input(), inputs, places);
    }

    private static SpecException fault(OpenParams.Mark mark, String code, String text) {
        StepSite site = mark.site;
        return site.site()
                .fault(
                        code,
                        mark.line,
                        "feature '" + site.feature() + "' step " + site.index() + " " + site.op() + " has " + text);
    }

    private static void add(SpecInput input, List<SpecInput> inputs, Map<String, Integer> places) {
        if (places.putIfAbsent(input.name(), inputs.size()) == null) {
            inputs.add(input);
        }
    }

    private static OpenStep step(OpenParams.Mark mark, FeaturePlan plan, Map<String, Integer> places) {
        int at = mark.site.index() + plan.added();
        Port in = plan.steps().get(at).in;
        FeaturePlan before =
                new FeaturePlan(plan.name(), plan.inputs(), plan.steps().subList(0, at), plan.added(), in, 0);
        int target = mark.options.has(TARGET) ? places.getOrDefault(mark.options.text(TARGET), -1) : -1;
        return new OpenStep(mark.site, mark.line, before, mark.options, List.copyOf(mark.open), target);
    }
}

package dev.plumbline.transform;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/** The three texts that are hashed: what a spec means, where its inputs come from, and how its output is laid out. */
final class SpecForms {
    private SpecForms() {}

    static String semantic(ParsedSpec spec) {
        SortedMap<String, Object> root = Canonical.map();
        root.put("plumbline", 1);
        root.put("semantics", 1);
        root.put("name", spec.name());
        root.put("math", spec.strict() ? "strict" : "fast");
        SortedMap<String, Object> output = Canonical.map();
        output.put("name", spec.outputName());
        output.put("type", type(spec));
        output.put("layout", "dense");
        root.put("output", output);
        SortedMap<String, Object> inputs = Canonical.map();
        for (ParsedSpec.Input input : spec.used()) {
            SortedMap<String, Object> entry = Canonical.map();
            entry.put("type", TypeNames.spell(input.input().type()));
            entry.put("policy", input.policy().canonical());
            inputs.put(input.input().name(), entry);
        }
        root.put("inputs", inputs);
        root.put(
                "features",
                spec.plans().stream().map(plan -> feature(spec, plan)).toList());
        return Canonical.write(root);
    }

    private static Object feature(ParsedSpec spec, FeaturePlan plan) {
        SortedMap<String, Object> entry = Canonical.map();
        entry.put("name", plan.name());
        entry.put("input", plan.input().name());
        List<Object> steps = new ArrayList<>();
        for (Step step : plan.steps()) {
            steps.add(Map.of(step.op, step.options.canonical()));
        }
        entry.put("steps", steps);
        SortedMap<String, Object> own = plan.policy().canonical();
        SortedMap<String, Object> inherited =
                spec.used().get(plan.inputIndex()).policy().canonical();
        own.entrySet().removeIf(rule -> rule.getValue().equals(inherited.get(rule.getKey())));
        if (!own.isEmpty()) {
            entry.put("policy", own);
        }
        return entry;
    }

    static String binding(ParsedSpec spec) {
        SortedMap<String, Object> inputs = Canonical.map();
        for (ParsedSpec.Input used : spec.used()) {
            SpecInput input = used.input();
            SortedMap<String, Object> entry = Canonical.map();
            entry.put("source", input.source());
            entry.put("feature", input.feature());
            SpecSource source = spec.sources().get(input.source());
            if (source != null) {
                entry.put("view", source.view());
                entry.put("keys", source.keys());
            }
            inputs.put(input.name(), entry);
        }
        return Canonical.write(inputs);
    }

    static String layout(ParsedSpec spec) {
        SortedMap<String, Object> root = Canonical.map();
        root.put("type", type(spec));
        List<Object> features = new ArrayList<>();
        for (FeaturePlan plan : spec.plans()) {
            SortedMap<String, Object> entry = Canonical.map();
            entry.put("name", plan.name());
            entry.put("offset", plan.offset());
            entry.put("width", plan.width());
            entry.put("elements", plan.end().labels());
            features.add(entry);
        }
        root.put("features", features);
        return Canonical.write(root);
    }

    private static String type(ParsedSpec spec) {
        return spec.float32() ? "f32" : "f64";
    }
}

package dev.plumbline.transform;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.stream.IntStream;

/** The three texts that are hashed: what a spec means, where its inputs come from, and how its output is laid out. */
final class SpecForms {
    private SpecForms() {}

    static String semantic(ParsedSpec spec) {
        return Canonical.write(semanticTree(spec));
    }

    /** Returns what {@link #semantic} writes, to be compared. */
    static SortedMap<String, Object> semanticTree(ParsedSpec spec) {
        SortedMap<String, Object> root = Canonical.map();
        root.put("plumbline", 1);
        root.put("semantics", 1);
        root.put("name", spec.name());
        root.put("math", spec.strict() ? "strict" : "fast");
        SortedMap<String, Object> output = Canonical.map();
        output.put("name", spec.outputName());
        output.put("type", type(spec));
        output.put("layout", spec.dense() ? "dense" : "sparse");
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
        return root;
    }

    private static Object feature(ParsedSpec spec, FeaturePlan plan) {
        SortedMap<String, Object> entry = Canonical.map();
        entry.put("name", plan.name());
        if (plan.inputs().size() == 1) {
            entry.put("input", plan.first().input().name());
        } else {
            entry.put(
                    "inputs",
                    plan.inputs().stream().map(read -> read.input().name()).toList());
        }
        List<Object> steps = new ArrayList<>();
        for (Step step : plan.steps()) {
            steps.add(Map.of(step.op, step.options.canonical()));
        }
        entry.put("steps", steps);
        SortedMap<String, Object> policies = Canonical.map();
        for (FeaturePlan.Read read : plan.inputs()) {
            SortedMap<String, Object> own = read.policy().canonical();
            SortedMap<String, Object> inherited =
                    spec.used().get(read.index()).policy().canonical();
            own.entrySet().removeIf(rule -> rule.getValue().equals(inherited.get(rule.getKey())));
            policies.putAll(own);
        }
        if (!policies.isEmpty()) {
            entry.put("policy", policies);
        }
        return entry;
    }

    static String binding(ParsedSpec spec) {
        return Canonical.write(bindingTree(spec));
    }

    /** Returns what {@link #binding} writes: from each used input to where it comes from. */
    static SortedMap<String, Object> bindingTree(ParsedSpec spec) {
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
        return inputs;
    }

    static String layout(ParsedSpec spec) {
        SortedMap<String, Object> root = Canonical.map();
        root.put("type", type(spec));
        root.put("layout", spec.dense() ? "dense" : "sparse");
        List<Object> features = new ArrayList<>();
        for (FeaturePlan plan : spec.plans()) {
            SortedMap<String, Object> entry = Canonical.map();
            entry.put("name", plan.name());
            entry.put("offset", plan.offset());
            entry.put("width", plan.width());
            entry.put("elements", elements(plan.end()));
            features.add(entry);
        }
        root.put("features", features);
        return Canonical.write(root);
    }

    /** Returns what a feature's slots are called. */
    static Object elements(Port end) {
        return end.labels().numbered()
                ? "numbered"
                : IntStream.range(0, end.width()).mapToObj(end::label).toList();
    }

    private static String type(ParsedSpec spec) {
        return spec.float32() ? "f32" : "f64";
    }
}

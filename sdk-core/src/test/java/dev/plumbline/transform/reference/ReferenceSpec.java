package dev.plumbline.transform.reference;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.schema.FailsafeSchema;

/** A spec's document, taken to be sound: whether it is, is not this reader's business. */
final class ReferenceSpec {
    /** @param policy the entries in force for a feature that says nothing itself */
    record Input(String name, String type, Map<String, Object> policy) {
        Kind kind() {
            return Kind.of(type);
        }
    }

    /** @param inputs each with the policy in force for this feature */
    record Feature(String name, List<Input> inputs, List<Step> steps) {
        String unknown() {
            return (String) inputs.get(0).policy.get("unknown");
        }
    }

    private static final Map<String, Object> POLICY = Map.of(
            "missing", "error", "nan", "missing", "inf", "error", "stale", "error", "error", "error", "unknown",
            "error");

    final boolean f32;
    final boolean sparse;
    final boolean fast;
    final Map<String, Input> inputs = new LinkedHashMap<>();
    final List<Feature> features = new ArrayList<>();
    private final Map<?, ?> params;

    ReferenceSpec(String text) {
        Object document =
                new Load(LoadSettings.builder().setSchema(new FailsafeSchema()).build()).loadFromString(text);
        Map<?, ?> root = (Map<?, ?>) document;
        Map<?, ?> output = map(root, "output");
        this.f32 = !"f64".equals(output.get("type"));
        this.sparse = "sparse".equals(output.get("layout"));
        Map<String, Object> policy = over(POLICY, map(root, "policy"));
        this.fast = "fast".equals(policy.get("math"));
        this.params = map(root, "params");
        map(root, "inputs").forEach((name, node) -> {
            Map<?, ?> input = (Map<?, ?>) node;
            inputs.put(
                    (String) name,
                    new Input((String) name, (String) input.get("type"), over(policy, map(input, "policy"))));
        });
        ((List<?>) root.get("features")).forEach(node -> features.add(feature((Map<?, ?>) node)));
    }

    private Feature feature(Map<?, ?> node) {
        List<Input> read = new ArrayList<>();
        List<?> names = node.get("inputs") instanceof List<?> several ? several : List.of(node.get("input"));
        for (Object name : names) {
            Input input = inputs.get((String) name);
            read.add(new Input(input.name, input.type, over(input.policy, map(node, "policy"))));
        }
        String name = (String) node.get("name");
        List<Step> steps = new ArrayList<>();
        List<?> written = node.get("steps") instanceof List<?> list ? list : List.of();
        for (int i = 0; i < written.size(); i++) {
            Object step = written.get(i);
            Object op = step instanceof Map<?, ?> map ? map.keySet().iterator().next() : step;
            steps.add(Step.parse(step, map(params, name + "/" + i + "/" + op)));
        }
        imputeByPolicy(read, steps);
        return new Feature(name, read, steps);
    }

    private static void imputeByPolicy(List<Input> read, List<Step> steps) {
        Input first = read.get(0);
        if (read.size() == 1
                && first.policy.get("missing") instanceof Map<?, ?> missing
                && first.kind().is("number", "integer")
                && steps.stream().noneMatch(step -> step.takesMissing(first.kind()))) {
            steps.add(0, Step.parse(missing, Map.of()));
        }
    }

    private static Map<String, Object> over(Map<String, Object> below, Map<?, ?> written) {
        Map<String, Object> all = new LinkedHashMap<>(below);
        written.forEach((key, value) -> all.put((String) key, value));
        return all;
    }

    private static Map<?, ?> map(Map<?, ?> of, String key) {
        return of.get(key) instanceof Map<?, ?> map ? map : Map.of();
    }
}

package dev.plumbline.transform.reference;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** A spec that a seed stands for: all types, all ops, policies everywhere. */
final class RandomSpec {
    private static final List<String> TYPES = List.of(
            "f64",
            "f64",
            "f64",
            "f32",
            "i64",
            "i32",
            "bool",
            "string",
            "string",
            "bytes",
            "timestamp",
            "timestamp",
            "list<f64>",
            "list<f32>",
            "list<i64>",
            "list<i32>",
            "list<bool>",
            "list<string>",
            "list<string>",
            "list<timestamp>",
            "list<bytes>",
            "vector<f64,3>",
            "vector<f32,3>",
            "vector<f64,1>");

    private final Random random;
    private final FeatureDrafts drafts;
    private final Map<String, String> types = new LinkedHashMap<>();
    private final Map<String, Map<String, Object>> policies = new LinkedHashMap<>();
    private final Map<String, Object> policy;
    private final List<String> features = new ArrayList<>();
    private final List<String> params = new ArrayList<>();
    private final boolean sparse;

    /** The ops with their options, those of every step. */
    final List<Draft> steps = new ArrayList<>();

    final String text;

    RandomSpec(long seed) {
        this.random = new Random(seed);
        this.sparse = random.nextInt(5) == 0;
        this.drafts = new FeatureDrafts(random, sparse);
        this.policy = policy(4, false);
        int count = 1 + random.nextInt(8);
        while (features.size() < count) {
            feature();
        }
        this.text = document();
    }

    private void feature() {
        String join = random.nextInt(4) == 0 ? drafts.join() : null;
        List<String> inputs = join == null ? List.of(input(pick(TYPES))) : joined(join);
        Map<String, Object> own = policy(1, join != null);
        List<Kind> kinds = new ArrayList<>();
        boolean clips = false;
        for (String input : inputs) {
            kinds.add(Kind.of(types.get(input)));
            boolean isFloat = types.get(input).matches(".*f(32|64).*");
            if (isFloat && inForce(own, input, "inf").equals("clip")) {
                clips = true;
                if (join != null) {
                    own.put("inf", pick(List.of("error", "missing", "keep")));
                }
            }
        }
        String unknown = inForce(own, inputs.get(0), "unknown");
        List<Draft> chain = drafts.chain(kinds, join, clips && join == null, unknown);
        write(inputs, own, chain);
        if (join == null && random.nextInt(4) == 0) {
            repeat(inputs.get(0), own, chain);
        }
    }

    /** More features of the same steps, with other numbers: runs of equal features are computed together. */
    private void repeat(String input, Map<String, Object> own, List<Draft> chain) {
        int count = 1 + random.nextInt(5);
        for (int i = 0; i < count; i++) {
            String name = "i" + types.size();
            types.put(name, types.get(input));
            policies.put(name, policies.get(input));
            write(List.of(name), new LinkedHashMap<>(own), drafts.redrawn(chain));
        }
    }

    private void write(List<String> inputs, Map<String, Object> own, List<Draft> chain) {
        String name = "f" + features.size();
        if (inputs.size() == 1) {
            keepInteger(own, inputs.get(0), chain);
        }
        List<String> written = new ArrayList<>();
        for (int i = 0; i < chain.size(); i++) {
            Draft draft = chain.get(i);
            Map<String, Object> options = new LinkedHashMap<>(draft.options);
            Map<String, Object> fitted = new LinkedHashMap<>();
            if (random.nextInt(10) == 0) {
                Fittable.of(draft.op).forEach(option -> {
                    if (options.containsKey(option)) {
                        fitted.put(option, options.put(option, "fit"));
                    }
                });
            }
            if (!fitted.isEmpty()) {
                params.add(name + "/" + i + "/" + draft.op + ": " + Draft.yaml(fitted));
            }
            written.add(draft.written(options));
        }
        String reads = inputs.size() == 1 ? "input: " + inputs.get(0) : "inputs: " + inputs;
        features.add("  - {name: " + name + ", " + reads + (own.isEmpty() ? "" : ", policy: " + Draft.yaml(own))
                + (written.isEmpty() ? "" : ", steps: [" + String.join(", ", written) + "]") + "}\n");
        steps.addAll(chain);
    }

    /** A fraction that the policy imputes would make an integer a number, which not every op takes. */
    private void keepInteger(Map<String, Object> own, String input, List<Draft> chain) {
        Kind kind = Kind.of(types.get(input));
        if (kind.is("integer") && chain.stream().noneMatch(draft -> draft.step().takesMissing(kind))) {
            Object missing =
                    own.getOrDefault("missing", policies.get(input).getOrDefault("missing", policy.get("missing")));
            if (missing != null && missing.toString().contains(".")) {
                own.put("missing", "{impute: {value: 7}}");
            }
        }
    }

    private List<String> joined(String join) {
        List<String> kinds = FeatureDrafts.JOINS.get(join);
        List<String> fitting = TYPES.stream()
                .filter(type -> kinds.contains(Kind.of(type).name()))
                .toList();
        int count = List.of("hash_vector", "cross", "sum", "product", "min", "max", "poly")
                        .contains(join)
                ? 2 + random.nextInt(3)
                : 2;
        List<String> inputs = new ArrayList<>();
        int length = random.nextInt(3) == 0 ? 1 : 3;
        while (inputs.size() < count) {
            String type = pick(fitting);
            if (Kind.of(type).is("vector") && Kind.of(type).size() != length) {
                continue;
            }
            String input = input(type);
            if (inputs.contains(input)) {
                input = declare(type);
            }
            inputs.add(input);
        }
        return inputs;
    }

    /** An input of a type: one that is there or a new one. */
    private String input(String type) {
        List<String> there = types.keySet().stream()
                .filter(name -> types.get(name).equals(type))
                .toList();
        return there.isEmpty() || random.nextInt(3) == 0 ? declare(type) : pick(there);
    }

    private String declare(String type) {
        String name = "i" + types.size();
        types.put(name, type);
        policies.put(name, policy(1, false));
        return name;
    }

    private String inForce(Map<String, Object> own, String input, String entry) {
        Object value =
                own.getOrDefault(entry, policies.get(input).getOrDefault(entry, policy.getOrDefault(entry, "error")));
        return (String) value;
    }

    private Map<String, Object> policy(int share, boolean joins) {
        Map<String, Object> entries = new LinkedHashMap<>();
        put(entries, share, "nan", "missing", "error", "keep");
        put(entries, share, "inf", "error", "missing", "clip", "keep", "keep");
        put(entries, share, "stale", "error", "missing", "use");
        put(entries, share, "error", "error", "missing");
        put(entries, share, "unknown", "error", "oov", "zeros");
        if (!joins) {
            put(
                    entries,
                    share,
                    "missing",
                    "error",
                    "{impute: {value: 3}}",
                    "{impute: {value: 3}}",
                    "{impute: {value: -0.75}}");
        }
        return entries;
    }

    private void put(Map<String, Object> entries, int share, String entry, String... values) {
        if (random.nextInt(12) < share) {
            entries.put(entry, values[random.nextInt(values.length)]);
        }
    }

    private String document() {
        StringBuilder text = new StringBuilder("plumbline: 1\nname: random\nversion: a\nsemantics: 1\noutput: {type: ")
                .append(random.nextBoolean() ? "f32" : "f64")
                .append(sparse ? ", layout: sparse}\n" : "}\n");
        policy.put("math", random.nextBoolean() ? "strict" : "fast");
        text.append("policy: ").append(Draft.yaml(policy)).append("\ninputs:\n");
        types.forEach((name, type) -> text.append("  ")
                .append(name)
                .append(": {type: \"")
                .append(type)
                .append("\", from: request")
                .append(policies.get(name).isEmpty() ? "" : ", policy: " + Draft.yaml(policies.get(name)))
                .append("}\n"));
        text.append("features:\n");
        features.forEach(text::append);
        if (!params.isEmpty()) {
            text.append("params:\n");
            params.forEach(entry -> text.append("  ").append(entry).append('\n'));
        }
        return text.toString();
    }

    private String pick(List<String> choices) {
        return choices.get(random.nextInt(choices.size()));
    }
}

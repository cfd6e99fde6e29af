package dev.plumbline.transform;

import dev.plumbline.feature.internal.Names;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Parses {@code features} and checks each as a whole. */
final class FeaturesParser {
    private static final List<String> KEYS =
            List.of("name", "input", "inputs", "steps", "policy", "group", "deprecated", "description");
    private static final int MAX_WIDTH = 65_536;

    private final Scalars scalars;
    private final Map<String, ParsedSpec.Input> inputs;
    private final List<String> used;
    private final StepsParser stepsParser;
    private final List<String> warnings;
    private final List<FeaturePlan> plans = new ArrayList<>();
    private final Map<String, Integer> first = new HashMap<>();
    private int width;

    FeaturesParser(
            Scalars scalars,
            Map<String, ParsedSpec.Input> inputs,
            List<String> used,
            StepsParser stepsParser,
            List<String> warnings) {
        this.scalars = scalars;
        this.inputs = inputs;
        this.used = used;
        this.stepsParser = stepsParser;
        this.warnings = warnings;
    }

    /** Returns the names of the inputs that features read, in the document's order of inputs. */
    static List<String> used(Scalars scalars, Map<String, ParsedSpec.Input> inputs, SpecNode node) {
        List<String> read = new ArrayList<>();
        for (SpecNode feature : scalars.list(node, "features")) {
            SpecNode input = feature.fields == null ? null : feature.fields.get("input");
            if (input != null && input.text != null) {
                read.add(input.text);
            }
        }
        return inputs.keySet().stream().filter(read::contains).toList();
    }

    List<FeaturePlan> parse(SpecNode node) {
        List<SpecNode> features = scalars.list(node, "features");
        if (features.isEmpty()) {
            throw scalars.site.fault("PLB-101", node.line, "features is empty; add at least one");
        }
        for (int i = 0; i < features.size(); i++) {
            feature(i, features.get(i));
        }
        return List.copyOf(plans);
    }

    private void feature(int index, SpecNode node) {
        String where = "features[" + index + "]";
        Fields fields = Fields.of(scalars, node, where, KEYS);
        String name = scalars.name(fields.required("name", "name it"), where + ".name");
        Integer earlier = first.putIfAbsent(name, index);
        if (earlier != null) {
            throw scalars.site.fault(
                    "PLB-102",
                    node.line,
                    "feature '" + name + "' defined twice (features[" + earlier + "], features[" + index
                            + "]); rename one");
        }
        SpecNode group = fields.get("group");
        if (group != null) {
            scalars.text(group, where + ".group");
        }
        SpecNode deprecated = fields.get("deprecated");
        if (deprecated != null) {
            scalars.bool(deprecated, where + ".deprecated");
        }
        ParsedSpec.Input input = input(fields, name);
        SpecNode policyNode = fields.get("policy");
        Policy policy = policyNode == null
                ? input.policy()
                : input.policy().with(Fields.of(scalars, policyNode, where + ".policy", Policy.KEYS));
        List<Step> steps = stepsParser.parse(name, input.input(), policy, fields.get("steps"));
        add(node.line, name, input.input(), policy, withPolicy(input.input(), policy, steps));
    }

    private ParsedSpec.Input input(Fields fields, String feature) {
        SpecNode several = fields.get("inputs");
        if (several != null) {
            throw scalars.site.fault(
                    "PLB-106",
                    several.line,
                    "feature '" + feature + "' has several inputs, and no op of this version joins them; write input");
        }
        SpecNode node = fields.required("input", "name the input that it reads");
        String name = scalars.text(node, "feature '" + feature + "' input");
        ParsedSpec.Input input = inputs.get(name);
        if (input == null) {
            throw scalars.site.fault(
                    "PLB-101",
                    node.line,
                    "feature '" + feature + "' reads the unknown input '" + name + "'"
                            + Names.hint(name, inputs.keySet()));
        }
        return input;
    }

    /** Puts the impute that the policy asks for where no step takes a missing number. */
    private static List<Step> withPolicy(SpecInput input, Policy policy, List<Step> steps) {
        Double value = policy.missing();
        boolean taken = steps.stream().anyMatch(Step::takesMissing);
        if (value == null || taken || Port.of(input.type()).kind() != Kind.NUMBER) {
            return steps;
        }
        List<Step> filled = new ArrayList<>(steps);
        filled.add(0, Impute.of(value));
        return filled;
    }

    private void add(int line, String name, SpecInput input, Policy policy, List<Step> steps) {
        Port end = steps.isEmpty() ? Port.of(input.type()) : steps.get(steps.size() - 1).out;
        String last = steps.isEmpty()
                ? "has no steps and its input"
                : "ends with " + steps.get(steps.size() - 1).op + ", which";
        if ((end.kind() != Kind.NUMBER && end.kind() != Kind.VECTOR)
                || (steps.isEmpty() && end.kind() == Kind.VECTOR)) {
            String remedy = switch (end.kind()) {
                case INDEX -> "add one_hot or as_number";
                case TEXT -> "add vocab and one_hot";
                case TIME -> "add cyclic";
                default -> "no op of this version takes it";
            };
            throw scalars.site.fault(
                    "PLB-103",
                    line,
                    "feature '" + name + "' " + last + " gives " + end.described() + "; a model takes numbers: "
                            + remedy);
        }
        FeaturePlan plan =
                new FeaturePlan(name, used.indexOf(input.name()), input, policy, List.copyOf(steps), end, width);
        PolicyChecks.check(scalars.site, line, plan, warnings);
        width += plan.width();
        if (width > MAX_WIDTH) {
            throw scalars.site.fault(
                    "PLB-108",
                    line,
                    "with feature '" + name + "' the output width is " + width + ", beyond " + MAX_WIDTH
                            + "; shorten a vocabulary or remove features");
        }
        plans.add(plan);
    }
}

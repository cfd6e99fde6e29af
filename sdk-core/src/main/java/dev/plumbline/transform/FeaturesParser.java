package dev.plumbline.transform;

import dev.plumbline.feature.internal.Names;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Parses {@code features} and checks each as a whole. */
final class FeaturesParser {
    private static final List<String> KEYS =
            List.of("name", "input", "inputs", "steps", "policy", "group", "deprecated", "description");
    private static final int MAX_DENSE_WIDTH = 65_536;
    private static final int MAX_SPARSE_WIDTH = 1 << 24;

    private final Scalars scalars;
    private final Map<String, ParsedSpec.Input> inputs;
    private final Map<String, Integer> places = new HashMap<>();
    private final StepsParser stepsParser;
    private final boolean dense;
    private final List<String> warnings;
    private final List<FeaturePlan> plans = new ArrayList<>();
    private final Map<String, Integer> first = new HashMap<>();
    private int width;

    FeaturesParser(
            Scalars scalars,
            Map<String, ParsedSpec.Input> inputs,
            List<String> used,
            StepsParser stepsParser,
            boolean dense,
            List<String> warnings) {
        this.scalars = scalars;
        this.inputs = inputs;
        used.forEach(name -> places.put(name, places.size()));
        this.stepsParser = stepsParser;
        this.dense = dense;
        this.warnings = warnings;
    }

    /** Returns the names of the inputs that features read, in the document's order of inputs. */
    static List<String> used(Scalars scalars, Map<String, ParsedSpec.Input> inputs, SpecNode node) {
        Set<String> read = new HashSet<>();
        for (SpecNode feature : scalars.list(node, "features")) {
            if (feature.fields != null) {
                add(read, feature.fields.get("input"));
                SpecNode several = feature.fields.get("inputs");
                if (several != null && several.items != null) {
                    several.items.forEach(item -> add(read, item));
                }
            }
        }
        return inputs.keySet().stream().filter(read::contains).toList();
    }

    private static void add(Set<String> read, @Nullable SpecNode name) {
        if (name != null && name.text != null) {
            read.add(name.text);
        }
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
        SpecNode policyNode = fields.get("policy");
        Fields policy = policyNode == null ? null : Fields.of(scalars, policyNode, where + ".policy", Policy.KEYS);
        List<FeaturePlan.Read> reads = new ArrayList<>();
        for (ParsedSpec.Input input : inputs(fields, name)) {
            reads.add(new FeaturePlan.Read(
                    places.getOrDefault(input.input().name(), -1),
                    input.input(),
                    policy == null ? input.policy() : input.policy().with(policy)));
        }
        SpecNode written = fields.get("steps");
        List<Step> steps = steps(name, reads, written);
        int own = written == null || written.items == null ? 0 : written.items.size();
        add(node.line, name, List.copyOf(reads), steps, steps.size() - own);
    }

    private List<ParsedSpec.Input> inputs(Fields fields, String feature) {
        SpecNode several = fields.get("inputs");
        if (several == null) {
            return List.of(input(fields.required("input", "name the input that it reads"), feature, "input"));
        }
        String where = "feature '" + feature + "' inputs";
        if (fields.get("input") != null) {
            throw scalars.site.fault(
                    "PLB-101", several.line, "feature '" + feature + "' has both input and inputs; keep one");
        }
        Set<String> names = new HashSet<>();
        List<ParsedSpec.Input> found = new ArrayList<>();
        for (SpecNode item : scalars.list(several, where)) {
            ParsedSpec.Input input = input(item, feature, "inputs[" + found.size() + "]");
            if (!names.add(input.input().name())) {
                throw scalars.site.fault(
                        "PLB-102", item.line, where + " names '" + input.input().name() + "' twice; name it once");
            }
            found.add(input);
        }
        if (found.isEmpty()) {
            throw scalars.site.fault("PLB-101", several.line, where + " is empty; name what it reads");
        }
        return found;
    }

    private ParsedSpec.Input input(SpecNode node, String feature, String where) {
        String name = scalars.text(node, "feature '" + feature + "' " + where);
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

    /** Parses the steps; where none takes a missing number, those after the impute that the policy asks for. */
    private List<Step> steps(String feature, List<FeaturePlan.Read> reads, @Nullable SpecNode node) {
        List<Port> ports =
                reads.stream().map(read -> Port.of(read.input().type())).toList();
        List<Step> steps = stepsParser.parse(feature, reads, ports, node);
        Double value = reads.get(0).policy().missing();
        boolean taken = steps.stream().anyMatch(Step::takesMissing);
        if (value == null || taken || reads.size() > 1 || !ports.get(0).kind().isNumeric()) {
            return steps;
        }
        Impute impute = Impute.of(value, ports.get(0));
        List<Step> filled = new ArrayList<>(List.of(impute));
        filled.addAll(
                impute.out.kind() == impute.in.kind()
                        ? steps
                        : stepsParser.parse(feature, reads, List.of(impute.out), node));
        return filled;
    }

    private void add(int line, String name, List<FeaturePlan.Read> reads, List<Step> steps, int added) {
        Port end = steps.isEmpty() ? Port.of(reads.get(0).input().type()) : steps.get(steps.size() - 1).out;
        String last = steps.isEmpty()
                ? "has no steps and its input"
                : "ends with " + steps.get(steps.size() - 1).op + ", which";
        if (!end.kind().isNumeric() && end.kind() != Kind.VECTOR) {
            String remedy = switch (end.kind()) {
                case INDEX -> "add one_hot or as_number";
                case INDEXES -> "add multi_hot or pad";
                case TEXT -> "add vocab or hash, then one_hot";
                case TEXTS -> "add vocab or hash, then multi_hot";
                case BYTES -> "add hash, then one_hot";
                case TIME -> "add cyclic or date_part";
                case NUMBERS, INTEGERS -> "add list_pool, pad or vector";
                default -> "declare the input as another type";
            };
            throw scalars.site.fault(
                    "PLB-103",
                    line,
                    "feature '" + name + "' " + last + " gives " + end.described() + "; a model takes numbers: "
                            + remedy);
        }
        FeaturePlan plan = new FeaturePlan(name, reads, List.copyOf(steps), added, end, width);
        PolicyChecks.check(scalars.site, line, plan, warnings);
        checkDense(line, name, steps);
        int most = dense ? MAX_DENSE_WIDTH : MAX_SPARSE_WIDTH;
        if (plan.width() > most - width) {
            throw scalars.site.fault(
                    "PLB-108",
                    line,
                    "with feature '" + name + "' the output width " + ((long) width + plan.width()) + " exceeds " + most
                            + (dense ? "; use layout: sparse" : "; use fewer or narrower features"));
        }
        width += plan.width();
        plans.add(plan);
    }

    /** A vector that a further step reads is written out in full. */
    private void checkDense(int line, String feature, List<Step> steps) {
        for (int i = 1; i < steps.size(); i++) {
            Step before = steps.get(i - 1);
            if (before.givesSparse() && before.out.width() > MAX_DENSE_WIDTH) {
                throw scalars.site.fault(
                        "PLB-108",
                        line,
                        "feature '" + feature + "' step " + i + " " + steps.get(i).op + " follows " + before.op + " of "
                                + before.out.width() + " slots; end the feature with " + before.op
                                + ", or keep it to " + MAX_DENSE_WIDTH);
            }
        }
    }
}

package dev.plumbline.transform;

import dev.plumbline.feature.internal.Names;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Parses the steps of a feature, each against what stands before it. */
final class StepsParser {
    private static final String PRESET = "preset";

    private final Scalars scalars;
    private final Params params;
    private final Set<String> inputs;
    private final boolean strict;
    private final Set<String> named = new HashSet<>();

    /**
     * Parses for one document.
     *
     * @param inputs the names of the inputs that it declares
     */
    StepsParser(Scalars scalars, Params params, Set<String> inputs, boolean strict) {
        this.scalars = scalars;
        this.params = params;
        this.inputs = inputs;
        this.strict = strict;
    }

    /**
     * Parses a feature's steps.
     *
     * @param given what the first step takes, one port for each input
     */
    List<Step> parse(String feature, List<FeaturePlan.Read> inputs, List<Port> given, @Nullable SpecNode node) {
        List<Step> steps = new ArrayList<>();
        List<Port> ports = given;
        List<SpecNode> written = node == null ? List.of() : scalars.list(node, "feature '" + feature + "' steps");
        for (int i = 0; i < written.size(); i++) {
            Step step = step(feature, written.get(i), inputs, List.copyOf(steps), ports);
            steps.add(step);
            ports = List.of(step.out);
        }
        if (inputs.size() > 1 && steps.isEmpty()) {
            throw scalars.site.fault(
                    "PLB-103",
                    node == null ? 1 : node.line,
                    "feature '" + feature + "' has " + inputs.size()
                            + " inputs and no step that joins them; add one, such as sum, ratio, cross or time_diff");
        }
        return steps;
    }

    /** Returns the inputs that options name. */
    Set<String> named() {
        return named;
    }

    private Step step(
            String feature, SpecNode node, List<FeaturePlan.Read> inputs, List<Step> earlier, List<Port> ports) {
        int index = earlier.size();
        String where = "feature '" + feature + "' step " + index;
        String name;
        SpecNode options = null;
        Map<String, SpecNode> fields = node.fields;
        if (fields == null) {
            name = scalars.text(node, where);
        } else {
            if (fields.size() != 1) {
                throw scalars.site.fault(
                        "PLB-101", node.line, where + " has " + fields.size() + " ops; write one op for each step");
            }
            Map.Entry<String, SpecNode> entry = fields.entrySet().iterator().next();
            name = entry.getKey();
            options = entry.getValue();
        }
        Op op = Ops.find(name);
        if (op == null) {
            throw scalars.site.fault(
                    "PLB-101", node.line, where + " has the unknown op '" + name + "'" + Names.hint(name, Ops.names()));
        }
        StepSite site = new StepSite(scalars.site, node.line, feature, index, name, earlier, inputs, strict);
        Options given = options(op, site, ports.get(0), options);
        params.note(site, given);
        return op.make(site, given, ports);
    }

    private Options options(Op op, StepSite site, Port in, @Nullable SpecNode node) {
        TreeMap<String, Object> values = new TreeMap<>();
        if (node != null) {
            String where = "feature '" + site.feature() + "' step " + site.index() + " " + op.name();
            Fields fields = Fields.of(scalars, node, where, allowed(op));
            if (fields.get(PRESET) != null) {
                values.putAll(preset(
                        op,
                        fields.choice(
                                PRESET,
                                "",
                                op.presets().keySet().stream().sorted().toList())));
            }
            for (Option option : op.options()) {
                SpecNode written = fields.get(option.name());
                if (written != null) {
                    SpecNode value = written.isPlain("fit") ? fitted(option, site, in, written) : written;
                    values.put(option.name(), option.parse(scalars, value, where + "." + option.name()));
                    if (option.type() == Option.Type.INPUT) {
                        nameInput(site, option.name(), scalars.text(value, where));
                    }
                }
            }
        }
        for (Option option : op.options()) {
            if (option.required() && !values.containsKey(option.name())) {
                throw site.fault(
                        "PLB-106",
                        "has no " + option.name() + "; write it"
                                + (option.fittable() ? ", or fit to have it fitted" : ""));
            }
        }
        return Options.of(op.options(), values);
    }

    private void nameInput(StepSite site, String option, String input) {
        if (!inputs.contains(input)) {
            throw site.fault(
                    "PLB-101", "has " + option + ": " + input + ", which is no input" + Names.hint(input, inputs));
        }
        named.add(input);
    }

    private static List<String> allowed(Op op) {
        List<String> names = new ArrayList<>(op.optionNames());
        if (!op.presets().isEmpty()) {
            names.add(PRESET);
        }
        return names;
    }

    private static Map<String, Object> preset(Op op, String name) {
        return java.util.Objects.requireNonNull(op.presets().get(name));
    }

    private SpecNode fitted(Option option, StepSite site, Port in, SpecNode node) {
        if (!option.fittable()) {
            throw site.fault("PLB-106", "has " + option.name() + ": fit, which is not fitted; write its value");
        }
        return params.take(site, in, option.name(), node.line);
    }
}

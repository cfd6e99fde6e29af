package dev.plumbline.transform;

import dev.plumbline.feature.internal.Names;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Parses the steps of a feature, each against what stands before it. */
final class StepsParser {
    private static final String PRESET = "preset";

    private final Scalars scalars;
    private final FittedParams params;
    private final boolean strict;

    StepsParser(Scalars scalars, FittedParams params, boolean strict) {
        this.scalars = scalars;
        this.params = params;
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
        String before = inputs.size() == 1
                ? "input '" + inputs.get(0).input().name() + "'"
                : "its " + inputs.size() + " inputs";
        List<SpecNode> written = node == null ? List.of() : scalars.list(node, "feature '" + feature + "' steps");
        for (int i = 0; i < written.size(); i++) {
            Step step = step(feature, i, written.get(i), inputs, before, ports);
            steps.add(step);
            ports = List.of(step.out);
            before = "step " + i + " " + step.op;
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

    private Step step(
            String feature, int index, SpecNode node, List<FeaturePlan.Read> inputs, String before, List<Port> ports) {
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
        StepSite site = new StepSite(scalars.site, node.line, feature, index, name, before, inputs, strict);
        return op.make(site, options(op, site, options), ports);
    }

    private Options options(Op op, StepSite site, @Nullable SpecNode node) {
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
                    SpecNode value = written.isPlain("fit") ? fitted(option, site, written) : written;
                    values.put(option.name(), option.parse(scalars, value, where + "." + option.name()));
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

    private SpecNode fitted(Option option, StepSite site, SpecNode node) {
        if (!option.fittable()) {
            throw site.fault("PLB-106", "has " + option.name() + ": fit, which is not fitted; write its value");
        }
        return params.take(site, option.name(), node.line);
    }
}

package dev.plumbline.transform;

import dev.plumbline.feature.internal.Names;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Parses a whole document. */
final class DocumentParser {
    private static final List<String> KEYS = List.of(
            "plumbline",
            "name",
            "version",
            "semantics",
            "description",
            "owner",
            "tags",
            "output",
            "policy",
            "sources",
            "inputs",
            "features",
            "params",
            "examples",
            "provenance");
    private static final List<String> POLICY_KEYS =
            List.of("missing", "nan", "inf", "stale", "error", "unknown", "math");

    private final Scalars scalars;
    private final Fields root;
    private final List<String> warnings = new ArrayList<>();

    private DocumentParser(Scalars scalars, Fields root) {
        this.scalars = scalars;
        this.root = root;
    }

    static ParsedSpec parse(String text, String file) {
        return parse(text, file, null);
    }

    /** Parses a document whose marked options are given from elsewhere than its own {@code params}. */
    static ParsedSpec parse(String text, String file, @Nullable Params given) {
        SpecNode node = SpecReader.read(text, file);
        SpecNode name = node.fields == null ? null : node.fields.get("name");
        String known = name != null && name.text != null && Names.isName(name.text) ? name.text : null;
        Scalars scalars = new Scalars(new SpecSite(file, known));
        return new DocumentParser(scalars, Fields.of(scalars, node, "the spec", KEYS)).parse(given);
    }

    static Scalars scalars(String file, String spec) {
        return new Scalars(new SpecSite(file, spec));
    }

    private ParsedSpec parse(@Nullable Params given) {
        number("plumbline");
        String name = scalars.name(root.required("name", "name the spec"), "name");
        String version = scalars.text(root.required("version", "write the spec's version"), "version");
        number("semantics");
        SpecNode outputNode = root.get("output");
        Fields output =
                outputNode == null ? null : Fields.of(scalars, outputNode, "output", List.of("name", "type", "layout"));
        SpecNode outputName = output == null ? null : output.get("name");
        boolean float32 = output == null
                || output.choice("type", "f32", List.of("f32", "f64")).equals("f32");
        boolean dense = output == null
                || output.choice("layout", "dense", List.of("dense", "sparse")).equals("dense");
        SpecNode policyNode = root.get("policy");
        Fields policyFields = policyNode == null ? null : Fields.of(scalars, policyNode, "policy", POLICY_KEYS);
        Policy policy = policyFields == null ? Policy.DEFAULT : Policy.DEFAULT.with(policyFields);
        boolean strict = policyFields == null
                || policyFields
                        .choice("math", "strict", List.of("strict", "fast"))
                        .equals("strict");
        InputsParser inputs = InputsParser.parse(
                scalars, root.get("sources"), root.required("inputs", "declare what the features read"), policy);
        Params params = given != null ? given : new FittedParams(scalars, root.get("params"));
        SpecNode features = root.required("features", "list at least one");
        List<String> used = FeaturesParser.used(scalars, inputs.inputs(), features);
        StepsParser steps = new StepsParser(scalars, params, inputs.inputs().keySet(), strict);
        List<FeaturePlan> plans =
                new FeaturesParser(scalars, inputs.inputs(), used, steps, dense, warnings).parse(features);
        params.refuseUnused();
        Set<String> read = new HashSet<>(used);
        read.addAll(steps.named());
        warnOfUnused(inputs.inputs(), read);
        return new ParsedSpec(
                name,
                version,
                outputName == null ? "x" : scalars.name(outputName, "output.name"),
                float32,
                dense,
                strict,
                used.stream().map(input -> require(inputs.inputs().get(input))).toList(),
                inputs.inputs(),
                inputs.sources(),
                plans,
                examples(root.get("examples")),
                List.copyOf(warnings));
    }

    private static ParsedSpec.Input require(ParsedSpec.@Nullable Input input) {
        return java.util.Objects.requireNonNull(input);
    }

    private void number(String key) {
        SpecNode node = root.required(key, "write " + key + ": 1");
        long value = scalars.integer(node, key);
        if (value > 1) {
            throw scalars.site.fault(
                    "PLB-112", node.line, key + ": " + value + " is newer than this library (1); update the library");
        }
        if (value < 1) {
            throw scalars.site.fault(
                    "PLB-106", node.line, key + ": " + value + " does not exist; write " + key + ": 1");
        }
    }

    private void warnOfUnused(Map<String, ParsedSpec.Input> inputs, Set<String> used) {
        inputs.forEach((name, input) -> {
            if (!used.contains(name)) {
                warnings.add(scalars.site.message(
                        "PLB-114", input.line(), "input '" + name + "' is used by no feature; remove it"));
            }
        });
    }

    private List<ParsedSpec.Example> examples(@Nullable SpecNode node) {
        List<ParsedSpec.Example> examples = new ArrayList<>();
        if (node != null) {
            for (SpecNode item : scalars.list(node, "examples")) {
                Fields fields = Fields.of(scalars, item, "examples[" + examples.size() + "]", List.of("in", "out"));
                examples.add(new ParsedSpec.Example(
                        item.line,
                        fields.required("in", "write the inputs"),
                        fields.required("out", "write the expected bits")));
            }
        }
        return examples;
    }
}

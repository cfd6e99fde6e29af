package dev.plumbline.spark;

import dev.plumbline.transform.TransformSpec;
import java.util.LinkedHashMap;
import java.util.Map;

/** Writes small specs of f64, so that nothing is rounded away. */
final class SpecText {
    private final Map<String, String> inputs = new LinkedHashMap<>();
    private final StringBuilder features = new StringBuilder();
    private int count;
    private String policy = "{}";

    /** Adds an input; features read it by name. */
    SpecText input(String name, String type) {
        inputs.put(name, type);
        return this;
    }

    SpecText policy(String text) {
        policy = text;
        return this;
    }

    /** Adds a feature of one input, or of several, {@code [a, b]}. */
    SpecText feature(String from, String... steps) {
        features.append("  - {name: f")
                .append(count++)
                .append(from.startsWith("[") ? ", inputs: " : ", input: ")
                .append(from)
                .append(", steps: [")
                .append(String.join(", ", steps))
                .append("]}\n");
        return this;
    }

    TransformSpec parse() {
        StringBuilder text = new StringBuilder("plumbline: 1\nname: parity\nversion: a\nsemantics: 1\n");
        text.append("output: {type: f64}\npolicy: ").append(policy).append("\ninputs:\n");
        inputs.forEach((name, type) -> text.append("  ")
                .append(name)
                .append(": {type: \"")
                .append(type)
                .append("\", from: request}\n"));
        return TransformSpec.parse(text + "features:\n" + features, "parity.yaml");
    }
}

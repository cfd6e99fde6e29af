package dev.plumbline.transform.reference;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.schema.FailsafeSchema;

/** The golden rows of a document, as the evaluator takes them. */
final class Examples {
    /** @param out hex words, as written */
    record Example(Map<String, Cell> in, String out) {}

    private Examples() {}

    static List<Example> of(String text, ReferenceSpec spec) {
        Map<?, ?> root = (Map<?, ?>)
                new Load(LoadSettings.builder().setSchema(new FailsafeSchema()).build()).loadFromString(text);
        List<Example> examples = new ArrayList<>();
        for (Object node : (List<?>) root.get("examples")) {
            Map<?, ?> example = (Map<?, ?>) node;
            Map<String, Cell> row = new LinkedHashMap<>();
            ((Map<?, ?>) example.get("in"))
                    .forEach((name, value) -> row.put(
                            (String) name, cell(spec.inputs.get((String) name).type(), value)));
            examples.add(new Example(row, (String) example.get("out")));
        }
        return examples;
    }

    private static Cell cell(String type, Object node) {
        if (node instanceof Map<?, ?> state) {
            return Cell.of((String) state.get("state"));
        }
        return node.equals("null")
                ? Cell.of("null")
                : node.equals("NaN") ? Cell.of("nan") : Cell.present(value(type, node));
    }

    private static Object value(String type, Object node) {
        if (node instanceof List<?> list) {
            String element = type.replaceAll(".*<|[,>].*", "");
            return list.stream().map(each -> value(element, each)).toList();
        }
        String text = (String) node;
        return switch (type) {
            case "string" -> text;
            case "f32" -> (double) Float.parseFloat(text);
            case "f64" -> Double.parseDouble(text);
            case "timestamp" -> ChronoUnit.MICROS.between(Instant.EPOCH, Instant.parse(text));
            default -> Long.parseLong(text);
        };
    }
}

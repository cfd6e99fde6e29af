package dev.plumbline.transform.reference;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One step with its options as they are written, presets expanded and fitted values in place.
 *
 * @param options texts, lists of texts, or maps of them
 */
record Step(String op, Map<String, Object> options) {
    static Step parse(Object node, Map<?, ?> fitted) {
        if (node instanceof String name) {
            return new Step(name, Map.of());
        }
        Map.Entry<?, ?> entry = ((Map<?, ?>) node).entrySet().iterator().next();
        String op = (String) entry.getKey();
        Map<String, Object> options = new LinkedHashMap<>();
        Map<?, ?> written = entry.getValue() instanceof Map<?, ?> map ? map : Map.of();
        if (written.get("preset") instanceof String preset) {
            options.putAll(Presets.ALL.get(op).get(preset));
        }
        written.forEach((key, value) -> options.put((String) key, "fit".equals(value) ? fitted.get(key) : value));
        return new Step(op, options);
    }

    boolean has(String option) {
        return options.containsKey(option);
    }

    boolean is(String option, String value) {
        return value.equals(options.get(option));
    }

    String text(String option, String fallback) {
        return (String) options.getOrDefault(option, fallback);
    }

    double number(String option) {
        return Double.parseDouble((String) options.get(option)) + 0.0;
    }

    double number(String option, double fallback) {
        return has(option) ? number(option) : fallback;
    }

    int integer(String option, int fallback) {
        return has(option) ? Integer.parseInt((String) options.get(option)) : fallback;
    }

    boolean flag(String option) {
        return is(option, "true");
    }

    List<Double> numbers(String option) {
        return texts(option).stream()
                .map(text -> Double.parseDouble(text) + 0.0)
                .toList();
    }

    List<String> texts(String option) {
        return ((List<?>) options.get(option))
                .stream().map(each -> (String) each).toList();
    }

    /** The number that a text maps to, null if to none. */
    Double mapped(String option, String key) {
        Object value = ((Map<?, ?>) options.get(option)).get(key);
        return value == null ? null : Double.parseDouble((String) value) + 0.0;
    }

    /** Whether a missing value does not pass. */
    boolean takesMissing(Kind in) {
        return switch (op) {
            case "impute", "is_missing", "impute_empty" -> true;
            case "vocab" -> !in.is("texts", "integers") && (is("missing", "1") || is("missing_as", "oov"));
            case "target_encode" -> has("missing");
            case "hash_vector" -> is("missing", "skip");
            default -> false;
        };
    }
}

package dev.plumbline.transform.reference;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;

/** A step in the making. */
final class Draft {
    /** A text of the document that has to be quoted. */
    record Quoted(String text) {}

    private static final double[] ODD = {0, 1, -1, 0.5, 1e-300, -1e-300, 1e300, 3.5e38, 1e-46, Double.MIN_VALUE, 1e-7};

    final String op;
    final Map<String, Object> options = new LinkedHashMap<>();
    private final Random random;

    Draft(String op, Random random) {
        this.op = op;
        this.random = random;
    }

    /** Writes an option with a plain scalar, a list or a map. */
    Draft with(String option, Object value) {
        options.put(option, value);
        return this;
    }

    /** Writes an option or leaves it to its default. */
    Draft maybe(String option, Object... choices) {
        if (random.nextBoolean() && !options.containsKey(option)) {
            options.put(option, choices[random.nextInt(choices.length)]);
        }
        return this;
    }

    Draft one(String option, Object... choices) {
        return with(option, choices[random.nextInt(choices.length)]);
    }

    Draft number(String option) {
        return with(option, number());
    }

    Draft preset(String... libraries) {
        if (random.nextInt(4) == 0) {
            options.put("preset", libraries[random.nextInt(libraries.length)]);
        }
        return this;
    }

    /** A parameter, plain or odd. */
    String number() {
        return literal(random.nextInt(6) == 0 ? ODD[random.nextInt(ODD.length)] : plain());
    }

    double plain() {
        return random.nextBoolean() ? random.nextInt(20) - 5 : random.nextGaussian() * 10;
    }

    /** Two numbers, the first the smaller. */
    List<String> range() {
        double low = plain();
        return List.of(literal(low), literal(low + 0.25 + Math.abs(plain())));
    }

    static String literal(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e6
                ? String.valueOf((long) value)
                : String.valueOf(value);
    }

    static List<Quoted> quoted(List<String> texts) {
        return texts.stream().map(Quoted::new).toList();
    }

    /** Returns the step with these options in place of its own. */
    String written(Map<String, Object> options) {
        return options.isEmpty() ? op : "{" + op + ": " + yaml(options) + "}";
    }

    static String yaml(Object value) {
        if (value instanceof Map<?, ?> map) {
            return map.entrySet().stream()
                    .map(entry -> yaml(entry.getKey()) + ": " + yaml(entry.getValue()))
                    .collect(Collectors.joining(", ", "{", "}"));
        }
        if (value instanceof List<?> list) {
            return list.stream().map(Draft::yaml).collect(Collectors.joining(", ", "[", "]"));
        }
        return value instanceof Quoted quoted ? quote(quoted.text) : String.valueOf(value);
    }

    private static String quote(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char unit = text.charAt(i);
            if (unit == '"' || unit == '\\') {
                quoted.append('\\').append(unit);
            } else if (unit < ' ' || (unit > '~' && !Character.isLetter(unit) && !Character.isSurrogate(unit))) {
                quoted.append(String.format("\\u%04x", (int) unit));
            } else {
                quoted.append(unit);
            }
        }
        return quoted.append('"').toString();
    }

    /** The step as the evaluator reads it, to know what it gives. */
    Step step() {
        Map<String, Object> plain = new LinkedHashMap<>();
        options.forEach((key, value) -> plain.put(key, plain(value)));
        return Step.parse(plain.isEmpty() ? op : Map.of(op, plain), Map.of());
    }

    private static Object plain(Object value) {
        if (value instanceof Map<?, ?> map) {
            Map<Object, Object> plain = new LinkedHashMap<>();
            map.forEach((key, each) -> plain.put(plain(key), plain(each)));
            return plain;
        }
        if (value instanceof List<?> list) {
            return new ArrayList<>(list.stream().map(Draft::plain).toList());
        }
        return value instanceof Quoted quoted ? quoted.text : String.valueOf(value);
    }
}

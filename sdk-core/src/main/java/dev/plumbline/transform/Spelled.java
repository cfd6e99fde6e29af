package dev.plumbline.transform;

import java.text.Normalizer;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Spells values of the canonical form for people, so that what differs looks different. */
final class Spelled {
    static final String ABSENT = "absent";

    private static final int MOST = 8;
    private static final Pattern WORD = Pattern.compile("[a-z][a-z0-9_:<>,]*");

    private Spelled() {}

    /** Spells a value beside another one. */
    static String beside(@Nullable Object value, @Nullable Object other) {
        return value instanceof String text && other instanceof String twin && alike(text, twin)
                ? quoted(text, true)
                : value(value);
    }

    static String value(@Nullable Object value) {
        if (value == null) {
            return ABSENT;
        } else if (value instanceof Double number) {
            return Options.number(number);
        } else if (value instanceof String text) {
            return WORD.matcher(text).matches() ? text : quoted(text, false);
        } else if (value instanceof List<?> list) {
            return several(list.stream().limit(MOST).map(Spelled::value).toList(), list.size(), "[", "]");
        } else if (value instanceof Map<?, ?> map) {
            return several(
                    map.entrySet().stream()
                            .limit(MOST)
                            .map(entry -> value(entry.getKey()) + ": " + value(entry.getValue()))
                            .toList(),
                    map.size(),
                    "{",
                    "}");
        }
        return value.toString();
    }

    /** Spells steps as a document has them, without options at their defaults. */
    static String steps(List<?> steps) {
        return steps.isEmpty() ? ABSENT : steps.stream().map(Spelled::step).collect(Collectors.joining(", "));
    }

    private static String step(Object step) {
        Map.Entry<String, Object> only =
                SpecComparison.map(step).entrySet().iterator().next();
        Map<String, Object> options = new TreeMap<>(SpecComparison.map(only.getValue()));
        Op op = Ops.find(only.getKey());
        if (op != null) {
            op.options().forEach(option -> options.remove(option.name(), option.fallback()));
        }
        return only.getKey() + (options.isEmpty() ? "" : ": " + value(options));
    }

    private static String several(List<String> shown, int size, String open, String close) {
        return shown.stream().collect(Collectors.joining(", ", open, size > MOST ? ", .. " + size + " in all" : ""))
                + close;
    }

    private static boolean alike(String a, String b) {
        return Normalizer.normalize(a, Normalizer.Form.NFKC).equals(Normalizer.normalize(b, Normalizer.Form.NFKC));
    }

    private static String quoted(String text, boolean ascii) {
        StringBuilder out = new StringBuilder("\"");
        text.codePoints().forEach(point -> {
            if (point == '"' || point == '\\') {
                out.append('\\').appendCodePoint(point);
            } else if (ascii ? point < ' ' || point > '~' : !isSeen(point)) {
                out.append("\\u{").append(Integer.toHexString(point)).append("}");
            } else {
                out.appendCodePoint(point);
            }
        });
        return out.append('"').toString();
    }

    private static boolean isSeen(int point) {
        return switch (Character.getType(point)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            case Character.SPACE_SEPARATOR -> point == ' ';
            default -> true;
        };
    }
}

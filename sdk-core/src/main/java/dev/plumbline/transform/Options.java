package dev.plumbline.transform;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The parameters of one step, with defaults filled in. */
final class Options {
    private final SortedMap<String, Object> values;
    private final SortedMap<String, Object> canonical;

    private Options(SortedMap<String, Object> values, SortedMap<String, Object> canonical) {
        this.values = values;
        this.canonical = canonical;
    }

    static Options of(List<Option> declared, SortedMap<String, Object> written) {
        SortedMap<String, Object> values = new TreeMap<>(written);
        SortedMap<String, Object> canonical = new TreeMap<>(written);
        for (Option option : declared) {
            Object fallback = option.fallback();
            if (fallback != null) {
                values.putIfAbsent(option.name(), fallback);
                if (!option.later()) {
                    canonical.putIfAbsent(option.name(), fallback);
                } else if (fallback.equals(canonical.get(option.name()))) {
                    canonical.remove(option.name());
                }
            }
        }
        return new Options(values, canonical);
    }

    /** Returns the same with a default that depends on the step's surroundings. */
    Options with(String name, Object value) {
        SortedMap<String, Object> filled = new TreeMap<>(values);
        SortedMap<String, Object> printed = new TreeMap<>(canonical);
        filled.put(name, value);
        printed.put(name, value);
        return new Options(filled, printed);
    }

    boolean has(String name) {
        return values.containsKey(name);
    }

    double number(String name) {
        return (Double) value(name);
    }

    double number(String name, double fallback) {
        Object value = values.get(name);
        return value == null ? fallback : (Double) value;
    }

    int integer(String name) {
        return (int) (long) (Long) value(name);
    }

    long integer64(String name) {
        return (Long) value(name);
    }

    boolean bool(String name) {
        return (Boolean) value(name);
    }

    /** Returns a map's entries in code point order. */
    Map<String, Double> map(String name) {
        Map<String, Double> numbers = new LinkedHashMap<>();
        ((Map<?, ?>) value(name)).forEach((key, number) -> numbers.put((String) key, (Double) number));
        return numbers;
    }

    /** Tells whether an option that is a number or a word is this word. */
    boolean is(String name, String word) {
        return word.equals(values.get(name));
    }

    SpecNode node(String name) {
        return (SpecNode) value(name);
    }

    String text(String name) {
        return (String) value(name);
    }

    double[] numbers(String name) {
        return ((List<?>) value(name))
                .stream().mapToDouble(item -> (Double) item).toArray();
    }

    List<String> texts(String name) {
        return ((List<?>) value(name)).stream().map(item -> (String) item).toList();
    }

    private Object value(String name) {
        Object value = values.get(name);
        if (value == null) {
            throw new IllegalStateException("no option '" + name + "'");
        }
        return value;
    }

    SortedMap<String, Object> canonical() {
        return canonical;
    }

    /** Returns what was written and the defaults as the canonical form has them, for explanations. */
    @Override
    public String toString() {
        return canonical.entrySet().stream()
                .map(entry -> entry.getKey() + "=" + spelled(entry.getValue()))
                .collect(Collectors.joining(", ", "(", ")"));
    }

    private static String spelled(@Nullable Object value) {
        if (value instanceof List<?> list) {
            String shown = list.stream().limit(8).map(Options::spelled).collect(Collectors.joining(","));
            return list.size() > 8 ? shown + ",.. " + list.size() + " in all" : shown;
        }
        if (value instanceof Map<?, ?> map) {
            return map.size() + " entries";
        }
        return value instanceof Double number ? number(number) : String.valueOf(value);
    }

    /** Spells a number for people: without a needless fraction. */
    static String number(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e15
                ? String.format(Locale.ROOT, "%.0f", value)
                : Double.toString(value);
    }
}

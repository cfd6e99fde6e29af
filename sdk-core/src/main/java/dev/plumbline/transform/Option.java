package dev.plumbline.transform;

import java.util.List;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * One parameter of an op.
 *
 * @param fallback its default, null if it has none
 * @param required whether it has to be written
 * @param fittable whether fitting may fill it
 * @param later whether it came after its op was published, so that the canonical form leaves it out at its default
 */
record Option(
        String name,
        Type type,
        @Nullable Object fallback,
        boolean required,
        boolean fittable,
        boolean later,
        List<String> choices,
        long min,
        long max) {
    enum Type {
        NUMBER,
        INTEGER,
        BOOL,
        CHOICE,
        TEXT,
        DATA_TEXT,
        INPUT,
        NUMBERS,
        TEXTS,
        CHOICES,
        MAP,
        NUMBER_OR_CHOICE,
        NODE
    }

    private static Option of(String name, Type type, List<String> choices, long max) {
        return new Option(name, type, null, true, false, false, choices, 0, max);
    }

    static Option number(String name) {
        return of(name, Type.NUMBER, List.of(), 0);
    }

    /** An integer from 0 to {@code max}. */
    static Option integer(String name, long max) {
        return of(name, Type.INTEGER, List.of(), max);
    }

    /** An integer from {@code min} to {@code max}. */
    static Option integer(String name, long min, long max) {
        return new Option(name, Type.INTEGER, null, true, false, false, List.of(), min, max);
    }

    static Option bool(String name) {
        return of(name, Type.BOOL, List.of(), 0);
    }

    /** A map from text to number. */
    static Option map(String name) {
        return of(name, Type.MAP, List.of(), 0);
    }

    /** A number, or one of some words. */
    static Option numberOr(String name, String... choices) {
        return of(name, Type.NUMBER_OR_CHOICE, List.of(choices), 0);
    }

    /** A value whose type depends on the step's input: the maker types it and puts it in the place of the node. */
    static Option node(String name) {
        return of(name, Type.NODE, List.of(), 0);
    }

    static Option choice(String name, String... choices) {
        return of(name, Type.CHOICE, List.of(choices), 0);
    }

    static Option choices(String name, List<String> choices) {
        return of(name, Type.CHOICES, choices, 0);
    }

    static Option text(String name) {
        return of(name, Type.TEXT, List.of(), 0);
    }

    /** A text that values are compared with or made of, and so the same for every reader of YAML. */
    static Option dataText(String name) {
        return of(name, Type.DATA_TEXT, List.of(), 0);
    }

    /** The name of an input that the spec declares. */
    static Option input(String name) {
        return of(name, Type.INPUT, List.of(), 0);
    }

    static Option numbers(String name) {
        return of(name, Type.NUMBERS, List.of(), 0);
    }

    static Option texts(String name) {
        return of(name, Type.TEXTS, List.of(), 0);
    }

    Option orElse(Object value) {
        return new Option(name, type, value, false, fittable, later, choices, min, max);
    }

    Option optional() {
        return new Option(name, type, null, false, fittable, later, choices, min, max);
    }

    Option fitted() {
        return new Option(name, type, fallback, required, true, later, choices, min, max);
    }

    Option addedLater() {
        return new Option(name, type, fallback, required, fittable, true, choices, min, max);
    }

    /** Types a value of the document. */
    Object parse(Scalars scalars, SpecNode node, String where) {
        return switch (type) {
            case NUMBER -> scalars.number(node, where);
            case INTEGER -> integer(scalars, node, where);
            case CHOICE -> scalars.choice(node, where, choices);
            case TEXT, INPUT -> scalars.text(node, where);
            case DATA_TEXT -> scalars.dataText(node, where);
            case NUMBERS ->
                scalars.list(node, where).stream()
                        .map(item -> (Object) scalars.number(item, where))
                        .toList();
            case TEXTS ->
                scalars.list(node, where).stream()
                        .map(item -> (Object) scalars.dataText(item, where))
                        .toList();
            case CHOICES -> chosen(scalars, node, where);
            case BOOL -> scalars.bool(node, where);
            case MAP -> numbersByText(scalars, node, where);
            case NUMBER_OR_CHOICE ->
                node.text != null && choices.contains(node.text) ? node.text : scalars.number(node, where);
            case NODE -> node;
        };
    }

    private Long integer(Scalars scalars, SpecNode node, String where) {
        long value = scalars.integer(node, where);
        if (value < min || value > max) {
            throw scalars.site.fault("PLB-106", node.line, where + " is " + value + "; write " + min + " to " + max);
        }
        return value;
    }

    private static SortedMap<String, Object> numbersByText(Scalars scalars, SpecNode node, String where) {
        SortedMap<String, Object> numbers = Canonical.map();
        scalars.map(node, where)
                .forEach((key, value) ->
                        numbers.put(scalars.dataKey(key, value, where), scalars.number(value, where + "." + key)));
        return numbers;
    }

    private List<String> chosen(Scalars scalars, SpecNode node, String where) {
        List<String> given = scalars.list(node, where).stream()
                .map(item -> scalars.choice(item, where, choices))
                .toList();
        if (given.isEmpty()) {
            throw scalars.site.fault("PLB-106", node.line, where + " is empty; name at least one");
        }
        return choices.stream().filter(given::contains).toList();
    }
}

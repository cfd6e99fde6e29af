package dev.plumbline.transform;

import java.util.List;
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
        long max) {
    enum Type {
        NUMBER,
        INTEGER,
        CHOICE,
        TEXT,
        NUMBERS,
        TEXTS,
        CHOICES
    }

    private static Option of(String name, Type type, List<String> choices, long max) {
        return new Option(name, type, null, true, false, false, choices, max);
    }

    static Option number(String name) {
        return of(name, Type.NUMBER, List.of(), 0);
    }

    /** An integer from 0 to {@code max}. */
    static Option integer(String name, long max) {
        return of(name, Type.INTEGER, List.of(), max);
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

    static Option numbers(String name) {
        return of(name, Type.NUMBERS, List.of(), 0);
    }

    static Option texts(String name) {
        return of(name, Type.TEXTS, List.of(), 0);
    }

    Option orElse(Object value) {
        return new Option(name, type, value, false, fittable, later, choices, max);
    }

    Option optional() {
        return new Option(name, type, null, false, fittable, later, choices, max);
    }

    Option fitted() {
        return new Option(name, type, fallback, required, true, later, choices, max);
    }

    Option addedLater() {
        return new Option(name, type, fallback, required, fittable, true, choices, max);
    }

    /** Types a value of the document. */
    Object parse(Scalars scalars, SpecNode node, String where) {
        return switch (type) {
            case NUMBER -> scalars.number(node, where);
            case INTEGER -> integer(scalars, node, where);
            case CHOICE -> scalars.choice(node, where, choices);
            case TEXT -> scalars.text(node, where);
            case NUMBERS ->
                scalars.list(node, where).stream()
                        .map(item -> (Object) scalars.number(item, where))
                        .toList();
            case TEXTS ->
                scalars.list(node, where).stream()
                        .map(item -> (Object) scalars.dataText(item, where))
                        .toList();
            case CHOICES -> chosen(scalars, node, where);
        };
    }

    private Long integer(Scalars scalars, SpecNode node, String where) {
        long value = scalars.integer(node, where);
        if (value < 0 || value > max) {
            throw scalars.site.fault("PLB-106", node.line, where + " is " + value + "; write 0 to " + max);
        }
        return value;
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

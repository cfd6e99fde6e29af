package dev.plumbline.transform;

import dev.plumbline.transform.SpecDiff.Effect;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Compares the steps of one feature, matched by op from both ends. */
final class StepComparison {
    private final SpecComparison comparison;
    private final String feature;
    private final boolean reshaped;

    /**
     * Prepares the comparison.
     *
     * @param feature the feature's path
     * @param reshaped whether the feature's slots are others
     */
    StepComparison(SpecComparison comparison, String feature, boolean reshaped) {
        this.comparison = comparison;
        this.feature = feature;
        this.reshaped = reshaped;
    }

    void compare(List<?> before, List<?> after) {
        int shorter = Math.min(before.size(), after.size());
        int head = 0;
        while (head < shorter && op(before.get(head)).equals(op(after.get(head)))) {
            head++;
        }
        int tail = 0;
        while (tail < shorter - head
                && op(before.get(before.size() - 1 - tail)).equals(op(after.get(after.size() - 1 - tail)))) {
            tail++;
        }
        for (int i = 0; i < head; i++) {
            step(i, before.get(i), after.get(i));
        }
        List<?> removed = before.subList(head, before.size() - tail);
        List<?> added = after.subList(head, after.size() - tail);
        if (!removed.isEmpty() || !added.isEmpty()) {
            comparison.add(
                    feature + ".steps[" + head + "]",
                    Spelled.steps(removed),
                    Spelled.steps(added),
                    "",
                    reshaped ? Effect.SHIFTS_SLOTS : Effect.CHANGES_MEANING);
        }
        for (int i = tail; i > 0; i--) {
            step(before.size() - i, before.get(before.size() - i), after.get(after.size() - i));
        }
    }

    private static String op(Object step) {
        return (String) ((Map<?, ?>) step).keySet().iterator().next();
    }

    private void step(int index, Object before, Object after) {
        String op = op(before);
        Map<String, Object> options = options(before);
        Map<String, Object> others = options(after);
        for (String option : SpecComparison.keys(options, others)) {
            Object value = options.get(option);
            Object other = others.get(option);
            if (!Objects.equals(value, other)) {
                String path = feature + ".steps[" + index + "]." + op + "." + option;
                option(path, value, other, effect(op, option, value, other));
            }
        }
    }

    private static Map<String, Object> options(Object step) {
        return SpecComparison.map(((Map<?, ?>) step).values().iterator().next());
    }

    private Effect effect(String op, String option, @Nullable Object before, @Nullable Object after) {
        boolean fitted = isFitted(op, option);
        boolean numbers = before instanceof Number
                && after instanceof Number
                && (fitted || (before instanceof Double && after instanceof Double));
        if (reshaped && !numbers) {
            return Effect.SHIFTS_SLOTS;
        }
        boolean both = before != null && after != null;
        return numbers || (both && (fitted || areNumbers(before, after))) ? Effect.REFITS : Effect.CHANGES_MEANING;
    }

    private static boolean areNumbers(@Nullable Object before, @Nullable Object after) {
        return before instanceof List<?> list
                && after instanceof List<?> other
                && list.stream().allMatch(Double.class::isInstance)
                && other.stream().allMatch(Double.class::isInstance);
    }

    private static boolean isFitted(String op, String option) {
        Op known = Ops.find(op);
        return known != null
                && known.options().stream().anyMatch(declared -> declared.name().equals(option) && declared.fittable());
    }

    /** Notes an option: of a list or a map the first entry that differs, and how many do. */
    private void option(String path, @Nullable Object before, @Nullable Object after, Effect effect) {
        if (before instanceof List<?> list && after instanceof List<?> other) {
            entries(path, positions(list, other), list.size(), other.size(), effect);
        } else if (before instanceof Map<?, ?> && after instanceof Map<?, ?>) {
            Map<String, Object> map = SpecComparison.map(before);
            Map<String, Object> other = SpecComparison.map(after);
            entries(path, names(map, other), map.size(), other.size(), effect);
        } else {
            comparison.note(path, before, after, effect);
        }
    }

    private record Entry(
            String place, @Nullable Object before, @Nullable Object after) {}

    private static List<Entry> positions(List<?> before, List<?> after) {
        List<Entry> differing = new ArrayList<>();
        for (int i = 0; i < Math.max(before.size(), after.size()); i++) {
            Object value = i < before.size() ? before.get(i) : null;
            Object other = i < after.size() ? after.get(i) : null;
            if (!Objects.equals(value, other)) {
                differing.add(new Entry("[" + i + "]", value, other));
            }
        }
        return differing;
    }

    private static List<Entry> names(Map<String, Object> before, Map<String, Object> after) {
        List<Entry> differing = new ArrayList<>();
        for (String key : SpecComparison.keys(before, after)) {
            if (!Objects.equals(before.get(key), after.get(key))) {
                differing.add(new Entry("[" + Spelled.value(key) + "]", before.get(key), after.get(key)));
            }
        }
        return differing;
    }

    private void entries(String path, List<Entry> differing, int size, int otherSize, Effect effect) {
        Entry first = differing.get(0);
        String note = size != otherSize
                ? size + " entries, then " + otherSize
                : differing.size() == 1 ? "" : differing.size() + " of " + size + " entries differ";
        comparison.add(
                path + first.place(),
                Spelled.beside(first.before(), first.after()),
                Spelled.beside(first.after(), first.before()),
                note,
                effect);
    }
}

package dev.plumbline.transform;

import dev.plumbline.transform.SpecDiff.Effect;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Matches the features of two specs by name, and compares those that match. */
final class FeatureComparison {
    private static final int NONE = -1;

    private final List<FeaturePlan> before;
    private final List<FeaturePlan> after;
    private final List<Map<String, Object>> trees;
    private final List<Map<String, Object>> otherTrees;
    private final SpecComparison comparison;
    private final int[] partner;

    /**
     * Matches the features.
     *
     * @param trees the features of training in canonical form
     * @param otherTrees those of serving
     */
    FeatureComparison(
            List<FeaturePlan> before,
            List<FeaturePlan> after,
            List<Map<String, Object>> trees,
            List<Map<String, Object>> otherTrees,
            SpecComparison comparison) {
        this.before = before;
        this.after = after;
        this.trees = trees;
        this.otherTrees = otherTrees;
        this.comparison = comparison;
        this.partner = partners();
    }

    /** Finds each feature's place in serving: by name, or as it stands if only the name differs. */
    private int[] partners() {
        Map<String, Integer> places = new HashMap<>();
        for (int i = 0; i < after.size(); i++) {
            places.put(after.get(i).name(), i);
        }
        Set<String> known = new HashSet<>();
        before.forEach(plan -> known.add(plan.name()));
        int[] found = new int[before.size()];
        for (int i = 0; i < found.length; i++) {
            found[i] = places.getOrDefault(before.get(i).name(), NONE);
            boolean open = found[i] == NONE
                    && i < after.size()
                    && !known.contains(after.get(i).name());
            if (open && unnamed(trees.get(i)).equals(unnamed(otherTrees.get(i)))) {
                found[i] = i;
            }
        }
        return found;
    }

    private static Map<String, Object> unnamed(Map<String, Object> tree) {
        Map<String, Object> rest = new LinkedHashMap<>(tree);
        rest.remove("name");
        return rest;
    }

    /** Returns the inputs of matched features whose slots are others. */
    Set<String> reshapedInputs() {
        Set<String> inputs = new HashSet<>();
        for (int i = 0; i < partner.length; i++) {
            if (isReshaped(i)) {
                collect(trees.get(i).get("input"), inputs);
                collect(trees.get(i).get("inputs"), inputs);
            }
        }
        return inputs;
    }

    private static void collect(@Nullable Object names, Set<String> inputs) {
        if (names instanceof List<?> list) {
            list.forEach(name -> inputs.add((String) name));
        } else if (names != null) {
            inputs.add((String) names);
        }
    }

    private boolean isReshaped(int index) {
        return partner[index] != NONE && !sameSlots(before.get(index), after.get(partner[index]));
    }

    /** Tells whether two features have as many slots, called the same but for the features' names. */
    static boolean sameSlots(FeaturePlan one, FeaturePlan other) {
        return one.width() == other.width() && SpecForms.elements(one.end()).equals(SpecForms.elements(other.end()));
    }

    void compare() {
        boolean[] kept = Subsequence.longestIncreasing(partner);
        for (int i = 0; i < partner.length; i++) {
            String path = "features[" + i + "]";
            FeaturePlan plan = before.get(i);
            if (partner[i] == NONE) {
                comparison.add(path, described(plan), Spelled.ABSENT, "", Effect.SHIFTS_SLOTS);
                continue;
            }
            FeaturePlan other = after.get(partner[i]);
            if (!kept[i]) {
                String to = "features[" + partner[i] + "] slot " + other.offset();
                comparison.add(path, plan.name() + " slot " + plan.offset(), to, "", Effect.SHIFTS_SLOTS);
            }
            matched(path, i);
        }
        added();
    }

    private void matched(String path, int index) {
        Map<String, Object> tree = trees.get(index);
        Map<String, Object> other = otherTrees.get(partner[index]);
        boolean reshaped = isReshaped(index);
        for (String key : SpecComparison.keys(tree, other)) {
            if (key.equals("steps")) {
                new StepComparison(comparison, path, reshaped).compare(list(tree.get(key)), list(other.get(key)));
            } else {
                boolean shifts = key.equals("name") || (reshaped && key.startsWith("input"));
                Effect effect = shifts ? Effect.SHIFTS_SLOTS : Effect.CHANGES_MEANING;
                comparison.compare(path + "." + key, tree.get(key), other.get(key), effect);
            }
        }
    }

    private static List<?> list(@Nullable Object node) {
        return node == null ? List.of() : (List<?>) node;
    }

    /** Notes features that training did not know: behind all others they are appended. */
    private void added() {
        Set<Integer> known = new HashSet<>();
        int end = 0;
        for (int place : partner) {
            known.add(place);
            end = Math.max(end, place + 1);
        }
        for (int i = 0; i < after.size(); i++) {
            if (!known.contains(i)) {
                Effect effect = i >= end ? Effect.APPENDED : Effect.SHIFTS_SLOTS;
                comparison.add("features[" + i + "]", Spelled.ABSENT, described(after.get(i)), "", effect);
            }
        }
    }

    private static String described(FeaturePlan plan) {
        int last = plan.offset() + plan.width() - 1;
        return plan.name() + (plan.width() == 1 ? " slot " + last : " slots " + plan.offset() + ".." + last);
    }
}

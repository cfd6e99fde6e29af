package dev.plumbline.transform;

import dev.plumbline.transform.SpecDiff.Effect;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Walks two specs in the order of a document and notes what differs. */
final class SpecComparison {
    private final TransformSpec trained;
    private final TransformSpec serving;
    private final List<SpecDiff.Change> changes = new ArrayList<>();

    SpecComparison(TransformSpec trained, TransformSpec serving) {
        this.trained = trained;
        this.serving = serving;
    }

    List<SpecDiff.Change> changes() {
        Map<String, Object> before = SpecForms.semanticTree(trained.parsed());
        Map<String, Object> after = SpecForms.semanticTree(serving.parsed());
        note("version", trained.version(), serving.version(), Effect.NOTHING);
        for (String key : keys(before, after)) {
            switch (key) {
                case "features", "inputs", "output" -> {}
                case "math" -> note("policy.math", before.get(key), after.get(key), Effect.CHANGES_MEANING);
                default -> note(key, before.get(key), after.get(key), Effect.CHANGES_MEANING);
            }
        }
        output(map(before.get("output")), map(after.get("output")));
        FeatureComparison features = new FeatureComparison(
                trained.parsed().plans(), serving.parsed().plans(), features(before), features(after), this);
        sources();
        inputs(map(before.get("inputs")), map(after.get("inputs")), features.reshapedInputs());
        features.compare();
        return changes;
    }

    private static List<Map<String, Object>> features(Map<String, Object> root) {
        return ((List<?>) root.getOrDefault("features", List.of()))
                .stream().map(SpecComparison::map).toList();
    }

    private void output(Map<String, Object> before, Map<String, Object> after) {
        for (String key : keys(before, after)) {
            Effect effect = key.equals("name") ? Effect.CHANGES_MEANING : Effect.SHIFTS_SLOTS;
            note("output." + key, before.get(key), after.get(key), effect);
        }
    }

    /** Compares sources that inputs of both specs use under one alias. */
    private void sources() {
        Map<String, SpecSource> before = usedSources(trained);
        Map<String, SpecSource> after = usedSources(serving);
        before.forEach((alias, source) -> {
            SpecSource other = after.get(alias);
            if (other != null) {
                String path = "sources." + alias;
                note(path + ".view", source.view(), other.view(), Effect.REBINDS);
                for (String key : keys(source.keys(), other.keys())) {
                    String place = key.equals(SpecSource.UNNAMED_KEY) ? ".key" : ".keys." + key;
                    note(path + place, source.keys().get(key), other.keys().get(key), Effect.REBINDS);
                }
            }
        });
    }

    private static Map<String, SpecSource> usedSources(TransformSpec spec) {
        Map<String, SpecSource> used = new TreeMap<>();
        for (SpecInput input : spec.inputs()) {
            SpecSource source = spec.sources().get(input.source());
            if (source != null) {
                used.put(input.source(), source);
            }
        }
        return used;
    }

    /** Compares inputs that both specs use; one that only one of them uses shows in the features that read it. */
    private void inputs(Map<String, Object> before, Map<String, Object> after, Set<String> reshaped) {
        for (SpecInput input : trained.inputs()) {
            SpecInput other = find(serving, input.name());
            if (other == null) {
                continue;
            }
            String path = "inputs." + input.name();
            note(path + ".from", from(input), from(other), Effect.REBINDS);
            note(path + ".ttl", input.ttl().orElse(null), other.ttl().orElse(null), Effect.NOTHING);
            Map<String, Object> entry = map(before.get(input.name()));
            Map<String, Object> otherEntry = map(after.get(input.name()));
            for (String key : keys(entry, otherEntry)) {
                boolean shifts = key.equals("type") && reshaped.contains(input.name());
                Effect effect = shifts ? Effect.SHIFTS_SLOTS : Effect.CHANGES_MEANING;
                compare(path + "." + key, entry.get(key), otherEntry.get(key), effect);
            }
        }
    }

    private static @Nullable SpecInput find(TransformSpec spec, String input) {
        return spec.inputs().stream()
                .filter(candidate -> candidate.name().equals(input))
                .findFirst()
                .orElse(null);
    }

    private static String from(SpecInput input) {
        return input.source() + ":" + input.feature();
    }

    /** Compares values whose maps are entered. */
    void compare(String path, @Nullable Object before, @Nullable Object after, Effect effect) {
        if (before instanceof Map<?, ?> && after instanceof Map<?, ?>) {
            Map<String, Object> entries = map(before);
            Map<String, Object> others = map(after);
            for (String key : keys(entries, others)) {
                compare(path + "." + key, entries.get(key), others.get(key), effect);
            }
        } else {
            note(path, before, after, effect);
        }
    }

    /** Notes a difference, if it is one, between values that are spelled as a whole. */
    void note(String path, @Nullable Object before, @Nullable Object after, Effect effect) {
        if (!Objects.equals(before, after)) {
            add(path, Spelled.beside(before, after), Spelled.beside(after, before), "", effect);
        }
    }

    void add(String path, String before, String after, String note, Effect effect) {
        changes.add(new SpecDiff.Change(path, before, after, note, effect));
    }

    static Set<String> keys(Map<String, ?> before, Map<String, ?> after) {
        Set<String> keys = new TreeSet<>(before.keySet());
        keys.addAll(after.keySet());
        return keys;
    }

    /** Casts a part of a canonical tree. */
    @SuppressWarnings("unchecked")
    static Map<String, Object> map(@Nullable Object node) {
        return node == null ? Map.of() : (Map<String, Object>) node;
    }
}

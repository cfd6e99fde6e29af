package dev.plumbline.transform;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;

/**
 * What sets two specs apart, and what each difference does to a model that was trained with the first of them.
 *
 * <p>Features are matched by name, so that a reorder is a move. Documentation, comments, golden rows and unused inputs are
 * no difference. Immutable and thread-safe.
 */
public final class SpecDiff {
    /** What a difference does, from the weakest to the strongest. */
    public enum Effect {
        /** Nothing that a hash covers: a version, a ttl. */
        NOTHING,
        /** New slots follow the old ones, which stay as they are. */
        APPENDED,
        /** Inputs come from elsewhere: another source, view, key or feature. */
        REBINDS,
        /** Numbers or other fitted parameters of steps differ; the layout stays. */
        REFITS,
        /** An op, option, policy, type or name differs; the layout stays. */
        CHANGES_MEANING,
        /** The layout differs: slots move, vanish, or are called or typed otherwise. */
        SHIFTS_SLOTS
    }

    /**
     * One difference. Immutable and thread-safe.
     *
     * @param path where it is, such as {@code features[0].steps[3].zscore.std}, counted as in training; a feature that
     *     training did not know, as in serving
     * @param before what training has, {@code absent} if nothing
     * @param after what serving has, {@code absent} if nothing; numbers differ in spelling if they differ by a bit
     * @param note what a list or map of many entries has besides, empty if there is nothing to add
     * @param effect what it does
     */
    public record Change(String path, String before, String after, String note, Effect effect) {
        /** Returns path and values, such as {@code features[0].steps[3].zscore.std 1.25 -> 1.31}. */
        @Override
        public String toString() {
            return path + " " + before + " -> " + after + (note.isEmpty() ? "" : " (" + note + ")");
        }
    }

    private final TransformSpec trained;
    private final TransformSpec serving;
    private final List<Change> changes;

    private SpecDiff(TransformSpec trained, TransformSpec serving, List<Change> changes) {
        this.trained = trained;
        this.serving = serving;
        this.changes = changes;
    }

    /**
     * Compares two specs.
     *
     * @param trained the spec that a model was trained with
     * @param serving the spec that is to serve it
     * @return the differences; none has an effect if and only if the fingerprints and the binding hashes are equal
     */
    public static SpecDiff between(TransformSpec trained, TransformSpec serving) {
        List<Change> found = new SpecComparison(trained, serving).changes();
        return new SpecDiff(
                trained,
                serving,
                found.stream()
                        .sorted(Comparator.comparing(Change::effect).reversed())
                        .toList());
    }

    /**
     * Returns the differences.
     *
     * @return the strongest effect first, then in the order of the document
     */
    public List<Change> changes() {
        return changes;
    }

    /**
     * Returns the difference that matters most.
     *
     * @return the first of {@link #changes()}, empty if there is none with an effect
     */
    public Optional<Change> first() {
        return changes.stream()
                .filter(change -> change.effect() != Effect.NOTHING)
                .findFirst();
    }

    /**
     * Returns what the differences do taken together.
     *
     * @return the strongest effect; {@link Effect#APPENDED} says that all old slots keep place, meaning and source
     */
    public Effect effect() {
        return first().map(Change::effect).orElse(Effect.NOTHING);
    }

    /**
     * Returns the first slot that is not in training what it is in serving.
     *
     * @return the slot; the width in training if slots are only appended; empty if all slots are called the same
     */
    public OptionalInt firstMovedSlot() {
        List<FeaturePlan> before = trained.parsed().plans();
        List<FeaturePlan> after = serving.parsed().plans();
        for (int i = 0; i < Math.min(before.size(), after.size()); i++) {
            FeaturePlan plan = before.get(i);
            FeaturePlan other = after.get(i);
            if (!plan.name().equals(other.name())) {
                return OptionalInt.of(plan.offset());
            } else if (!FeatureComparison.sameSlots(plan, other)) {
                return OptionalInt.of(plan.offset() + firstOther(plan.end(), other.end()));
            }
        }
        int width = trained.vectorizer().width();
        int otherWidth = serving.vectorizer().width();
        return width == otherWidth ? OptionalInt.empty() : OptionalInt.of(Math.min(width, otherWidth));
    }

    private static int firstOther(Port end, Port other) {
        int slot = 0;
        while (slot < Math.min(end.width(), other.width()) && end.label(slot).equals(other.label(slot))) {
            slot++;
        }
        return slot;
    }

    /** Returns both specs, what became of the slots, and each difference on a line of its own, for people. */
    @Override
    public String toString() {
        return described(trained) + " -> " + described(serving) + ": " + spelled(effect()) + "\n" + layout()
                + changes.stream()
                        .map(change -> "\n" + String.format(Locale.ROOT, "%-15s  ", spelled(change.effect())) + change)
                        .collect(Collectors.joining());
    }

    private String layout() {
        List<String> before = trained.vectorizer().slotNames();
        List<String> after = serving.vectorizer().slotNames();
        OptionalInt moved = firstMovedSlot();
        if (moved.isEmpty()) {
            return "all " + before.size()
                    + (trained.layoutHash().equals(serving.layoutHash())
                            ? " slots keep their place"
                            : " slots keep their place in an output of another form");
        }
        int slot = moved.getAsInt();
        if (slot == before.size()) {
            return "all " + slot + " slots keep their place, " + (after.size() - slot) + " are appended";
        }
        return "slot " + slot + " is the first that moves: it was " + before.get(slot)
                + (slot == after.size() ? " and is gone" : " and is " + after.get(slot));
    }

    static String spelled(Effect effect) {
        return switch (effect) {
            case NOTHING -> "no effect";
            case APPENDED -> "appends slots";
            case REBINDS -> "rebinds";
            case REFITS -> "refits";
            case CHANGES_MEANING -> "changes meaning";
            case SHIFTS_SLOTS -> "shifts slots";
        };
    }

    private static String described(TransformSpec spec) {
        return spec.name() + " " + spec.version() + " " + ModelStamp.shortened(spec.fingerprint());
    }
}

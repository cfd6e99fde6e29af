package dev.plumbline.transform;

import dev.plumbline.feature.ValueState;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Why a slot of a model's input has its value: the input with its state and age, and what each step made of it.
 *
 * <p>It holds the input's value, so it belongs into a debugger's hands and not into a log. Immutable and thread-safe.
 */
public final class Explanation {
    /**
     * One step and what it did. Immutable and thread-safe.
     *
     * @param step the op with its parameters
     * @param before the value that it took
     * @param after the value that it gave
     */
    public record StepTaken(String step, String before, String after) {}

    /**
     * One input and what it was. Immutable and thread-safe.
     *
     * @param input the input as the spec declares it
     * @param state its state, before the policy
     * @param value its value for people, {@code none} if it had none
     * @param age how old the value was when it was read; empty if that is unknown or the caller passed the value
     */
    public record InputTaken(SpecInput input, ValueState state, String value, Optional<Duration> age) {
        @Override
        public String toString() {
            return input.name() + " = " + value + " (" + state.name().toLowerCase(Locale.ROOT) + ", "
                    + TypeNames.spell(input.type()) + ", " + input.source()
                    + age.map(known -> ", age " + spelled(known)).orElse("") + ")";
        }
    }

    private final FeaturePlan plan;
    private final String spec;
    private final String output;
    private final int slot;
    private final double value;
    private final List<InputTaken> inputs;
    private final List<StepTaken> steps;
    private final @Nullable TransformException failure;

    Explanation(
            FeaturePlan plan,
            String spec,
            String output,
            int slot,
            double value,
            List<InputTaken> inputs,
            List<StepTaken> steps,
            @Nullable TransformException failure) {
        this.plan = plan;
        this.spec = spec;
        this.output = output;
        this.slot = slot;
        this.value = value;
        this.inputs = inputs;
        this.steps = steps;
        this.failure = failure;
    }

    /**
     * Returns the slot.
     *
     * @return 0 for the first of the model's input
     */
    public int slot() {
        return slot;
    }

    /**
     * Returns the slot's name.
     *
     * @return as in {@link Vectorizer#slotNames()}
     */
    public String slotName() {
        return plan.name() + plan.end().label(slot - plan.offset());
    }

    /**
     * Returns what the slot means where it is one of several, such as {@code bucket [3, 10)}.
     *
     * @return the meaning, empty if the name says all
     */
    public String meaning() {
        return plan.end().meaning(slot - plan.offset());
    }

    /**
     * Returns the slot's value.
     *
     * @return the value as it goes out, NaN if there is a {@link #failure()}
     */
    public double value() {
        return value;
    }

    /**
     * Returns the inputs that the slot is made from.
     *
     * @return one, or several for a feature that joins them, in the spec's order
     */
    public List<InputTaken> inputs() {
        return inputs;
    }

    /**
     * Returns what each step did, up to one that failed.
     *
     * @return the steps in order
     */
    public List<StepTaken> steps() {
        return steps;
    }

    /**
     * Returns why there is no value.
     *
     * @return what {@link Vectorizer#transform} throws for this feature, empty if there is a value
     */
    public Optional<TransformException> failure() {
        return Optional.ofNullable(failure);
    }

    /** Returns the slot, the input and the steps on a few lines, for people. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        text.append(output).append('[').append(slot).append("] = ");
        text.append(failure == null ? shortest(value) : "none");
        text.append("  ").append(spec).append('/').append(slotName());
        if (!meaning().isEmpty()) {
            text.append("  \"").append(meaning()).append('"');
        }
        for (InputTaken input : inputs) {
            text.append("\n  ").append(input);
        }
        String separator = "\n  ";
        for (StepTaken step : steps) {
            text.append(separator).append(step.step()).append(' ');
            text.append(step.before()).append(" -> ").append(step.after());
            separator = " | ";
        }
        if (plan.width() > 1 && failure == null) {
            text.append(", slot ").append(plan.offset()).append('+').append(slot - plan.offset());
        }
        if (failure != null) {
            text.append("\n  ").append(failure.getMessage());
        }
        return text.toString();
    }

    /** The fewest digits that tell the value: those of a float where it is one. */
    private static String shortest(double value) {
        return (float) value == value ? Float.toString((float) value) : Double.toString(value);
    }

    private static String spelled(Duration age) {
        if (age.toHours() > 0) {
            return age.toHours() + "h" + age.toMinutesPart() + "m";
        }
        return age.toMinutes() > 0 ? age.toMinutes() + "m" + age.toSecondsPart() + "s" : age.toMillis() + "ms";
    }
}

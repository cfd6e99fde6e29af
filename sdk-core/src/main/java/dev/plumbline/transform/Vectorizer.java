package dev.plumbline.transform;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A spec, compiled: turns the values of one row into a model's input, to the same bits everywhere.
 *
 * <p>A row is transformed without allocation. Immutable and thread-safe; the {@link InputRow}s that it makes are not.
 */
public final class Vectorizer {
    private final String spec;
    private final String output;
    private final String fingerprint;
    private final boolean float32;
    private final List<FeaturePlan> plans;
    private final StepByStep slow;
    private final FeatureCode[] features;
    private final @Nullable Program program;
    private final InputRow.InputLayout layout;
    private final List<String> slotNames;
    private final List<FeatureSlots> slots;

    Vectorizer(
            String spec,
            String output,
            boolean float32,
            String fingerprint,
            List<SpecInput> inputs,
            List<FeaturePlan> plans) {
        this.spec = spec;
        this.output = output;
        this.fingerprint = fingerprint;
        this.float32 = float32;
        this.plans = plans;
        this.slow = new StepByStep(spec, float32);
        this.features =
                plans.stream().map(plan -> FeatureCompiler.compile(plan, slow)).toArray(FeatureCode[]::new);
        this.program = float32 ? Program.of(features) : null;
        this.layout = new InputRow.InputLayout(inputs);
        List<String> names = new ArrayList<>();
        List<FeatureSlots> offsets = new ArrayList<>();
        for (FeaturePlan plan : plans) {
            plan.end().labels().forEach(label -> names.add(plan.name() + label));
            offsets.add(new FeatureSlots(plan.name(), plan.offset(), plan.width()));
        }
        this.slotNames = List.copyOf(names);
        this.slots = List.copyOf(offsets);
    }

    /**
     * Returns the number of slots of the output.
     *
     * @return 1 to 65,536
     */
    public int width() {
        return slotNames.size();
    }

    /**
     * Returns what each slot is called: the feature's name, then {@code [i]} for a bucket, {@code =value}, {@code [oov]}
     * or {@code [missing]} for a vocabulary, {@code [sin]} or {@code [cos]}.
     *
     * @return one name for each slot
     */
    public List<String> slotNames() {
        return slotNames;
    }

    /**
     * Returns which slots each feature fills.
     *
     * @return one entry for each feature, in the spec's order, without gaps
     */
    public List<FeatureSlots> featureSlots() {
        return slots;
    }

    /**
     * Returns the semantic fingerprint of the spec.
     *
     * @return as {@link TransformSpec#fingerprint()}
     */
    public String fingerprint() {
        return fingerprint;
    }

    /**
     * Returns a row of inputs to be filled, again and again.
     *
     * @return a row whose inputs are all not found
     */
    public InputRow newInputs() {
        return new InputRow(layout);
    }

    /**
     * Transforms a row.
     *
     * @param in the inputs, made by this spec
     * @param out where the values go; after an exception the slots from {@code offset} hold nothing of use
     * @param offset where the first slot goes
     * @throws TransformException if a value breaks a rule; the first feature in the spec's order is named
     * @throws IllegalArgumentException if the inputs are another spec's, or the spec's output type is f64
     * @throws IndexOutOfBoundsException if the output has no room for {@link #width()} values
     */
    public void transform(InputRow in, float[] out, int offset) {
        Program runs = program;
        if (runs == null) {
            throw new IllegalArgumentException("spec '" + spec + "' has the output type f64: pass a double[]");
        }
        check(in, out.length, offset);
        if (!runs.run(in, out, offset)) {
            throw failure(in);
        }
    }

    /**
     * Transforms a row.
     *
     * @param in the inputs, made by this spec
     * @param out where the values go; after an exception the slots from {@code offset} hold nothing of use
     * @param offset where the first slot goes
     * @throws TransformException if a value breaks a rule; the first feature in the spec's order is named
     * @throws IllegalArgumentException if the inputs are another spec's, or the spec's output type is f32
     * @throws IndexOutOfBoundsException if the output has no room for {@link #width()} values
     */
    public void transform(InputRow in, double[] out, int offset) {
        if (float32) {
            throw new IllegalArgumentException("spec '" + spec + "' has the output type f32: pass a float[]");
        }
        check(in, out.length, offset);
        in.sink.open(out, offset);
        for (FeatureCode feature : features) {
            if (!feature.put(in, in.sink)) {
                in.sink.close();
                throw failure(in);
            }
        }
        in.sink.close();
    }

    /**
     * Explains a slot's value step by step. For people and tests; it allocates.
     *
     * @param in the inputs, made by this spec
     * @param slot 0 to {@code width() - 1}
     * @return what the slot is made from; it has a failure where {@link #transform} would throw for its feature
     * @throws IllegalArgumentException if the inputs are another spec's
     * @throws IndexOutOfBoundsException if there is no such slot
     */
    public Explanation explain(InputRow in, int slot) {
        Objects.checkIndex(slot, width());
        checkOwner(in);
        FeaturePlan plan = plans.get(0);
        for (FeaturePlan candidate : plans) {
            if (candidate.offset() <= slot) {
                plan = candidate;
            }
        }
        int input = plan.inputIndex();
        Trace trace = new Trace(in.state(input));
        double value = Double.NaN;
        TransformException failure = null;
        try {
            value = slow.run(plan, in.states[input], in.bits[input], in.objects[input], trace)[slot - plan.offset()];
        } catch (TransformException e) {
            failure = e;
        }
        return new Explanation(
                plan,
                spec,
                output,
                slot,
                value,
                in.state(input),
                InputValues.spell(in, input),
                in.ages[input],
                trace.steps(),
                failure);
    }

    /** Runs the steps as the reference defines them, for tests of the compiled path. */
    double[] stepByStep(InputRow in) {
        double[] out = new double[width()];
        for (FeaturePlan plan : plans) {
            int input = plan.inputIndex();
            double[] values = slow.run(plan, in.states[input], in.bits[input], in.objects[input], null);
            System.arraycopy(values, 0, out, plan.offset(), values.length);
        }
        return out;
    }

    private void check(InputRow in, int length, int offset) {
        checkOwner(in);
        Objects.checkFromIndexSize(offset, width(), length);
    }

    private void checkOwner(InputRow in) {
        if (in.layout != layout) {
            throw new IllegalArgumentException(
                    "the inputs were not made by this vectorizer of '" + spec + "': use newInputs()");
        }
    }

    private RuntimeException failure(InputRow in) {
        try {
            stepByStep(in);
        } catch (TransformException e) {
            return e;
        }
        return new IllegalStateException("the compiled form of '" + spec + "' refuses a row that its steps take");
    }

    /** Returns the spec's name, the number of slots and the start of the fingerprint. */
    @Override
    public String toString() {
        return spec + " " + width() + " slots " + fingerprint.substring(0, 17);
    }
}

package dev.plumbline.transform;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
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
    private final boolean dense;
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
            boolean dense,
            String fingerprint,
            List<SpecInput> inputs,
            List<FeaturePlan> plans) {
        this.spec = spec;
        this.output = output;
        this.fingerprint = fingerprint;
        this.float32 = float32;
        this.dense = dense;
        this.plans = plans;
        this.slow = new StepByStep(spec, float32);
        int mostJoined =
                plans.stream().mapToInt(plan -> plan.inputs().size()).max().orElse(1);
        this.layout = new InputRow.InputLayout(inputs, mostJoined);
        InputRow trial = new InputRow(layout);
        this.features = plans.stream()
                .map(plan -> FeatureCompiler.compile(plan, slow, trial))
                .toArray(FeatureCode[]::new);
        this.program = float32 && dense ? Program.of(features) : null;
        this.slotNames = new SlotNames(plans);
        this.slots = plans.stream()
                .map(plan -> new FeatureSlots(plan.name(), plan.offset(), plan.width()))
                .toList();
    }

    /**
     * Returns the number of slots of the output.
     *
     * @return 1 to 65,536; to 16,777,216 if the layout is sparse
     */
    public int width() {
        return slotNames.size();
    }

    /**
     * Returns what each slot is called: the feature's name, then {@code [i]} for a bucket, {@code =value}, {@code [oov]}
     * or {@code [missing]} for a vocabulary, {@code [sin]} or {@code [cos]}.
     *
     * @return one name for each slot, made when it is asked for
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
     * Tells whether the output is written as all slots or as those that count.
     *
     * @return whether the spec says {@code layout: sparse}
     */
    public boolean isSparse() {
        return !dense;
    }

    /**
     * Returns room for an output of {@code layout: sparse}, to be filled again and again.
     *
     * @return an empty vector
     */
    public SparseVector newSparse() {
        return new SparseVector(width(), float32);
    }

    /**
     * Transforms a row.
     *
     * @param in the inputs, made by this spec
     * @param out where the values go; after an exception the slots from {@code offset} hold nothing of use
     * @param offset where the first slot goes
     * @throws TransformException if a value breaks a rule; the first feature in the spec's order is named
     * @throws IllegalArgumentException if the inputs are another spec's, or the spec's output type is f64 or its layout
     *     sparse
     * @throws IndexOutOfBoundsException if the output has no room for {@link #width()} values
     */
    public void transform(InputRow in, float[] out, int offset) {
        Program runs = program;
        if (runs == null) {
            throw wrongOutput();
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
     * @throws IllegalArgumentException if the inputs are another spec's, or the spec's output type is f32 or its layout
     *     sparse
     * @throws IndexOutOfBoundsException if the output has no room for {@link #width()} values
     */
    public void transform(InputRow in, double[] out, int offset) {
        if (float32 || !dense) {
            throw wrongOutput();
        }
        check(in, out.length, offset);
        in.sink.open(out, offset);
        run(features, in);
    }

    /**
     * Transforms a row into the entries that count.
     *
     * @param in the inputs, made by this spec
     * @param out where the entries go, in place of those that it had; nothing of use after an exception
     * @throws TransformException if a value breaks a rule; the first feature in the spec's order is named
     * @throws IllegalArgumentException if the inputs are another spec's, or the spec's layout is dense
     */
    public void transform(InputRow in, SparseVector out) {
        if (dense) {
            throw wrongOutput();
        }
        checkOwner(in);
        in.sink.open(out);
        run(features, in);
    }

    void run(FeatureCode[] some, InputRow in) {
        for (FeatureCode feature : some) {
            if (!feature.put(in, in.sink)) {
                in.sink.close();
                throw failure(in);
            }
        }
        in.sink.close();
    }

    IllegalArgumentException wrongOutput() {
        String wanted = dense ? float32 ? "a float[]" : "a double[]" : "a SparseVector";
        return new IllegalArgumentException("spec '" + spec + "' has the output type " + (float32 ? "f32" : "f64")
                + " and the layout " + (dense ? "dense" : "sparse") + ": pass " + wanted);
    }

    /**
     * Transforms rows into one array, row after row.
     *
     * @param rows the rows, made by this spec
     * @param out where the values go; the slots of a row that has no vector are NaN
     * @param offset where the first row's first slot goes
     * @return which rows have a vector, and why the others have none
     * @throws IllegalArgumentException as {@link #transform(InputRow, float[], int)}
     * @throws IndexOutOfBoundsException if the output has no room for all rows
     */
    public BatchReport transformAll(List<InputRow> rows, float[] out, int offset) {
        Objects.checkFromIndexSize(offset, Math.multiplyExact(rows.size(), width()), out.length);
        return BatchReport.of(rows, width(), offset, (in, at) -> transform(in, out, at), out);
    }

    /**
     * Transforms rows into one array, row after row.
     *
     * @param rows the rows, made by this spec
     * @param out where the values go; the slots of a row that has no vector are NaN
     * @param offset where the first row's first slot goes
     * @return which rows have a vector, and why the others have none
     * @throws IllegalArgumentException as {@link #transform(InputRow, double[], int)}
     * @throws IndexOutOfBoundsException if the output has no room for all rows
     */
    public BatchReport transformAll(List<InputRow> rows, double[] out, int offset) {
        Objects.checkFromIndexSize(offset, Math.multiplyExact(rows.size(), width()), out.length);
        return BatchReport.of(rows, width(), offset, (in, at) -> transform(in, out, at), out);
    }

    /**
     * Splits the spec into the features that read shared inputs only, to be computed once for a request, and the others.
     *
     * @param sharedInputs names of inputs that all candidates of a request have in common
     * @return the spec in two parts
     * @throws IllegalArgumentException if the spec uses no such input, or its layout is sparse
     */
    public SplitVectorizer split(Set<String> sharedInputs) {
        if (!dense) {
            throw new IllegalArgumentException("spec '" + spec + "' has the layout sparse: only a dense one is split");
        }
        return new SplitVectorizer(this, features, layout, sharedInputs);
    }

    boolean isFloat32() {
        return float32;
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
        Trace trace = new Trace(in.state(plan.first().index()));
        double value = Double.NaN;
        TransformException failure = null;
        try {
            value = StepByStep.dense(slow.run(plan, in, trace), plan.width())[slot - plan.offset()];
        } catch (TransformException e) {
            failure = e;
        }
        List<Explanation.InputTaken> inputs =
                plan.inputs().stream().map(read -> taken(read, in)).toList();
        return new Explanation(plan, spec, output, slot, value, inputs, trace.steps(), failure);
    }

    private static Explanation.InputTaken taken(FeaturePlan.Read read, InputRow in) {
        int input = read.index();
        Optional<Duration> age =
                in.ages[input] < 0 ? Optional.empty() : Optional.of(Duration.of(in.ages[input], ChronoUnit.MICROS));
        return new Explanation.InputTaken(read.input(), in.state(input), InputValues.spell(in, input), age);
    }

    /** Runs every step of every feature, for tests of the compiled path and for the first failure. */
    double[] stepByStep(InputRow in) {
        double[] out = new double[dense ? width() : 0];
        for (FeaturePlan plan : plans) {
            Cell cell = slow.run(plan, in, null);
            if (dense) {
                System.arraycopy(StepByStep.dense(cell, plan.width()), 0, out, plan.offset(), plan.width());
            }
        }
        return out;
    }

    private void check(InputRow in, int length, int offset) {
        checkOwner(in);
        Objects.checkFromIndexSize(offset, width(), length);
    }

    void checkOwner(InputRow in) {
        if (in.layout != layout) {
            throw new IllegalArgumentException(
                    "the inputs were not made by this vectorizer of '" + spec + "': use newInputs()");
        }
    }

    RuntimeException failure(InputRow in) {
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

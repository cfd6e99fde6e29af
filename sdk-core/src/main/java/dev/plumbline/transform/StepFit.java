package dev.plumbline.transform;

import dev.plumbline.transform.internal.Selection;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How far the fit of a step is.
 *
 * @param first what its first pass gathered, null before it
 * @param selection the quantiles as far as they are found
 */
record StepFit(OpenStep step, FitNeeds needs, @Nullable StepTally first, Selection selection) {
    static StepFit start(OpenStep step) {
        return new StepFit(step, FitRules.of(step).needs(step), null, Selection.start());
    }

    /** Returns the same for the step as it was parsed again. */
    StepFit of(OpenStep again) {
        return new StepFit(again, needs, first, selection);
    }

    StepTally tally(int maxDistinct) {
        return new StepTally(step, needs, selects() ? selection : null, first == null, maxDistinct);
    }

    private boolean selects() {
        return !needs.quantiles().isEmpty() && !selection.isDone();
    }

    boolean isDone() {
        return first != null && !selects();
    }

    /**
     * Returns the fit after a pass.
     *
     * @throws SpecException if the values allow no fit
     */
    StepFit next(StepTally pass, long rows, int maxDistinct) {
        StepTally gathered = first;
        if (gathered == null) {
            refuse(pass, rows);
            gathered = new StepTally(step, needs, null, true, maxDistinct);
            gathered.merge(pass);
        }
        Selection narrowed = pass.keys == null ? selection : selection.next(pass.keys, needs::ranks);
        return new StepFit(step, needs, gathered, narrowed);
    }

    private void refuse(StepTally pass, long rows) {
        if (pass.infinite > 0) {
            throw step.fault(
                    "PLB-205",
                    "and " + step.inputs() + (step.target() < 0 ? "" : " or its target") + " gives " + pass.infinite
                            + " infinite values in " + rows
                            + " rows; remove them, or set inf: missing or inf: clip");
        }
        if (pass.faults > 0) {
            throw step.fault(
                    "PLB-207",
                    "and the steps before it refuse " + pass.faults + " of " + rows + " rows, as " + step.inputs() + " "
                            + pass.fault);
        }
        if (pass.count == 0) {
            throw step.fault(
                    "PLB-202",
                    "and no present value in " + rows + " rows of " + step.inputs()
                            + "; look at the data, or write the value");
        }
    }

    /** Returns the values of the marked options, once done. */
    Map<String, SpecNode> values() {
        if (first == null) {
            throw new IllegalStateException("step " + step.key() + " has seen no rows");
        }
        Map<String, SpecNode> fitted =
                FitRules.of(step).fit(step, new FitValues(first, selection, StepTally.integers(step)));
        Map<String, SpecNode> marked = new HashMap<>();
        for (String option : step.open()) {
            SpecNode value = fitted.get(option);
            if (value == null) {
                throw step.fault("PLB-106", "and no rule computes " + option + " from rows; write its value");
            }
            marked.put(option, value);
        }
        return marked;
    }

    void write(DataOutput out) throws IOException {
        out.writeBoolean(first != null);
        if (first != null) {
            first.write(out);
        }
        selection.write(out);
    }

    static StepFit read(OpenStep step, DataInput in, int maxDistinct) throws IOException {
        StepFit start = start(step);
        StepTally first = null;
        if (in.readBoolean()) {
            first = new StepTally(step, start.needs, null, true, maxDistinct);
            first.read(in);
        }
        return new StepFit(step, start.needs, first, Selection.read(in));
    }
}

package dev.plumbline.transform;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How far a fit is.
 *
 * @param passes how many passes are over
 * @param rows the rows of each of them
 * @param known the values so far, by step and option
 * @param steps one for each step that is ready
 */
record FitState(
        int passes, long rows, Map<String, Map<String, SpecNode>> known, List<InputFit> inputs, List<StepFit> steps) {
    static FitState start(OpenSpec open) {
        List<InputFit> inputs = new ArrayList<>();
        for (int i = 0; i < open.parsed().used().size(); i++) {
            inputs.add(InputFit.start(i, open.inputs().get(i).type()));
        }
        return new FitState(
                0,
                0,
                Map.of(),
                List.copyOf(inputs),
                open.ready().stream().map(StepFit::start).toList());
    }

    /** Returns the same for a document that was parsed again with the values that are known now. */
    FitState with(OpenSpec open) {
        Map<String, StepFit> begun = new LinkedHashMap<>();
        steps.forEach(step -> begun.put(step.step().key(), step));
        List<StepFit> ready = open.ready().stream()
                .map(step -> {
                    StepFit earlier = begun.get(step.key());
                    return earlier == null ? StepFit.start(step) : earlier.of(step);
                })
                .toList();
        return new FitState(passes, rows, known, inputs, ready);
    }

    boolean isDone() {
        return steps.isEmpty() && inputs.stream().allMatch(InputFit::isDone);
    }

    void write(DataOutput out) throws IOException {
        out.writeInt(passes);
        out.writeLong(rows);
        for (InputFit input : inputs) {
            input.write(out);
        }
        for (StepFit step : steps) {
            step.write(out);
        }
    }

    /** Reads what was written of the fit of a document that is parsed with the known values. */
    static FitState read(OpenSpec open, Map<String, Map<String, SpecNode>> known, DataInput in, int maxDistinct)
            throws IOException {
        int passes = in.readInt();
        long rows = in.readLong();
        List<InputFit> inputs = new ArrayList<>();
        for (int i = 0; i < open.parsed().used().size(); i++) {
            inputs.add(InputFit.read(i, open.inputs().get(i).type(), in));
        }
        List<StepFit> steps = new ArrayList<>();
        for (OpenStep step : open.ready()) {
            steps.add(StepFit.read(step, in, maxDistinct));
        }
        return new FitState(passes, rows, known, List.copyOf(inputs), List.copyOf(steps));
    }
}

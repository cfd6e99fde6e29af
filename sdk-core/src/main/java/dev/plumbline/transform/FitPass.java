package dev.plumbline.transform;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Ends a pass over all rows: checks them, and takes every statistic as far as they bring it. */
final class FitPass {
    private final FitSource source;
    private final String spec;
    private final FitState state;

    private FitPass(FitSource source, String spec, FitState state) {
        this.source = source;
        this.spec = spec;
        this.state = state;
    }

    static FitState end(FitSource source, String spec, FitState state, FitPart all) {
        return new FitPass(source, spec, state).end(all);
    }

    private FitState end(FitPart all) {
        checkRows(all.rows());
        List<InputFit> inputs = new ArrayList<>();
        List<StepFit> steps = new ArrayList<>();
        try {
            for (int i = 0; i < state.inputs().size(); i++) {
                InputTally tally = all.inputs()[i];
                InputFit input = state.inputs().get(i);
                inputs.add(tally == null ? input : input.next(tally));
            }
            for (int i = 0; i < state.steps().size(); i++) {
                steps.add(state.steps().get(i).next(all.steps().get(i), all.rows(), source.maxDistinct()));
            }
        } catch (IllegalArgumentException e) {
            throw otherRows(String.valueOf(e.getMessage()));
        }
        Map<String, Map<String, SpecNode>> known = new LinkedHashMap<>(state.known());
        for (StepFit step : steps) {
            if (step.isDone()) {
                known.put(step.step().key(), step.values());
            }
        }
        return new FitState(state.passes() + 1, all.rows(), known, List.copyOf(inputs), List.copyOf(steps));
    }

    private void checkRows(long rows) {
        if (rows < source.minRows()) {
            throw fault(
                    "PLB-201",
                    "the fit saw " + rows + " rows, fewer than " + source.minRows()
                            + "; feed more rows, or lower the bound if so few stand for all");
        }
        if (state.passes() > 0 && rows != state.rows()) {
            throw otherRows("it had " + rows + " rows, that before " + state.rows());
        }
    }

    private SpecException otherRows(String how) {
        return fault(
                "PLB-208",
                "pass " + (state.passes() + 1) + " went over other rows than the one before: " + how
                        + "; feed the same rows to each pass, from a snapshot or a cache");
    }

    private SpecException fault(String code, String text) {
        return DocumentParser.scalars(source.file(), spec).site.fault(code, 1, text);
    }
}

package dev.plumbline.transform;

import dev.plumbline.feature.FeatureType;
import dev.plumbline.feature.ValueState;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Runs a feature's steps one after the other. Serves whatever the compiled chains do not, and explanations, constants and
 * errors; allocates nothing but for those. Immutable.
 */
final class StepByStep {
    private final String spec;
    private final boolean float32;

    StepByStep(String spec, boolean float32) {
        this.spec = spec;
        this.float32 = float32;
    }

    /**
     * Runs a feature over a row and leaves its value in the row's first cell: a vector, or a vector of one, rounded once,
     * checked, every NaN the same.
     *
     * @throws TransformException if the value breaks a rule
     */
    Cell run(FeaturePlan plan, InputRow row, @Nullable Trace trace) {
        Cell[] cells = row.cells();
        int culprit = 0;
        try {
            boolean finite = true;
            int missing = -1;
            for (culprit = 0; culprit < plan.inputs().size(); culprit++) {
                finite &= admit(plan, plan.inputs().get(culprit), row, cells[culprit]);
                missing = missing < 0 && cells[culprit].missing ? culprit : missing;
            }
            culprit = Math.max(0, missing);
            follow(plan, cells, missing, trace);
            requirePresent(cells[0]);
            round(plan, finite, cells[0]);
            return cells[0];
        } catch (StepFault fault) {
            culprit = fault.input < 0 ? culprit : fault.input;
            FeaturePlan.Read read = plan.inputs().get(culprit);
            throw new TransformException(
                    fault.code,
                    spec,
                    plan.name(),
                    read.input().name(),
                    row.state(read.index()),
                    fault.code.equals("PLB-301") ? missing(cells[culprit], row.state(read.index())) : fault.text);
        }
    }

    /**
     * Runs a feature over a row and returns the cell with what it gives: maybe missing, and not rounded.
     *
     * @throws StepFault if the value breaks a rule
     */
    static Cell exact(FeaturePlan plan, InputRow row) {
        Cell[] cells = row.cells();
        int missing = -1;
        for (int i = 0; i < plan.inputs().size(); i++) {
            admit(plan, plan.inputs().get(i), row, cells[i]);
            missing = missing < 0 && cells[i].missing ? i : missing;
        }
        follow(plan, cells, missing, null);
        return cells[0];
    }

    private static String missing(Cell cell, ValueState state) {
        return "is " + (cell.why != null ? cell.why : state.name().toLowerCase(java.util.Locale.ROOT))
                + " and no impute is declared; add an impute step, or is_missing beside it";
    }

    /** Runs a feature as if it had this state and value; for inputs that are no objects. */
    double[] constants(FeaturePlan plan, InputRow row, ValueState state, double value) {
        int input = plan.first().index();
        row.states[input] = state.code();
        row.bits[input] = Double.doubleToRawLongBits(value);
        row.objects[input] = plan.first().input().type().kind() == FeatureType.Kind.BYTES ? new byte[0] : "";
        return dense(run(plan, row, null), plan.width());
    }

    static double[] dense(Cell cell, int width) {
        if (cell.sparse) {
            cell.densify(width);
        }
        return Arrays.copyOf(cell.numbers, width);
    }

    /** Returns what an index becomes by the steps after it; NaN in every slot if they have no value for it. */
    double[] fromIndex(FeaturePlan plan, List<Step> rest, int index) {
        Cell cell = new Cell();
        cell.index = index;
        try {
            for (Step step : rest) {
                step(step, cell, false);
            }
            requirePresent(cell);
            round(plan, true, cell);
            return dense(cell, plan.width());
        } catch (StepFault fault) {
            double[] none = new double[plan.width()];
            Arrays.fill(none, Double.NaN);
            return none;
        }
    }

    /** Puts an input into its cell; a flag's state stands for its value. */
    private static boolean admit(FeaturePlan plan, FeaturePlan.Read read, InputRow row, Cell cell) {
        int input = read.index();
        ValueState state = ValueState.of(row.states[input]);
        IsMissing flag = !plan.steps().isEmpty() && plan.steps().get(0) instanceof IsMissing first ? first : null;
        if (flag == null) {
            return Admission.admit(read, state, row.bits[input], row.objects[input], cell);
        }
        cell.reset();
        cell.number = 1;
        if (!flag.names(state)) {
            Admission.admit(read, state, row.bits[input], row.objects[input], cell);
            cell.number = cell.why != null && flag.names(ValueState.NAN) ? 1 : 0;
            cell.missing = false;
        }
        return true;
    }

    private static void follow(FeaturePlan plan, Cell[] cells, int missing, @Nullable Trace trace) {
        Cell cell = cells[0];
        boolean keepsNaN = plan.keepsNaN();
        List<Step> steps = plan.steps();
        for (int i = 0; i < steps.size(); i++) {
            Step step = steps.get(i);
            if (trace != null) {
                trace.before(step, cells);
            }
            if (step instanceof JoinStep join) {
                join(join, cells, missing, keepsNaN);
            } else {
                step(step, cell, keepsNaN);
            }
            if (trace != null) {
                trace.after(step, cell);
            }
        }
    }

    private static void requirePresent(Cell cell) {
        if (cell.missing) {
            throw new StepFault("PLB-301", "is missing");
        }
    }

    private static void join(JoinStep join, Cell[] cells, int missing, boolean keepsNaN) {
        if (missing >= 0 && !join.skipsMissing()) {
            cells[0].missing = true;
            return;
        }
        boolean held = false;
        for (int i = 0; keepsNaN && i < join.ins.size(); i++) {
            held |= !cells[i].missing && cells[i].hasNaN(join.ins.get(i).kind());
        }
        join.join(cells);
        requireDefined(join, cells[0], held);
    }

    private static void step(Step step, Cell cell, boolean keepsNaN) {
        if (cell.sparse) {
            cell.densify(step.in.width());
        }
        boolean held = keepsNaN && !cell.missing && cell.hasNaN(step.in.kind());
        step.apply(cell);
        requireDefined(step, cell, held);
    }

    private static void requireDefined(Step step, Cell cell, boolean held) {
        if (!held && !cell.missing && cell.hasNaN(step.out.kind())) {
            step.outside(cell);
        }
    }

    private void round(FeaturePlan plan, boolean finite, Cell cell) {
        Kind kind = plan.end().kind();
        if (kind.isNumeric()) {
            double value = cell.number(kind);
            cell.numbers(1)[0] = value;
        }
        double[] values = cell.numbers;
        for (int i = 0; i < cell.length; i++) {
            double value = float32 ? (float) values[i] : values[i];
            if (Double.isInfinite(value) && (finite || !Double.isInfinite(values[i]))) {
                throw new StepFault(
                        "PLB-307", "gives " + values[i] + ", beyond " + (float32 ? "f32" : "f64") + "; clip it before");
            }
            values[i] = Double.isNaN(value) ? Double.NaN : value;
        }
    }
}

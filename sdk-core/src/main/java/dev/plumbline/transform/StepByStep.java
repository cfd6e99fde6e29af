package dev.plumbline.transform;

import dev.plumbline.feature.ValueState;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Runs a feature's steps one after the other, as the reference defines them. The compiled path has to equal it bit for
 * bit; it serves explanations, constants and errors. Immutable.
 */
final class StepByStep {
    private static final long EXACT_IN_FLOAT64 = 1L << 53;

    private final String spec;
    private final boolean float32;

    StepByStep(String spec, boolean float32) {
        this.spec = spec;
        this.float32 = float32;
    }

    /**
     * Returns a feature's values as they go out: rounded once, checked, every NaN the same.
     *
     * @throws TransformException if the value breaks a rule
     */
    double[] run(FeaturePlan plan, byte stateCode, long bits, @Nullable Object object, @Nullable Trace trace) {
        ValueState state = ValueState.of(stateCode);
        try {
            return steps(plan, state, bits, object, trace);
        } catch (StepFault fault) {
            throw new TransformException(
                    fault.code, spec, plan.name(), plan.input().name(), state, fault.text);
        }
    }

    /** Returns what an index becomes by the steps after it; NaN in every slot if they have no value for it. */
    double[] fromIndex(FeaturePlan plan, List<Step> rest, int index) {
        Cell cell = new Cell();
        cell.index = index;
        try {
            follow(rest, cell, null);
            return rounded(true, cell);
        } catch (StepFault fault) {
            double[] none = new double[plan.width()];
            Arrays.fill(none, Double.NaN);
            return none;
        }
    }

    private double[] steps(
            FeaturePlan plan, ValueState state, long bits, @Nullable Object object, @Nullable Trace trace) {
        Cell cell = new Cell();
        boolean finite = admit(plan, state, bits, object, cell);
        follow(plan.steps(), cell, trace);
        if (cell.missing) {
            throw new StepFault(
                    "PLB-301",
                    "is " + (cell.infinite ? "infinite" : spelled(state))
                            + " and no impute is declared; add an impute step, or is_missing beside it");
        }
        return rounded(finite, cell);
    }

    private static void follow(List<Step> steps, Cell cell, @Nullable Trace trace) {
        for (Step step : steps) {
            if (trace != null) {
                trace.before(step, cell);
            }
            boolean defined = isDefined(step.in, cell);
            step.apply(cell);
            if (defined && !isDefined(step.out, cell)) {
                throw new StepFault("PLB-305", "is outside the domain of " + step.op + "; clip it before");
            }
            if (trace != null) {
                trace.after(step, cell);
            }
        }
    }

    private static boolean isDefined(Port port, Cell cell) {
        if (cell.missing) {
            return false;
        }
        double[] vector = cell.vector;
        if (vector != null) {
            for (double value : vector) {
                if (Double.isNaN(value)) {
                    return false;
                }
            }
            return true;
        }
        return port.kind() != Kind.NUMBER || !Double.isNaN(cell.number);
    }

    /** Puts the input into the cell by the policy; returns whether it is finite, so that the output has to be, too. */
    private boolean admit(FeaturePlan plan, ValueState state, long bits, @Nullable Object object, Cell cell) {
        IsMissing flag = !plan.steps().isEmpty() && plan.steps().get(0) instanceof IsMissing first ? first : null;
        if (flag != null && flag.names(state)) {
            cell.number = 1;
            return true;
        }
        boolean finite = byState(plan, state, cell);
        if (!cell.missing && finite && (flag == null || plan.isFloat())) {
            finite = load(plan, bits, object, cell);
        }
        if (flag != null) {
            cell.missing = false;
            cell.number = cell.infinite && flag.names(ValueState.NAN) ? 1 : 0;
            return true;
        }
        return finite;
    }

    /** Returns whether there is a value to load. */
    private static boolean byState(FeaturePlan plan, ValueState state, Cell cell) {
        Policy policy = plan.policy();
        Rule rule = switch (state) {
            case PRESENT -> Rule.USE;
            case NULL, NOT_FOUND -> Rule.MISSING;
            case NAN -> plan.isFloat() ? policy.nan() : Rule.MISSING;
            case STALE -> policy.stale();
            case ERROR -> policy.error();
        };
        switch (rule) {
            case USE -> {
                return true;
            }
            case MISSING -> cell.missing = true;
            case KEEP -> cell.number = Double.NaN;
            default -> throw new StepFault(code(state), "is refused by the policy " + policyEntry(state));
        }
        return false;
    }

    private static String code(ValueState state) {
        return switch (state) {
            case NAN -> "PLB-302";
            case STALE -> "PLB-309";
            default -> "PLB-310";
        };
    }

    private static String policyEntry(ValueState state) {
        return switch (state) {
            case NAN -> "nan: error; set nan: missing or nan: keep";
            case STALE -> "stale: error; refresh the view, raise its maximum age or the ttl, or set stale: use";
            default -> "error: error; look at the row's cause, or set error: missing";
        };
    }

    private static boolean load(FeaturePlan plan, long bits, @Nullable Object object, Cell cell) {
        switch (plan.input().type().kind()) {
            case FLOAT32, FLOAT64 -> {
                return loadFloat(plan.policy().inf(), Double.longBitsToDouble(bits), cell);
            }
            case BOOL, INT32, INT64 -> {
                if (bits > EXACT_IN_FLOAT64 || bits < -EXACT_IN_FLOAT64) {
                    throw new StepFault(
                            "PLB-306", "is " + bits + ", which is not exactly representable as f64; send it as text");
                }
                cell.number = bits;
            }
            case TIMESTAMP -> cell.micros = bits;
            case STRING -> cell.text = (String) Objects.requireNonNull(object);
            default ->
                throw new IllegalStateException("no op takes " + plan.input().type());
        }
        return true;
    }

    private static boolean loadFloat(Rule inf, double value, Cell cell) {
        cell.number = value + 0.0;
        if (!Double.isInfinite(value)) {
            return true;
        }
        if (inf == Rule.ERROR) {
            throw new StepFault("PLB-303", "is " + value + "; set inf: missing, inf: clip or inf: keep");
        }
        cell.missing = inf == Rule.MISSING;
        cell.infinite = cell.missing;
        return false;
    }

    private double[] rounded(boolean finite, Cell cell) {
        double[] vector = cell.vector;
        double[] values = vector == null ? new double[] {cell.number} : vector;
        for (int i = 0; i < values.length; i++) {
            double value = float32 ? (float) values[i] : values[i];
            if (Double.isInfinite(value) && (finite || !Double.isInfinite(values[i]))) {
                throw new StepFault(
                        "PLB-307", "gives " + values[i] + ", beyond " + (float32 ? "f32" : "f64") + "; clip it before");
            }
            values[i] = Double.isNaN(value) ? Double.NaN : value;
        }
        return values;
    }

    private static String spelled(ValueState state) {
        return state.name().toLowerCase(java.util.Locale.ROOT);
    }
}

package dev.plumbline.transform;

import dev.plumbline.feature.ValueState;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Compiles one feature. */
final class FeatureCompiler {
    private static final int MAX_TABLE = 1 << 16;
    private static final int CODES = 8;

    /** A feature with more slots than this has no constants prepared: its steps are run for every state. */
    private static final int MAX_CONSTANT_WIDTH = 4_096;

    private final FeaturePlan plan;
    private final StepByStep slow;
    private final InputRow row;
    private final List<NumberStep> numberSteps = new ArrayList<>();
    private FeatureCode.Tail tail = FeatureCode.Tail.SCALAR;
    private @Nullable Step indexOrPair;
    private double[] table = {};

    private FeatureCompiler(FeaturePlan plan, StepByStep slow, InputRow row) {
        this.plan = plan;
        this.slow = slow;
        this.row = row;
    }

    /**
     * Compiles.
     *
     * @param row a row to try constants on
     */
    static FeatureCode compile(FeaturePlan plan, StepByStep slow, InputRow row) {
        return new FeatureCompiler(plan, slow, row).compile();
    }

    private FeatureCode compile() {
        FeatureCode.Source source = source();
        if (source == FeatureCode.Source.OTHER) {
            tail = FeatureCode.Tail.STEPS;
        } else if (source != FeatureCode.Source.STATE) {
            split();
        }
        int[] blocks = new int[CODES];
        Arrays.fill(blocks, FeatureCode.FAIL);
        double[] constants = tail == FeatureCode.Tail.STEPS ? new double[0] : constants(source, blocks);
        return new FeatureCode(
                plan,
                source,
                numberSteps.toArray(NumberStep[]::new),
                tail,
                indexOrPair,
                table,
                blocks,
                constants,
                slow);
    }

    private FeatureCode.Source source() {
        if (plan.inputs().size() > 1 || plan.width() > MAX_CONSTANT_WIDTH) {
            return FeatureCode.Source.OTHER;
        }
        boolean scalar = plan.first().input().type().isScalar();
        if (scalar && !plan.steps().isEmpty() && plan.steps().get(0) instanceof IsMissing) {
            return FeatureCode.Source.STATE;
        }
        return switch (plan.first().input().type().kind()) {
            case FLOAT32, FLOAT64 -> FeatureCode.Source.FLOAT;
            case BOOL, INT32, INT64 -> FeatureCode.Source.INTEGER;
            case TIMESTAMP -> FeatureCode.Source.TIME;
            case STRING -> FeatureCode.Source.TEXT;
            default -> FeatureCode.Source.OTHER;
        };
    }

    /** Finds the numeric steps and how the feature ends; a present value passes an impute unchanged. */
    private void split() {
        List<Step> steps = plan.steps();
        int at = 0;
        while (at < steps.size() && (steps.get(at) instanceof NumberStep || steps.get(at) instanceof Impute)) {
            if (steps.get(at) instanceof NumberStep step) {
                numberSteps.add(step);
            }
            at++;
        }
        if (steps.subList(0, at).stream().anyMatch(Step::isMissingOutside)) {
            tail = FeatureCode.Tail.STEPS;
            return;
        }
        if (at == steps.size()) {
            return;
        }
        Step next = steps.get(at);
        indexOrPair = next;
        if (next instanceof Cyclic && at + 1 == steps.size()) {
            tail = FeatureCode.Tail.PAIR;
        } else if (next instanceof Bucketize || (next instanceof Vocab vocab && vocab.isFixed())) {
            List<Step> rest = steps.subList(at + 1, steps.size());
            boolean hot = rest.size() == 1 && rest.get(0) instanceof OneHot one && one.isPlain();
            boolean none = next instanceof Vocab vocab && vocab.zeros;
            tail = hot ? FeatureCode.Tail.HOT : none ? FeatureCode.Tail.STEPS : table(next.out.width(), rest);
        } else {
            tail = FeatureCode.Tail.STEPS;
        }
    }

    /** Runs what follows an index for each of its values. */
    private FeatureCode.Tail table(int indexes, List<Step> rest) {
        if ((long) indexes * plan.width() > MAX_TABLE) {
            return FeatureCode.Tail.STEPS;
        }
        table = new double[indexes * plan.width()];
        for (int i = 0; i < indexes; i++) {
            double[] values = slow.fromIndex(plan, rest, i);
            System.arraycopy(values, 0, table, i * plan.width(), plan.width());
        }
        return FeatureCode.Tail.TABLE;
    }

    private double[] constants(FeatureCode.Source source, int[] blocks) {
        List<double[]> values = new ArrayList<>();
        blocks[0] = source == FeatureCode.Source.STATE ? block(values, ValueState.PRESENT, 0.0) : FeatureCode.COMPUTE;
        for (ValueState state : ValueState.values()) {
            if (state == ValueState.STALE && usesStale()) {
                blocks[state.code()] = FeatureCode.COMPUTE;
            } else if (state != ValueState.PRESENT) {
                blocks[state.code()] = block(values, state, 0.0);
            }
        }
        if (plan.first().isFloatScalar()) {
            blocks[FeatureCode.POSITIVE_INFINITY] = block(values, ValueState.PRESENT, Double.POSITIVE_INFINITY);
            blocks[FeatureCode.NEGATIVE_INFINITY] = block(values, ValueState.PRESENT, Double.NEGATIVE_INFINITY);
        }
        return values.stream().flatMapToDouble(Arrays::stream).toArray();
    }

    private boolean usesStale() {
        boolean named = !plan.steps().isEmpty()
                && plan.steps().get(0) instanceof IsMissing flag
                && flag.names(ValueState.STALE);
        return plan.first().policy().stale() == Rule.USE && !named;
    }

    private int block(List<double[]> values, ValueState state, double value) {
        try {
            values.add(slow.constants(plan, row, state, value));
            return (values.size() - 1) * plan.width();
        } catch (TransformException e) {
            return FeatureCode.FAIL;
        }
    }
}

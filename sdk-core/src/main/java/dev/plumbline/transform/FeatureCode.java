package dev.plumbline.transform;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One feature, compiled. Whatever is not a finite present value has its output computed beforehand; the rest runs
 * without allocation. Immutable.
 */
final class FeatureCode {
    /** In place of a block: there is no value. */
    static final int FAIL = -1;

    /** In place of a block: the value is used as if it were present. */
    static final int COMPUTE = -2;

    static final int POSITIVE_INFINITY = 6;
    static final int NEGATIVE_INFINITY = 7;

    private static final long EXACT_IN_FLOAT64 = 1L << 53;

    /** What a feature is made from. */
    enum Source {
        FLOAT,
        INTEGER,
        TIME,
        TEXT,
        STATE,
        OTHER
    }

    /** How a feature ends. */
    enum Tail {
        SCALAR,
        HOT,
        TABLE,
        PAIR,
        STEPS
    }

    final FeaturePlan plan;
    final Source source;
    final NumberStep[] numberSteps;
    final Tail tail;
    final @Nullable Step indexOrPair;
    final double[] table;

    /** For each state and infinity: the place of its block of constants, or FAIL or COMPUTE. */
    final int[] blocks;

    final double[] constants;

    private final int input;
    private final boolean isFloat;
    private final StepByStep slow;

    FeatureCode(
            FeaturePlan plan,
            Source source,
            NumberStep[] numberSteps,
            Tail tail,
            @Nullable Step indexOrPair,
            double[] table,
            int[] blocks,
            double[] constants,
            StepByStep slow) {
        this.plan = plan;
        this.input = plan.first().index();
        this.isFloat = plan.first().isFloatScalar();
        this.source = source;
        this.numberSteps = numberSteps;
        this.tail = tail;
        this.indexOrPair = indexOrPair;
        this.table = table;
        this.blocks = blocks;
        this.constants = constants;
        this.slow = slow;
    }

    /** Puts the feature's values; returns false if it has none. */
    boolean put(InputRow row, Sink sink) {
        if (tail == Tail.STEPS) {
            return steps(row, sink);
        }
        int state = row.states[input];
        if (state != 0 && blocks[state] != COMPUTE) {
            return block(state, sink);
        }
        return present(row.bits[input], row.objects[input], sink);
    }

    private boolean present(long bits, @Nullable Object object, Sink sink) {
        if (isFloat) {
            double x = Double.longBitsToDouble(bits) + 0.0;
            if (Double.isInfinite(x)) {
                return block(x > 0 ? POSITIVE_INFINITY : NEGATIVE_INFINITY, sink);
            }
            return source == Source.STATE ? block(0, sink) : number(x, sink);
        }
        return switch (source) {
            case INTEGER -> bits <= EXACT_IN_FLOAT64 && bits >= -EXACT_IN_FLOAT64 && number((double) bits, sink);
            case TIME -> pair(((Cyclic) Objects.requireNonNull(indexOrPair)).part(bits), sink);
            case TEXT -> index(((Vocab) Objects.requireNonNull(indexOrPair)).table.index((String) text(object)), sink);
            default -> block(0, sink);
        };
    }

    private static Object text(@Nullable Object object) {
        return Objects.requireNonNull(object);
    }

    private boolean number(double input, Sink sink) {
        double x = input;
        for (NumberStep step : numberSteps) {
            x = step.apply(x);
        }
        switch (tail) {
            case SCALAR -> {
                return sink.putFinite(plan.offset(), x);
            }
            case PAIR -> {
                return pair(x, sink);
            }
            default -> {
                return !Double.isNaN(x) && index(((Bucketize) Objects.requireNonNull(indexOrPair)).bucket(x), sink);
            }
        }
    }

    private boolean pair(double x, Sink sink) {
        Cyclic cyclic = (Cyclic) Objects.requireNonNull(indexOrPair);
        return sink.putFinite(plan.offset(), cyclic.first(x)) && sink.putFinite(plan.offset() + 1, cyclic.second(x));
    }

    private boolean index(int index, Sink sink) {
        if (index == Vocab.UNKNOWN) {
            return false;
        }
        int width = plan.width();
        if (tail == Tail.HOT) {
            sink.clear(plan.offset(), width);
            if (index != Cell.NONE) {
                sink.put(plan.offset() + index, 1);
            }
            return true;
        }
        boolean finite = index != Cell.NONE;
        boolean sparse = sink.isSparse() && plan.endsSparse();
        for (int i = 0; finite && i < width; i++) {
            double value = table[index * width + i];
            finite = (sparse && value == 0) || sink.putFinite(plan.offset() + i, value);
        }
        return finite;
    }

    private boolean block(int code, Sink sink) {
        int from = blocks[code];
        if (from < 0) {
            return false;
        }
        boolean sparse = sink.isSparse() && plan.endsSparse();
        for (int i = 0; i < plan.width(); i++) {
            if (!sparse || constants[from + i] != 0) {
                sink.put(plan.offset() + i, constants[from + i]);
            }
        }
        return true;
    }

    private boolean steps(InputRow row, Sink sink) {
        try {
            sink.put(plan, slow.run(plan, row, null));
            return true;
        } catch (TransformException e) {
            return false;
        }
    }
}

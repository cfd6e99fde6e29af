package dev.plumbline.transform;

import org.jspecify.annotations.Nullable;

/**
 * Chains of steps that are run as one, for many features in a row. Each has a loop in {@link NumberLoops} or {@link
 * IndexLoops}; a feature that fits none is run by its own {@link FeatureCode}.
 */
enum Fused {
    COPY,
    ZSCORE,
    LOG1P_ZSCORE,
    CLIP_ZSCORE,
    CLIP_LOG1P_ZSCORE,
    MINMAX_CLIP,
    CLIP_MINMAX,
    BUCKET_HOT,
    VOCAB_HOT,
    FLAG,
    SINGLE;

    static Fused of(FeatureCode code) {
        boolean number = code.source == FeatureCode.Source.FLOAT || code.source == FeatureCode.Source.INTEGER;
        return switch (code.tail) {
            case SCALAR ->
                code.source == FeatureCode.Source.STATE
                        ? code.plan.width() == 1 ? FLAG : SINGLE
                        : number ? chain(code.numberSteps) : SINGLE;
            case HOT -> hot(code, number);
            default -> SINGLE;
        };
    }

    private static Fused hot(FeatureCode code, boolean number) {
        if (code.source == FeatureCode.Source.TEXT) {
            return VOCAB_HOT;
        }
        boolean plain = number && code.numberSteps.length == 0;
        return plain
                        && code.indexOrPair instanceof Bucketize bucketize
                        && bucketize.left
                        && bucketize.bounds.length <= 16
                ? BUCKET_HOT
                : SINGLE;
    }

    private static Fused chain(NumberStep[] steps) {
        return switch (steps.length) {
            case 0 -> COPY;
            case 1 -> isZScore(steps[0]) ? ZSCORE : SINGLE;
            case 2 -> pair(steps[0], steps[1]);
            case 3 -> steps[0] instanceof Clip && isLog1p(steps[1]) && isZScore(steps[2]) ? CLIP_LOG1P_ZSCORE : SINGLE;
            default -> SINGLE;
        };
    }

    private static Fused pair(NumberStep first, NumberStep second) {
        if (isLog1p(first) && isZScore(second)) {
            return LOG1P_ZSCORE;
        }
        if (first instanceof Clip) {
            return isZScore(second) ? CLIP_ZSCORE : isMinMax(second) ? CLIP_MINMAX : SINGLE;
        }
        return isMinMax(first) && second instanceof Clip ? MINMAX_CLIP : SINGLE;
    }

    private static boolean isZScore(Step step) {
        return step instanceof ZScore score && score.form == ZScore.Form.MUL;
    }

    private static boolean isLog1p(Step step) {
        return step instanceof Log1p log && log.strict && !log.isMissingOutside();
    }

    private static boolean isMinMax(Step step) {
        return step instanceof MinMax scale && scale.form == MinMax.Form.SHIFT;
    }

    /** Appends the parameters of a step of a chain, in the order in which the loops read them. */
    static void parameters(@Nullable Step step, java.util.List<Double> out) {
        if (step instanceof ZScore score) {
            out.add(score.mean);
            out.add(score.factor);
        } else if (step instanceof Clip clip) {
            out.add(clip.min);
            out.add(clip.max);
        } else if (step instanceof MinMax scale) {
            out.add(scale.min);
            out.add(scale.factor);
            out.add(scale.low);
        }
    }
}

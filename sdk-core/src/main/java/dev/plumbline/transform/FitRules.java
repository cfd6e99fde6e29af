package dev.plumbline.transform;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The rule of each op that can be fitted. An op that joins them is one entry here. */
final class FitRules {
    private static final Map<String, FitRule> ALL = new LinkedHashMap<>();

    static {
        ALL.put("impute", new ImputeFit());
        ALL.put("zscore", NumberFits.ZSCORE);
        ALL.put("center_scale", NumberFits.CENTER_SCALE);
        ALL.put("minmax", NumberFits.MINMAX);
        ALL.put("maxabs", NumberFits.MAXABS);
        ALL.put("clip", NumberFits.CLIP);
        ALL.put("winsorize", NumberFits.WINSORIZE);
        ALL.put("bucketize", NumberFits.BUCKETIZE);
        ALL.put("vocab", CategoryFits.VOCAB);
        ALL.put("target_encode", CategoryFits.TARGET_ENCODE);
        ALL.put("count_encode", CategoryFits.COUNT_ENCODE);
        ALL.put("freq_encode", CategoryFits.FREQ_ENCODE);
    }

    private FitRules() {}

    /** Returns the ops that can be fitted. */
    static Set<String> ops() {
        return ALL.keySet();
    }

    static FitRule of(OpenStep step) {
        return Objects.requireNonNull(find(step));
    }

    static void requireRule(OpenStep step) {
        if (find(step) == null) {
            throw step.fault("PLB-106", "and no rule computes it from rows; write its value");
        }
        of(step).needs(step);
    }

    private static @Nullable FitRule find(OpenStep step) {
        return ALL.get(step.site().op());
    }
}

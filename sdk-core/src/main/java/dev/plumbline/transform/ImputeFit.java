package dev.plumbline.transform;

import dev.plumbline.transform.internal.Quantile;
import dev.plumbline.transform.internal.Quantile.Method;
import java.util.List;
import java.util.Map;

/** How the value that stands for a missing one is fitted: by the mean, median, mode, min or max of the others. */
final class ImputeFit implements FitRule {
    private static final Quantile MEDIAN = Quantile.of(1, 2, Method.INVERTED_CDF);

    @Override
    public FitNeeds needs(OpenStep step) {
        String by = by(step);
        switch (step.kind()) {
            case NUMBERS, INTEGERS, TEXTS ->
                throw step.fault("PLB-106", "and a list cannot be fitted; write its value, such as []");
            case TEXT -> {
                if (!by.equals("mode")) {
                    throw step.fault("PLB-106", "and by: " + by + ", which a text has not; write by: mode");
                }
                return FitNeeds.TEXTS;
            }
            default -> {}
        }
        return switch (by) {
            case "mean" -> FitNeeds.MOMENTS;
            case "median" -> FitNeeds.quantiles(List.of(MEDIAN));
            case "mode" -> FitNeeds.MODE;
            default -> FitNeeds.RANGE;
        };
    }

    @Override
    public Map<String, SpecNode> fit(OpenStep step, FitValues values) {
        if (step.kind() == Kind.TEXT) {
            return Map.of("value", FitNodes.text(values.texts(step).get(0).text()));
        }
        SpecNode value = switch (by(step)) {
            case "mean" ->
                step.kind() == Kind.TIME ? FitNodes.integer(Math.round(values.mean())) : FitNodes.number(values.mean());
            case "median" -> values.node(values.key(MEDIAN));
            case "mode" -> values.node(values.mode(step));
            case "min" -> values.node(values.minKey());
            default -> values.node(values.maxKey());
        };
        return Map.of("value", value);
    }

    private static String by(OpenStep step) {
        return step.options().has("by") ? step.options().text("by") : "median";
    }
}

package dev.plumbline.transform;

import dev.plumbline.transform.internal.Quantile;
import dev.plumbline.transform.internal.Quantile.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;

/** How the options of ops over numbers are fitted. */
final class NumberFits {
    static final FitRule ZSCORE = rule(step -> FitNeeds.MOMENTS, NumberFits::zscore);
    static final FitRule CENTER_SCALE =
            rule(step -> FitNeeds.quantiles(quartiles(method(step))), NumberFits::centerScale);
    static final FitRule MINMAX = rule(step -> FitNeeds.RANGE, NumberFits::minmax);
    static final FitRule MAXABS = rule(step -> FitNeeds.RANGE, NumberFits::maxabs);
    static final FitRule CLIP = rule(step -> FitNeeds.RANGE, NumberFits::range);
    static final FitRule WINSORIZE = rule(step -> FitNeeds.quantiles(ends(step)), NumberFits::winsorize);
    static final FitRule BUCKETIZE = rule(step -> FitNeeds.quantiles(inner(step)), NumberFits::bucketize);

    private NumberFits() {}

    private static FitRule rule(
            Function<OpenStep, FitNeeds> needs, BiFunction<OpenStep, FitValues, Map<String, SpecNode>> fit) {
        return new FitRule() {
            @Override
            public FitNeeds needs(OpenStep step) {
                return needs.apply(step);
            }

            @Override
            public Map<String, SpecNode> fit(OpenStep step, FitValues values) {
                return fit.apply(step, values);
            }
        };
    }

    private static Map<String, SpecNode> zscore(OpenStep step, FitValues values) {
        int ddof = step.options().integer("ddof");
        if (!step.isOpen("std")) {
            return Map.of("mean", FitNodes.number(values.mean()));
        }
        if (values.count() <= ddof) {
            throw step.fault(
                    "PLB-202",
                    "and " + values.count() + " present value, and a deviation of ddof: 1 needs two; feed more rows");
        }
        double std = values.std(ddof);
        if (std == 0) {
            requireRule(step, values, "zero_std", "zeros or zero_std: center");
        }
        if (Double.isInfinite(std)) {
            throw step.fault("PLB-107", "and a deviation beyond binary64; scale or clip the values before");
        }
        return Map.of("mean", FitNodes.number(values.mean()), "std", FitNodes.number(std));
    }

    private static Map<String, SpecNode> centerScale(OpenStep step, FitValues values) {
        List<Quantile> quartiles = quartiles(method(step));
        double scale = values.quantile(quartiles.get(2)) - values.quantile(quartiles.get(0));
        if (scale == 0 && step.isOpen("scale") && !step.options().has("zero_scale")) {
            throw step.fault(
                    "PLB-203",
                    "and the first and the third quartile are equal; add zero_scale: zeros or zero_scale: center, or"
                            + " remove the feature");
        }
        if (Double.isInfinite(scale)) {
            throw step.fault("PLB-107", "and a range beyond binary64; scale or clip the values before");
        }
        return Map.of("center", FitNodes.number(values.quantile(quartiles.get(1))), "scale", FitNodes.number(scale));
    }

    private static Map<String, SpecNode> minmax(OpenStep step, FitValues values) {
        if (values.min() == values.max() && step.isOpen("min") && step.isOpen("max")) {
            requireRule(step, values, "zero_range", "middle or zero_range: center");
        }
        return range(step, values);
    }

    private static Map<String, SpecNode> range(OpenStep step, FitValues values) {
        return Map.of("min", FitNodes.number(values.min()), "max", FitNodes.number(values.max()));
    }

    private static Map<String, SpecNode> maxabs(OpenStep step, FitValues values) {
        return Map.of("max", FitNodes.number(Math.max(Math.abs(values.min()), Math.abs(values.max()))));
    }

    private static Map<String, SpecNode> winsorize(OpenStep step, FitValues values) {
        List<Quantile> ends = ends(step);
        return Map.of(
                "min", FitNodes.number(values.quantile(ends.get(0))),
                "max", FitNodes.number(values.quantile(ends.get(1))));
    }

    private static Map<String, SpecNode> bucketize(OpenStep step, FitValues values) {
        List<SpecNode> bounds = new ArrayList<>();
        double last = Double.NEGATIVE_INFINITY;
        for (Quantile quantile : inner(step)) {
            double bound = values.quantile(quantile) + 0.0;
            if (bound > last) {
                bounds.add(FitNodes.number(bound));
                last = bound;
            }
        }
        return Map.of("bounds", SpecNode.list(0, bounds));
    }

    private static void requireRule(OpenStep step, FitValues values, String option, String choices) {
        if (!step.options().has(option)) {
            throw step.fault(
                    "PLB-203",
                    "and all " + values.count() + " values are " + Options.number(values.min()) + "; add " + option
                            + ": " + choices + ", or remove the feature");
        }
    }

    private static Method method(OpenStep step) {
        return step.options().has("method")
                ? Method.valueOf(step.options().text("method").toUpperCase(Locale.ROOT))
                : Method.INVERTED_CDF;
    }

    private static List<Quantile> quartiles(Method method) {
        return List.of(Quantile.of(1, 4, method), Quantile.of(1, 2, method), Quantile.of(3, 4, method));
    }

    private static List<Quantile> ends(OpenStep step) {
        Method method = method(step);
        return List.of(
                Quantile.of(step.options().number("lower"), method),
                Quantile.of(step.options().number("upper"), method));
    }

    private static List<Quantile> inner(OpenStep step) {
        if (!step.options().has("quantiles")) {
            throw step.fault("PLB-106", "and no quantiles; write how many buckets to make, such as quantiles: 10");
        }
        int count = step.options().integer("quantiles");
        List<Quantile> quantiles = new ArrayList<>();
        for (int i = 1; i < count; i++) {
            quantiles.add(Quantile.of(i, count, method(step)));
        }
        return quantiles;
    }
}

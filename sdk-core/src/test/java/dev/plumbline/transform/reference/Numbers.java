package dev.plumbline.transform.reference;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** The ops of the table "Numbers". */
final class Numbers {
    private static final Long EXACT = 1L << 53;

    private final boolean fast;

    Numbers(boolean fast) {
        this.fast = fast;
    }

    /** Returns an integer as the number that it is. */
    static double exact(long value) {
        if (value > EXACT || value < -EXACT) {
            throw new RowFault(306);
        }
        return value;
    }

    static double number(Object value) {
        return value instanceof Long integer ? exact(integer) : (Double) value;
    }

    static List<Double> numbers(Object value) {
        return ((List<?>) value).stream().map(Numbers::number).toList();
    }

    /** Applies an op to a number or each of several; one missing element makes the whole missing. */
    static Object each(Object value, Function<Double, Double> op) {
        if (!(value instanceof List<?>)) {
            return op.apply(number(value));
        }
        List<Double> results = new ArrayList<>();
        boolean missing = false;
        for (double x : numbers(value)) {
            Double result = op.apply(x);
            missing |= result == null;
            results.add(result);
        }
        return missing ? null : results;
    }

    Double apply(Step step, double x) {
        if (Double.isNaN(x) && !step.op().equals("binarize")) {
            return x;
        }
        return switch (step.op()) {
            case "zscore" -> sound(step, zscore(step, x));
            case "center_scale" -> sound(step, centerScale(step, x));
            case "minmax" -> sound(step, minmax(step, x));
            case "maxabs" -> {
                double max = step.number("max");
                yield sound(step, max == 0 ? x : scaled(step, x, max));
            }
            case "scale" -> sound(step, x * step.number("by", 1) + step.number("offset", 0));
            case "clip", "winsorize" -> {
                double clipped = step.has("min") && x < step.number("min") ? step.number("min") : x;
                yield step.has("max") && clipped > step.number("max") ? step.number("max") : clipped;
            }
            case "log" -> x <= 0 ? outside(step) : sound(step, log(step.text("base", "e"), x));
            case "log1p" -> x <= -1 ? outside(step) : (Double) log1p(x);
            case "signed_log1p" -> sign(x) * log1p(Math.abs(x));
            case "sqrt" -> x < 0 ? outside(step) : (Double) StrictMath.sqrt(x);
            case "pow" -> {
                double result = pow(x, step.number("exponent"));
                yield Double.isFinite(x) && !Double.isFinite(result) ? outside(step) : sound(step, result);
            }
            case "exp" -> fast ? Math.exp(x) : StrictMath.exp(x);
            case "expm1" -> fast ? Math.expm1(x) : StrictMath.expm1(x);
            case "abs" -> Math.abs(x);
            case "sign" -> sign(x);
            case "reciprocal" -> x != 0 ? (Double) (1 / x) : orMissing(step);
            case "power" -> power(step, x);
            case "round" -> round(step, x);
            case "binarize" -> {
                if (Double.isNaN(x)) {
                    throw new RowFault(302);
                }
                double threshold = step.number("threshold");
                yield x > threshold || (step.is("compare", "ge") && x == threshold) ? 1.0 : 0.0;
            }
            default -> throw new IllegalArgumentException(step.op());
        };
    }

    /** A NaN that comes of none is outside the op's domain. */
    private static Double sound(Step step, double result) {
        return Double.isNaN(result) ? outside(step) : (Double) result;
    }

    private static Double outside(Step step) {
        if (step.is("domain", "missing")) {
            return null;
        }
        throw new RowFault(305);
    }

    static Double orMissing(Step step) {
        return step.is("zero", "missing") ? null : (Double) step.number("zero");
    }

    private static double sign(double x) {
        return x > 0 ? 1 : x < 0 ? -1 : 0;
    }

    private static double zscore(Step step, double x) {
        double mean = step.number("mean");
        double std = step.number("std");
        if (std < 1e-7 && step.is("zero_std", "epsilon")) {
            return scaled(step, x - mean, 1e-7);
        }
        if (std == 0) {
            return step.is("zero_std", "zeros") ? 0 : x - mean;
        }
        return scaled(step, x - mean, std);
    }

    private static double centerScale(Step step, double x) {
        double center = step.number("center");
        double scale = step.number("scale");
        if (scale == 0) {
            return step.is("zero_scale", "zeros") ? 0 : x - center;
        }
        return scaled(step, x - center, scale);
    }

    private static double scaled(Step step, double x, double by) {
        return step.is("form", "div") ? x / by : x * (1 / by);
    }

    private static double minmax(Step step, double x) {
        double min = step.number("min");
        double max = step.number("max");
        List<Double> to = step.has("to") ? step.numbers("to") : List.of(0.0, 1.0);
        double low = to.get(0);
        double high = to.get(1);
        if (min == max) {
            if (step.is("zero_range", "middle")) {
                return (low + high) / 2;
            }
            return (x - min) + low;
        }
        double factor = (high - low) / (max - min);
        return step.is("form", "affine") ? x * factor + (low - min * factor) : (x - min) * factor + low;
    }

    private double log(String base, double x) {
        return switch (base) {
            case "2" -> ln(x) / ln(2);
            case "10" -> fast ? Math.log10(x) : StrictMath.log10(x);
            default -> ln(x);
        };
    }

    private double ln(double x) {
        return fast ? Math.log(x) : StrictMath.log(x);
    }

    private double log1p(double x) {
        return fast ? Math.log1p(x) : StrictMath.log1p(x);
    }

    private double pow(double x, double exponent) {
        return fast ? Math.pow(x, exponent) : StrictMath.pow(x, exponent);
    }

    private Double power(Step step, double x) {
        double lambda = step.number("lambda");
        if (step.is("method", "box_cox")) {
            if (x <= 0) {
                return outside(step);
            }
            return sound(step, lambda == 0 ? ln(x) : (pow(x, lambda) - 1) / lambda);
        }
        if (x >= 0) {
            return sound(step, lambda == 0 ? log1p(x) : (pow(x + 1, lambda) - 1) / lambda);
        }
        return sound(step, lambda == 2 ? -log1p(-x) : -((pow(1 - x, 2 - lambda) - 1) / (2 - lambda)));
    }

    private static double round(Step step, double x) {
        int digits = step.integer("digits", 0);
        double by = StrictMath.pow(10, digits);
        double scaled = digits == 0 ? x : x * by;
        if (!Double.isFinite(scaled)) {
            return digits == 0 ? scaled : scaled / by;
        }
        RoundingMode mode = RoundingMode.valueOf(
                switch (step.text("mode", "half_even")) {
                    case "half_up" -> "HALF_UP";
                    case "floor" -> "FLOOR";
                    case "ceil" -> "CEILING";
                    case "trunc" -> "DOWN";
                    default -> "HALF_EVEN";
                });
        double whole = new BigDecimal(scaled).setScale(0, mode).doubleValue();
        double signed = whole == 0 ? Math.copySign(0.0, scaled) : whole;
        return digits == 0 ? signed : signed / by;
    }

    static int bucket(Step step, double x) {
        if (Double.isNaN(x)) {
            throw new RowFault(302);
        }
        boolean right = step.is("closed", "right");
        return (int) step.numbers("bounds").stream()
                .filter(bound -> right ? bound < x : bound <= x)
                .count();
    }
}

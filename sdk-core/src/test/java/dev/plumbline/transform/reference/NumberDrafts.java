package dev.plumbline.transform.reference;

import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Random steps over numbers and times. */
final class NumberDrafts {
    static final List<String> ELEMENTWISE = List.of(
            "zscore",
            "center_scale",
            "minmax",
            "maxabs",
            "scale",
            "clip",
            "winsorize",
            "log",
            "log1p",
            "signed_log1p",
            "sqrt",
            "pow",
            "exp",
            "expm1",
            "abs",
            "sign",
            "reciprocal",
            "power",
            "round",
            "binarize");
    private static final Object[] METHODS = {"inverted_cdf", "linear", "averaged_inverted_cdf"};
    private static final Object[] DOMAINS = {"error", "missing", "missing"};
    private static final Object[] ZONES = {
        "UTC",
        "Europe/Paris",
        "America/New_York",
        "Asia/Kolkata",
        "Australia/Lord_Howe",
        new Draft.Quoted("+01:00"),
        new Draft.Quoted("-09:30")
    };

    private final Random random;

    NumberDrafts(Random random) {
        this.random = random;
    }

    Draft of(String op, Kind in) {
        Draft draft = new Draft(op, random);
        switch (op) {
            case "zscore" -> {
                draft.preset("spark", "sklearn", "keras").number("mean").maybe("ddof", 0, 1);
                spread(draft, "std", "zero_std", "zeros", "center", "epsilon");
            }
            case "center_scale" -> {
                draft.preset("spark", "sklearn").number("center").maybe("method", METHODS);
                spread(draft, "scale", "zero_scale", "zeros", "center");
            }
            case "minmax" -> minmax(draft);
            case "maxabs" ->
                draft.preset("spark", "sklearn")
                        .with("max", positive(draft, true))
                        .maybe("form", "mul", "div");
            case "scale" -> draft.maybe("by", draft.number()).maybe("offset", draft.number());
            case "clip" -> clip(draft);
            case "winsorize" -> {
                List<String> range = draft.range();
                draft.with("min", range.get(0)).with("max", range.get(1));
                draft.maybe("lower", "0.05").maybe("upper", "0.9").maybe("method", METHODS);
            }
            case "log" -> draft.maybe("base", "e", 2, 10).maybe("domain", DOMAINS);
            case "log1p", "sqrt" -> draft.maybe("domain", DOMAINS);
            case "pow" ->
                draft.one("exponent", 2, 3, "0.5", -1, "1.5", 0, draft.number()).maybe("domain", DOMAINS);
            case "reciprocal" -> draft.one("zero", draft.number(), "missing");
            case "power" ->
                draft.one("method", "yeo_johnson", "box_cox")
                        .one("lambda", 0, 2, 1, "0.5", "-0.3", "2.7", Draft.literal(random.nextGaussian()))
                        .maybe("domain", DOMAINS);
            case "round" ->
                draft.preset("spark", "sklearn", "keras")
                        .maybe("mode", "half_even", "half_up", "floor", "ceil", "trunc")
                        .maybe("digits", 0, 1, 2, 9);
            case "binarize" -> draft.number("threshold").maybe("compare", "gt", "ge");
            case "bucketize" -> bucketize(draft);
            case "cyclic" -> cyclic(draft, in);
            case "date_part" -> datePart(draft);
            default -> {}
        }
        return draft;
    }

    private String positive(Draft draft, boolean zero) {
        double value = Math.abs(Double.parseDouble(draft.number()));
        return Draft.literal(value < 1e-300 && !(zero && value == 0) ? 1.25 : value);
    }

    private void spread(Draft draft, String option, String zero, Object... choices) {
        draft.maybe("form", "mul", "div");
        boolean isZero = random.nextInt(4) == 0;
        draft.with(option, isZero ? 0 : positive(draft, false));
        if (isZero && !draft.options.containsKey("preset")) {
            draft.one(zero, choices);
        } else {
            draft.maybe(zero, choices);
        }
    }

    private void minmax(Draft draft) {
        draft.preset("spark", "sklearn").maybe("form", "shift", "affine");
        List<String> range = draft.range();
        boolean equal = random.nextInt(4) == 0;
        draft.with("min", range.get(0)).with("max", range.get(equal ? 0 : 1)).maybe("to", draft.range());
        if (equal && !draft.options.containsKey("preset")) {
            draft.one("zero_range", "middle", "center");
        } else {
            draft.maybe("zero_range", "middle", "center");
        }
    }

    private void clip(Draft draft) {
        List<String> range = draft.range();
        int which = random.nextInt(3);
        if (which != 0) {
            draft.with("min", range.get(0));
        }
        if (which != 1) {
            draft.with("max", range.get(1));
        }
    }

    private void bucketize(Draft draft) {
        TreeSet<Double> bounds = new TreeSet<>();
        int count = 1 + random.nextInt(random.nextInt(5) == 0 ? 40 : 6);
        while (bounds.size() < count) {
            bounds.add(draft.plain());
        }
        draft.preset("spark", "sklearn", "keras")
                .with("bounds", bounds.stream().map(Draft::literal).collect(Collectors.toList()));
        draft.maybe("closed", "left", "right").maybe("quantiles", 2, 10).maybe("method", METHODS);
    }

    private void cyclic(Draft draft, Kind in) {
        draft.one("period", 24, 7, "365.25", 86400, Draft.literal(Math.abs(random.nextGaussian()) + 0.01));
        draft.maybe("order", "sin_cos", "cos_sin");
        if (in.is("time")) {
            draft.one("part", "second_of_hour", "second_of_day", "second_of_week", "second_of_year")
                    .one("zone", ZONES);
        }
    }

    private void datePart(Draft draft) {
        draft.one(
                        "part",
                        "year",
                        "quarter",
                        "month",
                        "day_of_month",
                        "day_of_year",
                        "iso_day_of_week",
                        "iso_week",
                        "hour",
                        "minute",
                        "second")
                .one("zone", ZONES);
        Object part = draft.options.get("part");
        if (part.equals("iso_day_of_week")) {
            draft.one("base", 0, 1);
        } else if (!part.equals("year")) {
            draft.maybe("base", 0, 1);
        }
    }
}

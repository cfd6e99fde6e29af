package dev.plumbline.transform.reference;

import java.util.ArrayList;
import java.util.List;

/** The ops of the table "Lists and vectors". */
final class Lists {
    private Lists() {}

    static List<?> take(Step step, List<?> list) {
        int count = Math.min(step.integer("max_len", 0), list.size());
        return step.is("from", "tail") ? list.subList(list.size() - count, list.size()) : list.subList(0, count);
    }

    static List<Double> pad(Step step, List<?> list) {
        int n = step.integer("n", 0);
        if (list.size() > n) {
            throw new RowFault(304);
        }
        List<Double> padded = new ArrayList<>();
        for (Object each : list) {
            padded.add(each instanceof Integer index ? Double.valueOf(index) : (Double) Numbers.number(each));
        }
        while (padded.size() < n) {
            padded.add(step.is("side", "start") ? 0 : padded.size(), step.number("value"));
        }
        return padded;
    }

    static List<Double> vector(Step step, List<?> list) {
        if (list.size() != step.integer("dim", 0)) {
            throw new RowFault(304);
        }
        return Numbers.numbers(list);
    }

    /** Null if the list is empty, which is missing. */
    static Double pool(Step step, List<?> list) {
        String fn = step.text("fn", "");
        if (fn.equals("len")) {
            return (double) list.size();
        }
        if (list.isEmpty()) {
            return null;
        }
        List<Double> x = Numbers.numbers(list);
        double result = switch (fn) {
            case "sum" -> sum(x);
            case "mean" -> sum(x) / x.size();
            case "max" -> greatest(x);
            case "min" -> least(x);
            case "first" -> x.get(0);
            default -> x.get(x.size() - 1);
        };
        return sound(x, result);
    }

    static double sum(List<Double> numbers) {
        return numbers.stream().reduce(Double::sum).orElse(0.0);
    }

    static double greatest(List<Double> numbers) {
        double result = numbers.get(0);
        for (double x : numbers) {
            result = Math.max(result, x);
        }
        return result;
    }

    static double least(List<Double> numbers) {
        double result = numbers.get(0);
        for (double x : numbers) {
            result = Math.min(result, x);
        }
        return result;
    }

    static List<Double> normalize(Step step, List<?> list) {
        List<Double> x = Numbers.numbers(list);
        double norm = switch (step.op()) {
            case "l1_normalize" -> sum(x.stream().map(Math::abs).toList());
            case "l2_normalize" -> norm(x);
            default -> x.isEmpty() ? 0 : greatest(x.stream().map(Math::abs).toList());
        };
        if (norm == 0) {
            if (step.is("zero", "error")) {
                throw new RowFault(305);
            }
            return x.stream().map(each -> 0.0).toList();
        }
        return x.stream().map(each -> (Double) sound(x, each / norm)).toList();
    }

    static double norm(List<Double> x) {
        return StrictMath.sqrt(dot(x, x));
    }

    static double dot(List<Double> a, List<Double> b) {
        double sum = 0;
        for (int i = 0; i < a.size(); i++) {
            sum += a.get(i) * b.get(i);
        }
        return sum;
    }

    static double distance(List<Double> a, List<Double> b) {
        double sum = 0;
        for (int i = 0; i < a.size(); i++) {
            double difference = a.get(i) - b.get(i);
            sum += difference * difference;
        }
        return StrictMath.sqrt(sum);
    }

    /** A result that is NaN though no number was is outside the op's domain. */
    static double sound(List<Double> numbers, double result) {
        if (Double.isNaN(result) && numbers.stream().noneMatch(x -> x.isNaN())) {
            throw new RowFault(305);
        }
        return result;
    }
}

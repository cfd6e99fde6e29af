package dev.plumbline.transform.reference;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The ops of several values. */
final class Joins {
    private Joins() {}

    static Object apply(Step step, List<String> names, List<Object> values) {
        return switch (step.op()) {
            case "hash_vector" -> hashVector(step, names, values);
            case "cross" ->
                values.stream().map(Categories::key).collect(Collectors.joining(step.text("sep", "\u001f")));
            case "dot", "cosine", "euclidean" ->
                vectors(step, Numbers.numbers(values.get(0)), Numbers.numbers(values.get(1)));
            case "time_diff" -> Times.difference(step, (Long) values.get(0), (Long) values.get(1));
            case "poly" -> poly(step, Numbers.numbers(values));
            default -> numbers(step, Numbers.numbers(values));
        };
    }

    private static List<Double> hashVector(Step step, List<String> names, List<Object> values) {
        List<Double> slots = new ArrayList<>(Collections.nCopies(step.integer("size", 0), 0.0));
        for (int i = 0; i < values.size(); i++) {
            Object value = values.get(i);
            if (value == null) {
                continue;
            }
            String key = value instanceof String text ? names.get(i) + "=" + text : names.get(i);
            int hash = Murmur.hash(key, Murmur.seed(step));
            double added = value instanceof String ? 1 : Numbers.number(value);
            int slot = Murmur.slot(step, hash);
            slots.set(slot, slots.get(slot) + (step.is("sign", "alternate") && hash < 0 ? -added : added));
        }
        return slots;
    }

    private static double vectors(Step step, List<Double> a, List<Double> b) {
        List<Double> all = Stream.concat(a.stream(), b.stream()).toList();
        return switch (step.op()) {
            case "dot" -> Lists.sound(all, Lists.dot(a, b));
            case "euclidean" -> Lists.sound(all, Lists.distance(a, b));
            default -> {
                double norms = Lists.norm(a) * Lists.norm(b);
                if (Lists.norm(a) == 0 || Lists.norm(b) == 0 || norms == 0) {
                    if (!step.has("zero")) {
                        throw new RowFault(305);
                    }
                    yield step.number("zero");
                }
                yield Lists.sound(all, Lists.dot(a, b) / norms);
            }
        };
    }

    private static Double numbers(Step step, List<Double> x) {
        return switch (step.op()) {
            case "ratio" -> x.get(1) == 0 ? Numbers.orMissing(step) : (Double) Lists.sound(x, x.get(0) / x.get(1));
            case "diff" -> Lists.sound(x, x.get(0) - x.get(1));
            case "sum" -> Lists.sound(x, Lists.sum(x));
            case "product" -> Lists.sound(x, product(x));
            case "min" -> Lists.least(x);
            case "max" -> Lists.greatest(x);
            default -> throw new IllegalArgumentException(step.op());
        };
    }

    static double product(List<Double> x) {
        double product = x.get(0);
        for (double each : x.subList(1, x.size())) {
            product *= each;
        }
        return product;
    }

    static List<Double> poly(Step step, List<Double> x) {
        return monomials(step, x.size()).stream()
                .map(factors -> {
                    List<Double> numbers = factors.stream().map(x::get).toList();
                    return numbers.isEmpty() ? (Double) 1.0 : (Double) Lists.sound(numbers, product(numbers));
                })
                .toList();
    }

    /** The factors of each monomial, as numbers of inputs in ascending order; that of 1 has none. */
    static List<List<Integer>> monomials(Step step, int inputs) {
        int degree = step.integer("degree", 2);
        List<List<Integer>> all = step.is("order", "spark")
                ? spark(inputs - 1, degree)
                : IntStream.rangeClosed(0, degree)
                        .boxed()
                        .flatMap(each -> graded(0, inputs, each).stream())
                        .toList();
        return all.stream()
                .filter(factors -> !factors.isEmpty() || step.flag("bias"))
                .filter(factors -> !step.flag("interaction_only")
                        || factors.stream().distinct().count() == factors.size())
                .toList();
    }

    private static List<List<Integer>> graded(int from, int inputs, int degree) {
        if (degree == 0) {
            return List.of(List.of());
        }
        List<List<Integer>> all = new ArrayList<>();
        for (int first = from; first < inputs; first++) {
            for (List<Integer> rest : graded(first, inputs, degree - 1)) {
                List<Integer> factors = new ArrayList<>(List.of(first));
                factors.addAll(rest);
                all.add(factors);
            }
        }
        return all;
    }

    /** All monomials of the inputs up to the last one: without it, times it, times its square, and so on. */
    private static List<List<Integer>> spark(int last, int degree) {
        if (last < 0) {
            return List.of(List.of());
        }
        List<List<Integer>> all = new ArrayList<>();
        for (int power = 0; power <= degree; power++) {
            for (List<Integer> lower : spark(last - 1, degree - power)) {
                List<Integer> factors = new ArrayList<>(lower);
                factors.addAll(Collections.nCopies(power, last));
                all.add(factors);
            }
        }
        return all;
    }
}

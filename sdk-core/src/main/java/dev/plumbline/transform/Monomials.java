package dev.plumbline.transform;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * The monomials of some variables up to a degree, each the product of an earlier one and a variable: so every product is
 * one multiplication, and is made from left to right. Immutable.
 */
final class Monomials {
    private static final int NONE = -1;

    /** The variables of each monomial, ascending; none for the constant. */
    private final List<int[]> factors;

    /** For each monomial the one without its last variable, and that variable. */
    private final int[] parents;

    private final int[] lasts;

    private Monomials(List<int[]> factors) {
        this.factors = factors;
        this.parents = new int[factors.size()];
        this.lasts = new int[factors.size()];
        Map<List<Integer>, Integer> places = new HashMap<>();
        for (int i = 0; i < factors.size(); i++) {
            List<Integer> all = Arrays.stream(factors.get(i)).boxed().toList();
            places.put(all, i);
            lasts[i] = all.isEmpty() ? NONE : all.get(all.size() - 1);
            parents[i] = all.size() < 2 ? NONE : places.getOrDefault(all.subList(0, all.size() - 1), NONE);
        }
    }

    /** Returns how many there are, or some number above the limit if there are more. */
    static long count(int variables, int degree, boolean bias, boolean interactionOnly, long limit) {
        long count = bias ? 1 : 0;
        long ofDegree = 1;
        for (int d = 1; d <= degree && count <= limit && ofDegree > 0; d++) {
            ofDegree = ofDegree * (interactionOnly ? variables - d + 1 : variables + d - 1) / d;
            count += ofDegree;
        }
        return count;
    }

    /**
     * Lists them.
     *
     * @param bySpark whether a variable comes only after all that can be made of those before it, not degree by degree
     */
    static Monomials of(int variables, int degree, boolean bias, boolean interactionOnly, boolean bySpark) {
        List<int[]> all = new ArrayList<>();
        List<int[]> shorter = List.of(new int[0]);
        if (bias) {
            all.addAll(shorter);
        }
        for (int d = 1; d <= degree; d++) {
            List<int[]> longer = new ArrayList<>();
            for (int[] factors : shorter) {
                int last = d == 1 ? 0 : factors[d - 2] + (interactionOnly ? 1 : 0);
                for (int variable = last; variable < variables; variable++) {
                    int[] product = Arrays.copyOf(factors, d);
                    product[d - 1] = variable;
                    longer.add(product);
                }
            }
            all.addAll(longer);
            shorter = longer;
        }
        if (bySpark) {
            all.sort(Comparator.comparing(Monomials::reversed, Arrays::compare));
        }
        return new Monomials(all);
    }

    private static int[] reversed(int[] factors) {
        return IntStream.range(0, factors.length)
                .map(i -> factors[factors.length - 1 - i])
                .toArray();
    }

    int size() {
        return parents.length;
    }

    /**
     * Computes them into the first places of an array that holds the variables behind those.
     *
     * @return whether all are defined: none is NaN but those of a NaN
     */
    boolean fill(double[] values) {
        int variables = parents.length;
        boolean defined = true;
        for (int i = 0; i < variables; i++) {
            double first = parents[i] == NONE ? 1 : values[parents[i]];
            double last = lasts[i] == NONE ? 1 : values[variables + lasts[i]];
            values[i] = first * last;
            defined &= !Double.isNaN(values[i]) || Double.isNaN(first) || Double.isNaN(last);
        }
        return defined;
    }

    /** Spells a monomial such as {@code a^2*b}. */
    String spelled(int monomial, IntFunction<String> names) {
        int[] variables = factors.get(monomial);
        StringJoiner text = new StringJoiner("*").setEmptyValue("1");
        for (int i = 0; i < variables.length; ) {
            int from = i;
            while (i < variables.length && variables[i] == variables[from]) {
                i++;
            }
            String name = names.apply(variables[from]);
            text.add(i - from == 1 ? name : name + "^" + (i - from));
        }
        return text.toString();
    }
}

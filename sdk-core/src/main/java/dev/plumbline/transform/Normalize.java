package dev.plumbline.transform;

import java.util.Arrays;
import java.util.List;

/** A vector or list divided by its norm. */
final class Normalize extends Step {
    private enum Norm {
        L1("l1_normalize"),
        L2("l2_normalize"),
        MAX("max_normalize");

        private final String op;

        Norm(String op) {
            this.op = op;
        }
    }

    static final Op L1 = op(Norm.L1);
    static final Op L2 = op(Norm.L2);
    static final Op MAX = op(Norm.MAX);

    private final Norm norm;
    private final boolean zeros;

    private Normalize(Norm norm, Options options, Port in) {
        super(norm.op, options, in, in.computed());
        this.norm = norm;
        this.zeros = options.text("zero").equals("zeros");
    }

    private static Op op(Norm norm) {
        return new Op(
                norm.op,
                List.of(Option.choice("zero", "zeros", "error").orElse("zeros")),
                Kind.NUMERIC_LISTS,
                (site, options, in) -> new Normalize(norm, options, in));
    }

    @Override
    void apply(Cell cell) {
        if (cell.missing) {
            return;
        }
        double[] elements = cell.numbers(in.kind());
        int length = cell.length;
        double by = norm(elements, length);
        if (by == 0) {
            if (!zeros) {
                throw new StepFault("PLB-305", "is all 0, which has no direction for " + op + "; write zero: zeros");
            }
            Arrays.fill(elements, 0, length, 0.0);
            return;
        }
        for (int i = 0; i < length; i++) {
            elements[i] = elements[i] / by;
        }
    }

    private double norm(double[] elements, int length) {
        double sum = 0;
        for (int i = 0; i < length; i++) {
            sum = switch (norm) {
                case L1 -> sum + Math.abs(elements[i]);
                case L2 -> sum + elements[i] * elements[i];
                case MAX -> Math.max(sum, Math.abs(elements[i]));
            };
        }
        return norm == Norm.L2 ? Math.sqrt(sum) : sum;
    }
}

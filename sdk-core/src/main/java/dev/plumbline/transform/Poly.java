package dev.plumbline.transform;

import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;

/** The products of the powers of some numbers, up to a degree. */
final class Poly {
    private static final int MAX_WIDTH = 65_536;

    static final Op OP = Op.joining(
                    "poly",
                    List.of(
                            Option.integer("degree", 1, 5).orElse(2L),
                            Option.bool("bias").orElse(false),
                            Option.choice("order", "graded", "spark").orElse("graded"),
                            Option.bool("interaction_only").orElse(false)),
                    EnumSet.of(Kind.NUMBER, Kind.INTEGER, Kind.VECTOR),
                    1,
                    Integer.MAX_VALUE,
                    Poly::make)
            .preset("spark", Map.of("order", "spark", "bias", false))
            .preset("sklearn", Map.of("order", "graded", "bias", true));

    private Poly() {}

    private static Step make(StepSite site, Options options, List<Port> ins) {
        Port first = ins.get(0);
        boolean joins = ins.size() > 1;
        if (joins && ins.stream().anyMatch(in -> in.kind() == Kind.VECTOR)) {
            throw site.fault("PLB-103", "takes several numbers or one vector; give each vector a feature of its own");
        }
        int variables = joins ? ins.size() : first.width();
        int degree = options.integer("degree");
        boolean bias = options.bool("bias");
        boolean interactionOnly = options.bool("interaction_only");
        if (Monomials.count(variables, degree, bias, interactionOnly, MAX_WIDTH) > MAX_WIDTH) {
            throw site.fault(
                    "PLB-107",
                    "of degree " + degree + " makes more than " + MAX_WIDTH + " numbers of " + variables
                            + "; write a lower degree, or take fewer");
        }
        Monomials monomials = Monomials.of(variables, degree, bias, interactionOnly, options.is("order", "spark"));
        boolean named = first.kind() != Kind.VECTOR && site.inputs().size() == variables;
        IntFunction<String> names = named ? i -> site.inputs().get(i).input().name() : i -> "x" + i;
        Port out = Port.vector(
                monomials.size(),
                new Labels(i -> "[" + monomials.spelled(i, names) + "]", i -> monomials.spelled(i, names), false));
        return joins ? new Joined(options, ins, out, monomials) : new Single(options, first, out, monomials);
    }

    /** Of several inputs. */
    private static final class Joined extends JoinStep {
        private final Monomials monomials;

        Joined(Options options, List<Port> ins, Port out, Monomials monomials) {
            super("poly", options, ins, out);
            this.monomials = monomials;
        }

        @Override
        void join(Cell[] cells) {
            int size = monomials.size();
            double[] values = cells[0].numbers(size + ins.size());
            for (int i = 0; i < ins.size(); i++) {
                values[size + i] = number(cells, i);
            }
            cells[0].length = size;
            if (!monomials.fill(values)) {
                outside(cells[0]);
            }
        }
    }

    /** Of a vector, or of one number. */
    private static final class Single extends Step {
        private final Monomials monomials;

        Single(Options options, Port in, Port out, Monomials monomials) {
            super("poly", options, in, out);
            this.monomials = monomials;
        }

        @Override
        void apply(Cell cell) {
            if (cell.missing) {
                return;
            }
            int size = monomials.size();
            int variables = in.width();
            double[] values = cell.numbers(size + variables);
            if (in.kind() == Kind.VECTOR) {
                System.arraycopy(values, 0, values, size, variables);
            } else {
                values[size] = cell.number(in.kind());
            }
            cell.length = size;
            if (!monomials.fill(values)) {
                outside(cell);
            }
        }
    }
}

package dev.plumbline.transform;

/** A step from a number to a number, or from each element of a vector or list to one. */
abstract class NumberStep extends Step {
    /** What becomes of a value that the step is not defined for. */
    static final Option DOMAIN = Option.choice("domain", "error", "missing").orElse("error");

    /** How fitting takes a quantile that lies between two values. */
    static final Option QUANTILE_METHOD = Option.choice("method", "inverted_cdf", "linear", "averaged_inverted_cdf")
            .orElse("inverted_cdf");

    private final boolean missingOutside;

    NumberStep(String op, Options options, Port in) {
        super(op, options, in, in.computed());
        this.missingOutside = options.is("domain", "missing");
    }

    /** Returns the step's value; NaN for a NaN, and otherwise only where the step is not defined. */
    abstract double apply(double x);

    @Override
    boolean isMissingOutside() {
        return missingOutside;
    }

    @Override
    void apply(Cell cell) {
        if (cell.missing) {
            return;
        }
        Kind kind = in.kind();
        if (kind.isNumeric()) {
            cell.number = apply(cell, cell.number(kind));
            return;
        }
        double[] elements = cell.numbers(kind);
        for (int i = 0; i < cell.length && !cell.missing; i++) {
            elements[i] = apply(cell, elements[i]);
        }
    }

    private double apply(Cell cell, double x) {
        double value = apply(x);
        if (Double.isNaN(value) && !Double.isNaN(x)) {
            outside(cell);
        }
        return value;
    }
}

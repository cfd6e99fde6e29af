package dev.plumbline.transform;

/** A step from a number to a number, or from each element of a vector or list to one. */
abstract class NumberStep extends Step {
    NumberStep(String op, Options options, Port in) {
        super(op, options, in, in.computed());
    }

    /** Returns the step's value; NaN for a NaN, and otherwise only where the step is not defined. */
    abstract double apply(double x);

    @Override
    void apply(Cell cell) {
        if (cell.missing) {
            return;
        }
        Kind kind = in.kind();
        if (kind.isNumeric()) {
            cell.number = apply(cell.number(kind));
            return;
        }
        double[] elements = cell.numbers(kind);
        for (int i = 0; i < cell.length; i++) {
            elements[i] = apply(elements[i]);
        }
    }
}

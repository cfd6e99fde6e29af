package dev.plumbline.transform;

/** A step from a number to a number. */
abstract class NumberStep extends Step {
    NumberStep(String op, Options options) {
        super(op, options, Port.NUMBER, Port.NUMBER);
    }

    /** Returns the step's value; NaN for a NaN, and otherwise only where the step is not defined. */
    abstract double apply(double x);

    @Override
    final void apply(Cell cell) {
        if (!cell.missing) {
            cell.number = apply(cell.number);
        }
    }
}

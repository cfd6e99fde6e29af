package dev.plumbline.transform;

/** An op with its parameters, in its place. Immutable. */
abstract class Step {
    final String op;
    final Options options;
    final Port in;
    final Port out;

    Step(String op, Options options, Port in, Port out) {
        this.op = op;
        this.options = options;
        this.in = in;
        this.out = out;
    }

    /**
     * Changes the cell to what this step gives; a missing value stays missing unless the step takes it.
     *
     * @throws StepFault if the value breaks a rule
     */
    abstract void apply(Cell cell);

    /** Tells whether the step gives a value for a missing one. */
    boolean takesMissing() {
        return false;
    }

    /** Tells whether a value outside the step's domain is missing afterwards, and no error. */
    boolean isMissingOutside() {
        return false;
    }

    /**
     * Makes a value that the step is not defined for missing.
     *
     * @throws StepFault if that is an error
     */
    final void outside(Cell cell) {
        if (!isMissingOutside()) {
            throw new StepFault("PLB-305", "is outside the domain of " + op + "; clip it before");
        }
        cell.missing = true;
        cell.why = "outside the domain of a step";
    }

    /** Tells whether the step gives a vector as its slots that are not 0. */
    boolean givesSparse() {
        return false;
    }

    /** Spells the step as explanations do. */
    @Override
    public String toString() {
        return op + options;
    }
}

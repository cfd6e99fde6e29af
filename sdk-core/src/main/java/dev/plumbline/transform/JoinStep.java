package dev.plumbline.transform;

import java.util.List;

/** A first step that makes one value of several inputs. */
abstract class JoinStep extends Step {
    final List<Port> ins;

    JoinStep(String op, Options options, List<Port> ins, Port out) {
        super(op, options, ins.get(0), out);
        this.ins = ins;
    }

    /** Puts what the cells, one for each input, make together into the first. None is missing unless the step skips those. */
    abstract void join(Cell[] cells);

    /**
     * Returns an input's number.
     *
     * @throws StepFault if it is an integer that is not exactly representable
     */
    final double number(Cell[] cells, int input) {
        try {
            return cells[input].number(ins.get(input).kind());
        } catch (StepFault fault) {
            throw fault.of(input);
        }
    }

    /** Tells whether the step does without the inputs that are missing. */
    boolean skipsMissing() {
        return false;
    }

    @Override
    final void apply(Cell cell) {
        throw new IllegalStateException(op + " takes several cells");
    }
}

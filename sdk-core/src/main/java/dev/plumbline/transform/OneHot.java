package dev.plumbline.transform;

import java.util.List;
import java.util.Set;

/** One slot for each value of an index: 1 in its own, 0 elsewhere. */
final class OneHot extends Step {
    static final Op OP =
            new Op("one_hot", List.of(), Set.of(Kind.INDEX), (site, options, in) -> new OneHot(options, in));

    private OneHot(Options options, Port in) {
        super("one_hot", options, in, Port.vector(in.labels(), in.meanings()));
    }

    @Override
    void apply(Cell cell) {
        if (!cell.missing) {
            double[] vector = new double[out.width()];
            if (cell.index != Cell.NONE) {
                vector[cell.index] = 1;
            }
            cell.vector = vector;
        }
    }
}

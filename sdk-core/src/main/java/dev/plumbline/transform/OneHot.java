package dev.plumbline.transform;

import java.util.List;
import java.util.Set;

/** One slot for each value of an index: 1 in its own, 0 elsewhere. */
final class OneHot extends Step {
    static final Op OP =
            new Op("one_hot", List.of(), Set.of(Kind.INDEX), (site, options, in) -> new OneHot(options, in));

    private OneHot(Options options, Port in) {
        super("one_hot", options, in, Port.vector(in.width(), in.labels()));
    }

    /** Tells whether a category's slot is its index. */
    boolean isPlain() {
        return in.kind() == Kind.INDEX;
    }

    @Override
    void apply(Cell cell) {
        if (cell.missing) {
            return;
        }
        int entries = cell.index == Cell.NONE ? 0 : 1;
        cell.numbers(entries);
        cell.indexes(entries);
        if (entries > 0) {
            cell.numbers[0] = 1;
            cell.indexes[0] = cell.index;
        }
        cell.sparse = true;
    }

    @Override
    boolean givesSparse() {
        return true;
    }
}

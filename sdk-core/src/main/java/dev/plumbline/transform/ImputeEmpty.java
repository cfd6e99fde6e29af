package dev.plumbline.transform;

import java.util.List;
import java.util.Set;

/** Replaces a missing list by the empty one. */
final class ImputeEmpty extends Step {
    static final Op OP = new Op(
            "impute_empty",
            List.of(),
            Set.of(Kind.NUMBERS, Kind.INTEGERS, Kind.TEXTS),
            (site, options, in) -> new ImputeEmpty(options, in));

    private ImputeEmpty(Options options, Port in) {
        super("impute_empty", options, in, in);
    }

    @Override
    void apply(Cell cell) {
        if (cell.missing) {
            cell.missing = false;
            cell.length = 0;
        }
    }

    @Override
    boolean takesMissing() {
        return true;
    }
}

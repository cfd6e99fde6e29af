package dev.plumbline.transform;

import java.util.List;
import java.util.Set;

/** An index as the number that it is. */
final class AsNumber extends Step {
    static final Op OP =
            new Op("as_number", List.of(), Set.of(Kind.INDEX), (site, options, in) -> new AsNumber(options, in));

    private AsNumber(Options options, Port in) {
        super("as_number", options, in, Port.NUMBER);
    }

    @Override
    void apply(Cell cell) {
        if (!cell.missing && cell.index == Cell.NONE) {
            throw new IllegalStateException("an unknown category has no number; the spec's check lets none through");
        }
        cell.number = cell.index;
    }
}

package dev.plumbline.transform;

import java.util.List;
import java.util.Set;

/** The first or last elements of a list. */
final class Take extends Step {
    private static final int MAX_LENGTH = 65_536;

    static final Op OP = new Op(
            "take",
            List.of(
                    Option.integer("max_len", 1, MAX_LENGTH),
                    Option.choice("from", "head", "tail").orElse("head")),
            Set.of(Kind.NUMBERS, Kind.INTEGERS, Kind.TEXTS, Kind.INDEXES),
            (site, options, in) -> new Take(options, in));

    private final int most;
    private final boolean tail;

    private Take(Options options, Port in) {
        super("take", options, in, in);
        this.most = options.integer("max_len");
        this.tail = options.text("from").equals("tail");
    }

    @Override
    void apply(Cell cell) {
        if (cell.missing || cell.length <= most) {
            return;
        }
        int first = tail ? cell.length - most : 0;
        if (first > 0) {
            Object elements = switch (in.kind()) {
                case NUMBERS -> cell.numbers;
                case INTEGERS -> cell.integers;
                case TEXTS -> cell.texts;
                default -> cell.indexes;
            };
            System.arraycopy(elements, first, elements, 0, most);
        }
        cell.length = most;
    }
}

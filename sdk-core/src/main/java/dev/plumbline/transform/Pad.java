package dev.plumbline.transform;

import java.util.Arrays;
import java.util.List;
import java.util.Set;

/** A list as a vector, filled up to a fixed length. */
final class Pad extends Step {
    private static final int MAX_LENGTH = 65_536;

    static final Op OP = new Op(
            "pad",
            List.of(
                    Option.integer("n", 1, MAX_LENGTH),
                    Option.number("value"),
                    Option.choice("side", "end", "start").orElse("end")),
            Set.of(Kind.NUMBERS, Kind.INTEGERS, Kind.INDEXES),
            (site, options, in) -> new Pad(options, in));

    private final int width;
    private final double value;
    private final boolean atStart;

    private Pad(Options options, Port in) {
        super("pad", options, in, Port.vector(options.integer("n"), Labels.numbered(i -> "element " + i)));
        this.width = options.integer("n");
        this.value = options.number("value");
        this.atStart = options.text("side").equals("start");
    }

    @Override
    void apply(Cell cell) {
        if (cell.missing) {
            return;
        }
        int given = cell.length;
        if (given > width) {
            throw new StepFault("PLB-304", "has " + given + " elements, more than " + width + "; take as many before");
        }
        if (in.kind() == Kind.INDEXES) {
            double[] widened = cell.numbers(given);
            for (int i = 0; i < given; i++) {
                widened[i] = cell.indexes[i];
            }
        } else {
            cell.numbers(in.kind());
        }
        double[] elements = cell.numbers(width);
        int filled = width - given;
        if (atStart && filled > 0) {
            System.arraycopy(elements, 0, elements, filled, given);
            Arrays.fill(elements, 0, filled, value);
        } else {
            Arrays.fill(elements, given, width, value);
        }
    }
}

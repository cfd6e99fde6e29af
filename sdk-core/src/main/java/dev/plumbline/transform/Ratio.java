package dev.plumbline.transform;

import java.util.List;

/** The first number divided by the second. */
final class Ratio extends JoinStep {
    static final Op OP = Op.joining(
            "ratio",
            List.of(Option.numberOr("zero", "missing")),
            Kind.NUMERIC,
            2,
            2,
            (site, options, ins) -> new Ratio(options, ins));

    private final boolean zeroIsMissing;
    private final double zero;

    private Ratio(Options options, List<Port> ins) {
        super("ratio", options, ins, Port.NUMBER);
        this.zeroIsMissing = options.is("zero", "missing");
        this.zero = zeroIsMissing ? Double.NaN : options.number("zero");
    }

    @Override
    void join(Cell[] cells) {
        double dividend = number(cells, 0);
        double divisor = number(cells, 1);
        if (divisor == 0 && zeroIsMissing) {
            cells[0].missing = true;
            cells[0].why = "divided by zero";
            return;
        }
        cells[0].number = divisor == 0 ? zero : dividend / divisor;
    }
}

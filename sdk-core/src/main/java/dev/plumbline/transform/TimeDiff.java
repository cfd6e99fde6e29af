package dev.plumbline.transform;

import java.util.List;
import java.util.Set;

/** The time from the second input to the first. */
final class TimeDiff extends JoinStep {
    private static final long EXACT_IN_FLOAT64 = 1L << 53;

    static final Op OP = Op.joining(
            "time_diff",
            List.of(
                    Option.choice("unit", "us", "ms", "s", "m", "h", "d"),
                    Option.choice("negative", "error", "keep", "clip0", "missing")),
            Set.of(Kind.TIME),
            2,
            2,
            (site, options, ins) -> new TimeDiff(options, ins));

    private final double divisor;
    private final String negative;

    private TimeDiff(Options options, List<Port> ins) {
        super("time_diff", options, ins, Port.NUMBER);
        this.negative = options.text("negative");
        this.divisor = switch (options.text("unit")) {
            case "us" -> 1;
            case "ms" -> 1e3;
            case "s" -> 1e6;
            case "m" -> 60e6;
            case "h" -> 3_600e6;
            default -> 86_400e6;
        };
    }

    @Override
    void join(Cell[] cells) {
        long from = cells[1].micros;
        long to = cells[0].micros;
        long difference = to - from;
        boolean overflows = ((to ^ from) & (to ^ difference)) < 0;
        if (overflows || difference > EXACT_IN_FLOAT64 || difference < -EXACT_IN_FLOAT64) {
            throw new StepFault("PLB-306", "is more than 2^53 microseconds away; correct the times");
        }
        cells[0].number = difference / divisor;
        if (difference < 0) {
            negative(cells[0]);
        }
    }

    private void negative(Cell cell) {
        switch (negative) {
            case "clip0" -> cell.number = 0;
            case "missing" -> cell.missing = true;
            case "error" ->
                throw new StepFault(
                        "PLB-305",
                        "is " + cell.number + " before the second time; set negative: keep, clip0 or missing");
            default -> {}
        }
    }
}

package dev.plumbline.transform;

import java.util.List;

/** Several numbers made one, from left to right. */
final class Fold extends JoinStep {
    private enum Function {
        DIFF,
        SUM,
        PRODUCT,
        MIN,
        MAX
    }

    static final Op DIFF = op("diff", Function.DIFF, 2);
    static final Op SUM = op("sum", Function.SUM, Integer.MAX_VALUE);
    static final Op PRODUCT = op("product", Function.PRODUCT, Integer.MAX_VALUE);
    static final Op MIN = op("min", Function.MIN, Integer.MAX_VALUE);
    static final Op MAX = op("max", Function.MAX, Integer.MAX_VALUE);

    private final Function function;

    private Fold(String op, Function function, Options options, List<Port> ins) {
        super(op, options, ins, Port.NUMBER);
        this.function = function;
    }

    private static Op op(String name, Function function, int most) {
        return Op.joining(
                name, List.of(), Kind.NUMERIC, 2, most, (site, options, ins) -> new Fold(name, function, options, ins));
    }

    @Override
    void join(Cell[] cells) {
        double folded = number(cells, 0);
        for (int i = 1; i < ins.size(); i++) {
            double next = number(cells, i);
            folded = switch (function) {
                case DIFF -> folded - next;
                case SUM -> folded + next;
                case PRODUCT -> folded * next;
                case MIN -> Math.min(folded, next);
                case MAX -> Math.max(folded, next);
            };
        }
        cells[0].number = folded;
    }
}

package dev.plumbline.transform;

import java.util.List;
import java.util.Set;

/** One slot for each category of a list: whether it occurs, how often, or in which part of the elements. */
final class MultiHot extends Step {
    static final Op OP = new Op(
            "multi_hot",
            List.of(Option.choice("mode", "binary", "count", "tf").orElse("binary")),
            Set.of(Kind.INDEXES),
            (site, options, in) -> new MultiHot(options, in));

    private final boolean binary;
    private final boolean parts;

    private MultiHot(Options options, Port in) {
        super("multi_hot", options, in, Port.vector(in.width(), in.labels()));
        this.binary = options.text("mode").equals("binary");
        this.parts = options.text("mode").equals("tf");
    }

    @Override
    void apply(Cell cell) {
        if (cell.missing) {
            return;
        }
        int elements = cell.length;
        int[] indexes = cell.indexes;
        double[] numbers = cell.numbers(elements);
        IntSort.ascending(indexes, elements);
        int entries = 0;
        for (int i = 0; i < elements; ) {
            int index = indexes[i];
            int next = i + 1;
            while (next < elements && indexes[next] == index) {
                next++;
            }
            if (index != Cell.NONE) {
                indexes[entries] = index;
                numbers[entries++] = binary ? 1 : parts ? (double) (next - i) / elements : next - i;
            }
            i = next;
        }
        cell.length = entries;
        cell.sparse = true;
    }

    @Override
    boolean givesSparse() {
        return true;
    }
}

package dev.plumbline.transform;

import java.util.List;
import java.util.Map;

/** The number of bounds that a number has reached. */
final class Bucketize extends Step {
    private static final int MAX_BOUNDS = 65_535;

    /** Up to here looking at each bound is faster than halving. */
    private static final int LINEAR = 16;

    static final Op OP = new Op(
                    "bucketize",
                    List.of(
                            Option.numbers("bounds").fitted(),
                            Option.choice("closed", "left", "right").orElse("left"),
                            Option.integer("quantiles", 2, MAX_BOUNDS).optional(),
                            NumberStep.QUANTILE_METHOD.addedLater()),
                    Kind.NUMERIC,
                    Bucketize::make)
            .preset("spark", Map.of("closed", "left", "method", "inverted_cdf"))
            .preset("sklearn", Map.of("closed", "left", "method", "averaged_inverted_cdf"))
            .preset("keras", Map.of("closed", "left"));

    final double[] bounds;
    final boolean left;

    private Bucketize(Options options, Port in, double[] bounds, boolean left) {
        super("bucketize", options, in, port(bounds, left));
        this.bounds = bounds;
        this.left = left;
    }

    private static Step make(StepSite site, Options options, Port in) {
        double[] bounds = options.numbers("bounds");
        if (bounds.length == 0 || bounds.length > MAX_BOUNDS) {
            throw site.fault("PLB-105", "has " + bounds.length + " bounds; give 1 to " + MAX_BOUNDS);
        }
        for (int i = 1; i < bounds.length; i++) {
            if (!(bounds[i - 1] < bounds[i])) {
                throw site.fault(
                        "PLB-105",
                        "has bounds not strictly increasing: " + Options.number(bounds[i - 1]) + ", "
                                + Options.number(bounds[i]) + "; sort them and remove doubles");
            }
        }
        return new Bucketize(options, in, bounds, options.text("closed").equals("left"));
    }

    private static Port port(double[] bounds, boolean left) {
        return Port.index(bounds.length + 1, Labels.numbered(i -> {
            String from = i == 0 ? "(-inf" : (left ? "[" : "(") + Options.number(bounds[i - 1]);
            String to = i == bounds.length ? "inf)" : Options.number(bounds[i]) + (left ? ")" : "]");
            return "bucket " + from + ", " + to;
        }));
    }

    /** Returns the bucket of a number that is not NaN. */
    int bucket(double x) {
        double[] ends = bounds;
        if (ends.length <= LINEAR) {
            int reached = 0;
            for (double bound : ends) {
                reached += (left ? x >= bound : x > bound) ? 1 : 0;
            }
            return reached;
        }
        int low = 0;
        int high = ends.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (left ? x >= ends[middle] : x > ends[middle]) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    @Override
    void apply(Cell cell) {
        if (cell.missing) {
            return;
        }
        double x = cell.number(in.kind());
        if (Double.isNaN(x)) {
            throw new StepFault("PLB-302", "is nan, which is in no bucket; set nan: missing and impute it");
        }
        cell.index = bucket(x);
    }
}

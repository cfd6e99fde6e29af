package dev.plumbline.transform;

import java.util.List;

/** A list of a known length as a vector. */
final class AsVector extends Step {
    private static final int MAX_LENGTH = 65_536;

    static final Op OP =
            new Op("vector", List.of(Option.integer("dim", 1, MAX_LENGTH)), Kind.NUMERIC_LISTS, AsVector::make);

    private final int dim;

    private AsVector(Options options, Port in, Port out) {
        super("vector", options, in, out);
        this.dim = out.width();
    }

    private static Step make(StepSite site, Options options, Port in) {
        int dim = options.integer("dim");
        if (in.kind() != Kind.VECTOR) {
            return new AsVector(options, in, Port.vector(dim, Labels.numbered(i -> "element " + i)));
        }
        if (in.width() != dim) {
            throw site.fault(
                    "PLB-103", "has dim " + dim + " and takes " + in.described() + "; write dim: " + in.width());
        }
        return new AsVector(options, in, in);
    }

    @Override
    void apply(Cell cell) {
        if (cell.missing) {
            return;
        }
        if (cell.length != dim) {
            throw new StepFault("PLB-304", "has length " + cell.length + ", the spec says " + dim + "; send as many");
        }
        cell.numbers(in.kind());
    }
}

package dev.plumbline.transform;

import java.util.List;

/** A number times a factor, plus an offset. */
final class Scale extends NumberStep {
    static final Op OP = new Op(
            "scale",
            List.of(Option.number("by").orElse(1.0), Option.number("offset").orElse(0.0)),
            Kind.ELEMENTWISE,
            (site, options, in) -> new Scale(options, in));

    private final double by;
    private final double offset;

    private Scale(Options options, Port in) {
        super("scale", options, in);
        this.by = options.number("by");
        this.offset = options.number("offset");
    }

    @Override
    double apply(double x) {
        return x * by + offset;
    }
}

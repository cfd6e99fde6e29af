package dev.plumbline.transform;

import java.util.List;
import java.util.Set;

/** How two vectors lie to each other. */
final class VectorJoin extends JoinStep {
    static final Op DOT = op("dot", List.of());
    static final Op COSINE = op("cosine", List.of(Option.number("zero").optional()));
    static final Op EUCLIDEAN = op("euclidean", List.of());

    private VectorJoin(String name, Options options, List<Port> ins) {
        super(name, options, ins, Port.NUMBER);
    }

    private static Op op(String name, List<Option> options) {
        return Op.joining(name, options, Set.of(Kind.VECTOR), 2, 2, (site, given, ins) -> {
            if (ins.get(0).width() != ins.get(1).width()) {
                throw site.fault(
                        "PLB-103",
                        "takes vectors of one length and is given " + ins.get(0).width() + " and "
                                + ins.get(1).width() + "; declare them alike");
            }
            return new VectorJoin(name, given, ins);
        });
    }

    @Override
    void join(Cell[] cells) {
        double[] a = cells[0].numbers;
        double[] b = cells[1].numbers;
        int length = cells[0].length;
        cells[0].number = switch (op) {
            case "dot" -> dot(a, b, length);
            case "euclidean" -> euclidean(a, b, length);
            default -> cosine(a, b, length);
        };
    }

    private static double dot(double[] a, double[] b, int length) {
        double sum = 0;
        for (int i = 0; i < length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }

    private static double euclidean(double[] a, double[] b, int length) {
        double sum = 0;
        for (int i = 0; i < length; i++) {
            double difference = a[i] - b[i];
            sum += difference * difference;
        }
        return Math.sqrt(sum);
    }

    private double cosine(double[] a, double[] b, int length) {
        double one = Math.sqrt(dot(a, a, length));
        double other = Math.sqrt(dot(b, b, length));
        double norms = one * other;
        // An infinite norm of the other one does not make a vector that is all 0 another.
        if (one == 0 || other == 0 || norms == 0) {
            if (!options.has("zero")) {
                throw new StepFault(
                        "PLB-305", "has a vector that is all 0, whose cosine is not defined; write zero: 0");
            }
            return options.number("zero");
        }
        return dot(a, b, length) / norms;
    }
}

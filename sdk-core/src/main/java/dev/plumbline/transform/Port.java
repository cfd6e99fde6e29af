package dev.plumbline.transform;

import dev.plumbline.feature.FeatureType;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What a step takes or gives.
 *
 * @param kind the kind
 * @param labels the names of a vector's slots or of an index's values, as they end a slot's name; one empty label else
 * @param meanings the same for people, in explanations
 */
record Port(Kind kind, List<String> labels, List<String> meanings) {
    static final Port NUMBER = new Port(Kind.NUMBER, List.of(""), List.of(""));
    private static final Port TEXT = new Port(Kind.TEXT, List.of(""), List.of(""));
    private static final Port TIME = new Port(Kind.TIME, List.of(""), List.of(""));
    private static final Port LIST = new Port(Kind.LIST, List.of(""), List.of(""));

    static Port of(FeatureType type) {
        return switch (type.kind()) {
            case BOOL, INT32, INT64, FLOAT32, FLOAT64 -> NUMBER;
            case STRING -> TEXT;
            case TIMESTAMP -> TIME;
            case BYTES, LIST -> LIST;
            case VECTOR ->
                new Port(
                        Kind.VECTOR,
                        IntStream.range(0, type.length())
                                .mapToObj(i -> "[" + i + "]")
                                .toList(),
                        IntStream.range(0, type.length())
                                .mapToObj(i -> "element " + i)
                                .toList());
        };
    }

    static Port index(List<String> labels, List<String> meanings) {
        return new Port(Kind.INDEX, labels, meanings);
    }

    static Port vector(List<String> labels, List<String> meanings) {
        return new Port(Kind.VECTOR, labels, meanings);
    }

    int width() {
        return labels.size();
    }

    String described() {
        return kind == Kind.INDEX ? "an index (0.." + (width() - 1) + ")" : kind.described;
    }
}

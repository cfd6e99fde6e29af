package dev.plumbline.transform;

import dev.plumbline.feature.FeatureType;

/**
 * What a step takes or gives.
 *
 * @param kind the kind
 * @param width the slots of a vector, the categories of an index or of indexes; 1 else
 * @param labels what those are called
 */
record Port(Kind kind, int width, Labels labels) {
    static final Port NUMBER = plain(Kind.NUMBER);
    static final Port INTEGER = plain(Kind.INTEGER);
    static final Port TEXT = plain(Kind.TEXT);
    static final Port NUMBERS = plain(Kind.NUMBERS);

    static Port of(FeatureType type) {
        return switch (type.kind()) {
            case FLOAT32, FLOAT64 -> NUMBER;
            case BOOL, INT32, INT64 -> INTEGER;
            case STRING -> TEXT;
            case BYTES -> plain(Kind.BYTES);
            case TIMESTAMP -> plain(Kind.TIME);
            case VECTOR -> vector(type.length(), Labels.numbered(i -> "element " + i));
            case LIST ->
                switch (type.element().kind()) {
                    case FLOAT32, FLOAT64 -> NUMBERS;
                    case BOOL, INT32, INT64 -> plain(Kind.INTEGERS);
                    case STRING -> plain(Kind.TEXTS);
                    default -> plain(Kind.OTHERS);
                };
        };
    }

    private static Port plain(Kind kind) {
        return new Port(kind, 1, Labels.NONE);
    }

    static Port index(int width, Labels labels) {
        return new Port(Kind.INDEX, width, labels);
    }

    static Port indexes(int width, Labels labels) {
        return new Port(Kind.INDEXES, width, labels);
    }

    static Port vector(int width, Labels labels) {
        return new Port(Kind.VECTOR, width, labels);
    }

    /** Returns what an elementwise step gives for this. */
    Port computed() {
        return kind == kind.computed() ? this : plain(kind.computed());
    }

    String label(int slot) {
        return labels.label().apply(slot);
    }

    String meaning(int slot) {
        return labels.meaning().apply(slot);
    }

    String described() {
        return switch (kind) {
            case INDEX -> "an index (0.." + (width - 1) + ")";
            case INDEXES -> "a list of indexes (0.." + (width - 1) + ")";
            case VECTOR -> "a vector of " + width;
            default -> kind.described;
        };
    }
}

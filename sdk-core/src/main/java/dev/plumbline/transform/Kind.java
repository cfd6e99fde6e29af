package dev.plumbline.transform;

import java.util.EnumSet;
import java.util.Set;

/** What flows from step to step. */
enum Kind {
    NUMBER("a number"),
    INTEGER("an integer"),
    INDEX("an index"),
    TEXT("a text"),
    BYTES("bytes"),
    TIME("a time"),
    VECTOR("a vector"),
    NUMBERS("a list of numbers"),
    INTEGERS("a list of integers"),
    TEXTS("a list of texts"),
    INDEXES("a list of indexes"),
    OTHERS("a list that only is_missing takes");

    /** What can be read as one binary64. */
    static final Set<Kind> NUMERIC = EnumSet.of(NUMBER, INTEGER);

    /** What can be read as several binary64. */
    static final Set<Kind> NUMERIC_LISTS = EnumSet.of(VECTOR, NUMBERS, INTEGERS);

    /** What an elementwise step takes. */
    static final Set<Kind> ELEMENTWISE = EnumSet.of(NUMBER, INTEGER, VECTOR, NUMBERS, INTEGERS);

    final String described;

    Kind(String described) {
        this.described = described;
    }

    boolean isNumeric() {
        return NUMERIC.contains(this);
    }

    boolean isList() {
        return this == NUMBERS || this == INTEGERS || this == TEXTS || this == INDEXES;
    }

    /** Returns the kind once it is computed with: an integer is a number then. */
    Kind computed() {
        return switch (this) {
            case INTEGER -> NUMBER;
            case INTEGERS -> NUMBERS;
            default -> this;
        };
    }
}

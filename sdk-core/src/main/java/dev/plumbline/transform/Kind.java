package dev.plumbline.transform;

/** What flows from step to step. */
enum Kind {
    NUMBER("a number"),
    INDEX("an index"),
    TEXT("a text"),
    TIME("a time"),
    VECTOR("a vector"),
    LIST("a list");

    final String described;

    Kind(String described) {
        this.described = described;
    }
}

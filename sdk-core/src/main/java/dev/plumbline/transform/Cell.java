package dev.plumbline.transform;

import org.jspecify.annotations.Nullable;

/** The value that goes from step to step on the explaining path. */
final class Cell {
    /** An index that stands for no category: all zeros. */
    static final int NONE = -1;

    boolean missing;

    /** Whether it is missing because it is infinite. */
    boolean infinite;

    double number;
    long micros;
    int index;

    @Nullable String text;

    double @Nullable [] vector;
}

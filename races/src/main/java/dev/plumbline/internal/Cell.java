package dev.plumbline.internal;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** One entity's row at the feature service. */
final class Cell {
    /** The row's value, which grows with each change, and is its version. */
    final AtomicLong value = new AtomicLong(1);

    /** How often it was fetched. */
    final AtomicInteger loads = new AtomicInteger();

    /** Keeps the answers back, if it is set before the first fetch. */
    volatile HeldAnswers held;
}

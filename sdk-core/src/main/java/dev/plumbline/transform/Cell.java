package dev.plumbline.transform;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The value that goes from step to step. Belongs to an input row and keeps its buffers, so that a row needs no garbage;
 * which field holds the value is said by the port between two steps.
 */
final class Cell {
    /** An index that stands for no category: all zeros. */
    static final int NONE = -1;

    private static final long EXACT_IN_FLOAT64 = 1L << 53;

    boolean missing;

    /** What makes a present value missing: {@code infinite}, {@code nan}, {@code empty} or {@code outside the domain of a step}. */
    @Nullable String why;

    double number;
    long integer;
    long micros;
    int index;

    @Nullable String text;

    byte @Nullable [] bytes;

    /** The elements of a vector or list are the first {@code length} of their buffer. */
    int length;

    double[] numbers = {};
    long[] integers = {};
    int[] indexes = {};

    @Nullable String[] texts = {};

    /** Whether a vector is held as {@code length} pairs of {@code indexes}, ascending, and {@code numbers}; the rest is 0. */
    boolean sparse;

    /** What steps need besides: a hash at work, a text at work, and what became of earlier texts. */
    final Murmur3 hash = new Murmur3();

    final StringBuilder joined = new StringBuilder();
    final TextMemo memo = new TextMemo();

    void reset() {
        missing = false;
        why = null;
        sparse = false;
        length = 0;
        text = null;
        bytes = null;
    }

    /** Returns room for this many numbers, which then are the value's length. */
    double[] numbers(int count) {
        if (numbers.length < count) {
            numbers = Arrays.copyOf(numbers, Math.max(count, numbers.length * 2));
        }
        length = count;
        return numbers;
    }

    long[] integers(int count) {
        if (integers.length < count) {
            integers = Arrays.copyOf(integers, Math.max(count, integers.length * 2));
        }
        length = count;
        return integers;
    }

    int[] indexes(int count) {
        if (indexes.length < count) {
            indexes = Arrays.copyOf(indexes, Math.max(count, indexes.length * 2));
        }
        length = count;
        return indexes;
    }

    @Nullable String[] texts(int count) {
        if (texts.length < count) {
            texts = Arrays.copyOf(texts, Math.max(count, texts.length * 2));
        }
        length = count;
        return texts;
    }

    /** Returns the text, which is there where the port says so. */
    String text() {
        String held = text;
        if (held == null) {
            throw new IllegalStateException("the port says text and there is none");
        }
        return held;
    }

    /** Returns the octets, which are there where the port says so. */
    byte[] bytes() {
        byte[] held = bytes;
        if (held == null) {
            throw new IllegalStateException("the port says bytes and there are none");
        }
        return held;
    }

    /** Returns the element of texts, which is there where the port says so. */
    String text(int element) {
        String held = texts[element];
        if (held == null) {
            throw new IllegalStateException("the port says texts and element " + element + " is none");
        }
        return held;
    }

    /**
     * Returns a number or an integer as binary64.
     *
     * @throws StepFault if the integer is not exactly representable
     */
    double number(Kind kind) {
        return kind == Kind.INTEGER ? exact(integer) : number;
    }

    /**
     * Returns a vector's or list's elements as binary64; integers are widened in place of the numbers.
     *
     * @throws StepFault if an integer is not exactly representable
     */
    double[] numbers(Kind kind) {
        if (kind == Kind.INTEGERS) {
            double[] widened = numbers(length);
            for (int i = 0; i < length; i++) {
                widened[i] = exact(integers[i]);
            }
        }
        return numbers;
    }

    private static double exact(long value) {
        if (value > EXACT_IN_FLOAT64 || value < -EXACT_IN_FLOAT64) {
            throw new StepFault(
                    "PLB-306", "is " + value + ", which is not exactly representable as f64; send it as text");
        }
        return value;
    }

    /** Writes a sparse vector out, from its end, as no entry stands behind its slot. */
    void densify(int width) {
        int entries = length;
        double[] dense = numbers(width);
        int end = width;
        for (int i = entries - 1; i >= 0; i--) {
            double value = dense[i];
            int slot = indexes[i];
            Arrays.fill(dense, slot + 1, end, 0.0);
            dense[slot] = value;
            end = slot;
        }
        Arrays.fill(dense, 0, end, 0.0);
        sparse = false;
    }

    /** Tells whether a value of a kind that holds binary64 has a NaN. */
    boolean hasNaN(Kind kind) {
        if (kind == Kind.NUMBER) {
            return Double.isNaN(number);
        }
        if (kind == Kind.VECTOR || kind == Kind.NUMBERS) {
            for (int i = 0; i < length; i++) {
                if (Double.isNaN(numbers[i])) {
                    return true;
                }
            }
        }
        return false;
    }
}

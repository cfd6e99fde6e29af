package dev.plumbline.transform;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;

/** What stands for a missing value, of any kind. Immutable. */
final class Filler {
    private static final BigInteger EXACT_IN_FLOAT64 = BigInteger.ONE.shiftLeft(53);

    private final boolean integer;
    private final double[] numbers;
    private final long[] integers;
    private final String[] texts;

    /**
     * Takes a value.
     *
     * @param in what it is a value of
     * @param value as {@link #parse} gives it
     */
    Filler(Port in, Object value) {
        List<?> values = value instanceof List<?> list ? list : List.of(value);
        this.integer = values.stream().allMatch(Filler::isInteger);
        this.texts = values.stream().filter(String.class::isInstance).toArray(String[]::new);
        Number[] given = values.stream().filter(Number.class::isInstance).toArray(Number[]::new);
        this.integers = Arrays.stream(given).mapToLong(Number::longValue).toArray();
        double[] doubles = Arrays.stream(given).mapToDouble(Number::doubleValue).toArray();
        this.numbers = in.kind() == Kind.VECTOR ? filled(in.width(), doubles[0]) : doubles;
    }

    private static double[] filled(int width, double value) {
        double[] all = new double[width];
        Arrays.fill(all, value);
        return all;
    }

    /** Types a value: a Double or Long, a text, or a list of those. */
    static Object parse(Scalars scalars, SpecNode node, Kind kind, String where) {
        return switch (kind) {
            case TEXT -> scalars.dataText(node, where);
            case TIME -> scalars.time(node, where);
            case INTEGER -> integer(scalars, node, where);
            case NUMBERS -> list(scalars, node, Kind.NUMBER, where);
            case INTEGERS -> list(scalars, node, Kind.INTEGER, where);
            case TEXTS -> list(scalars, node, Kind.TEXT, where);
            default -> scalars.number(node, where);
        };
    }

    private static List<Object> list(Scalars scalars, SpecNode node, Kind element, String where) {
        return scalars.list(node, where).stream()
                .map(item -> parse(scalars, item, element, where))
                .toList();
    }

    /** A number, or the integer itself where binary64 might not hold it. */
    private static Object integer(Scalars scalars, SpecNode node, String where) {
        double value = scalars.number(node, where);
        String text = scalars.text(node, where);
        if (text.matches("-?[0-9]+")) {
            BigInteger written = new BigInteger(text);
            if (written.bitLength() <= 63 && written.abs().compareTo(EXACT_IN_FLOAT64) > 0) {
                return written.longValue();
            }
        }
        return value;
    }

    private static boolean isInteger(Object value) {
        return value instanceof Long
                || (value instanceof Double number && number == Math.rint(number) && Math.abs(number) <= 0x1p53);
    }

    /** Tells whether integers stay such with it. */
    boolean isInteger() {
        return integer;
    }

    /** Puts the value in the place of a missing one. */
    void fill(Cell cell, Kind kind) {
        cell.missing = false;
        cell.sparse = false;
        switch (kind) {
            case NUMBER -> cell.number = numbers[0];
            case INTEGER -> cell.integer = integers[0];
            case TEXT -> cell.text = texts[0];
            case TIME -> cell.micros = integers[0];
            case INTEGERS -> System.arraycopy(integers, 0, cell.integers(integers.length), 0, integers.length);
            case TEXTS -> System.arraycopy(texts, 0, cell.texts(texts.length), 0, texts.length);
            default -> System.arraycopy(numbers, 0, cell.numbers(numbers.length), 0, numbers.length);
        }
    }
}

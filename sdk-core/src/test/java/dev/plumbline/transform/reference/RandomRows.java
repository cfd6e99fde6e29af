package dev.plumbline.transform.reference;

import dev.plumbline.feature.FeatureType;
import dev.plumbline.transform.InputRow;
import dev.plumbline.transform.SpecInput;
import dev.plumbline.transform.TransformSpec;
import java.lang.reflect.Array;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;

/**
 * Rows for a spec that a seed stands for: values of every input's type, plain ones mostly, and odd ones.
 *
 * <p>A value is a Boolean, Integer, Long (also of a timestamp: microseconds), Float, Double, String, {@code byte[]}; of a
 * list or vector the array that {@link InputRow#setElements} takes; or null. Not thread-safe.
 */
final class RandomRows {
    /** Texts that rows hold: the first eight mostly. */
    static final List<String> TEXTS = List.of(
            "a",
            "b",
            "c",
            "DE",
            "US",
            "NO",
            "true",
            "false",
            "1",
            "-3",
            "10",
            "",
            " ",
            " a ",
            "A",
            "\u00a0b\u2003",
            "a b-c_d",
            "stra\u00dfe",
            "I\u0130\u0131i",
            "\ufb01",
            "e\u0301",
            "\u00e9",
            "\ud83d\ude00",
            "\uffff",
            "null",
            "hello",
            "a\u001fb",
            "\u03a3\u03a3",
            "a longer text of twenty");

    /** What texts are made of; its parts are UTF-16 units. */
    private static final String MOST =
            "abcAZ019 \t\u00a0\u3000_-]\u00e9e\u0301\u00df\u0130\u0131\ufb01\u03a3\u1e9e\ud83d\ude00";

    private static final double[] ODD = {
        0.0,
        -0.0,
        1,
        -1,
        -0.9999999999,
        0.5,
        -0.5,
        2.5,
        0.49999999999999994,
        1e-7,
        1e308,
        -1e308,
        3.5e38,
        -3.5e38,
        1e-46,
        1e-200,
        -1e200,
        709.9,
        9007199254740994.0,
        Double.MIN_VALUE,
        Double.MAX_VALUE,
        Double.POSITIVE_INFINITY,
        Double.NEGATIVE_INFINITY,
        Double.NaN
    };
    private static final long DAY = 86_400_000_000L;

    private final List<SpecInput> inputs;
    private final Random random;
    private double oddity;

    /**
     * @param spec the spec whose inputs are filled
     * @param seed equal seeds give equal rows
     */
    RandomRows(TransformSpec spec, long seed) {
        this.inputs = spec.inputs();
        this.random = new Random(seed);
    }

    /**
     * Returns another row.
     *
     * @return from each input's name to its value, which may be null
     */
    Map<String, Object> next() {
        oddity = new double[] {0, 0, 0.02, 0.3}[random.nextInt(4)];
        Map<String, Object> row = new LinkedHashMap<>();
        for (SpecInput input : inputs) {
            row.put(input.name(), isOdd() && random.nextInt(3) == 0 ? null : value(input.type()));
        }
        return row;
    }

    /**
     * Draws whether the next value of this row is to be unusual.
     *
     * @return true in some rows now and then
     */
    boolean isOdd() {
        return random.nextDouble() < oddity;
    }

    /**
     * Returns what the rows are drawn from.
     *
     * @return the one source of chance
     */
    Random random() {
        return random;
    }

    /**
     * Puts a row into inputs of the same spec.
     *
     * @param values as {@link #next()} returns them
     * @param row where they go
     */
    static void fill(Map<String, Object> values, InputRow row) {
        values.forEach((name, value) -> {
            int input = row.input(name);
            if (value == null) {
                row.setNull(input);
            } else if (value instanceof Boolean bool) {
                row.setBool(input, bool);
            } else if (value instanceof Float || value instanceof Double) {
                row.setFloat64(input, ((Number) value).doubleValue());
            } else if (value instanceof String text) {
                row.setString(input, text);
            } else if (value instanceof byte[] bytes) {
                row.setBytes(input, bytes);
            } else if (value instanceof Instant instant) {
                row.setTimestamp(input, instant.micros());
            } else if (value instanceof Number number) {
                row.setInt64(input, number.longValue());
            } else {
                row.setElements(input, value);
            }
        });
    }

    /**
     * A time.
     *
     * @param micros microseconds since 1970-01-01T00:00:00Z
     */
    record Instant(long micros) {}

    private Object value(FeatureType type) {
        return switch (type.kind()) {
            case BOOL -> random.nextBoolean();
            case INT32 -> isOdd() ? random.nextInt() : random.nextInt(36) - 5;
            case INT64 -> isOdd() ? random.nextLong() : random.nextInt(36) - 5L;
            case FLOAT32 -> (float) number();
            case FLOAT64 -> number();
            case STRING -> text();
            case BYTES -> bytes();
            case TIMESTAMP -> new Instant(micros());
            case VECTOR, LIST -> elements(type);
        };
    }

    private double number() {
        if (isOdd()) {
            return ODD[random.nextInt(ODD.length)];
        }
        double near = random.nextGaussian() * 10;
        return switch (random.nextInt(4)) {
            case 0 -> near;
            case 1 -> Math.rint(Math.abs(near));
            case 2 -> Math.rint(near * 4) / 8;
            default -> Math.abs(near);
        };
    }

    private String text() {
        if (isOdd()) {
            return random.nextInt(3) == 0 ? anyText() : TEXTS.get(random.nextInt(TEXTS.size()));
        }
        return TEXTS.get(random.nextInt(8));
    }

    /** A text that was hardly met before, of up to 300 code points, halves of pairs among them. */
    private String anyText() {
        return random.ints(random.nextInt(random.nextInt(10) == 0 ? 300 : 12), 0, MOST.length())
                .mapToObj(i -> MOST.substring(i, i + 1))
                .collect(Collectors.joining());
    }

    private byte[] bytes() {
        byte[] bytes = new byte[random.nextInt(9)];
        random.nextBytes(bytes);
        return bytes;
    }

    private long micros() {
        return isOdd() ? random.nextLong() : (long) (random.nextDouble() * 20_000 * DAY);
    }

    private Object elements(FeatureType type) {
        int length = type.length() == 0 ? random.nextInt(isOdd() ? 40 : 6) : type.length();
        if (type.length() > 0 && isOdd() && random.nextInt(3) == 0) {
            length += random.nextInt(3) - 1;
        }
        Class<?> element = switch (type.element().kind()) {
            case BOOL -> boolean.class;
            case INT32 -> int.class;
            case INT64, TIMESTAMP -> long.class;
            case FLOAT32 -> float.class;
            case FLOAT64 -> double.class;
            case STRING -> String.class;
            default -> byte[].class;
        };
        Object array = Array.newInstance(element, length);
        boolean zeros = isOdd();
        for (int i = 0; i < length && !(zeros && element.isPrimitive()); i++) {
            Object value = value(type.element());
            Array.set(array, i, value instanceof Instant instant ? (Object) instant.micros() : value);
        }
        return array;
    }
}

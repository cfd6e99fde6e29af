package dev.plumbline.transform;

import dev.plumbline.feature.FeatureType;
import dev.plumbline.feature.ValueState;
import java.lang.reflect.Array;
import java.nio.charset.StandardCharsets;
import java.util.Random;

/** Fills rows of any spec with values of any state. */
final class RandomRow {
    private static final double[] ODD = {
        0, -0.0, 1, -1, 1e308, -1e308, 3.5e38, 1e-46, Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY
    };
    private static final String[] TEXTS = {"a", "", "US", " us ", "DFW", "\u6771\u4eac", "2", "\uD83D\uDE00"};

    private RandomRow() {}

    static void fill(InputRow row, Random random) {
        for (int i = 0; i < row.states.length; i++) {
            if (random.nextInt(8) == 0) {
                row.setState(
                        i,
                        new ValueState[] {ValueState.NULL, ValueState.NOT_FOUND, ValueState.ERROR}[random.nextInt(3)]);
                continue;
            }
            value(row, i, random);
            if (random.nextInt(10) == 0 && row.state(i) == ValueState.PRESENT) {
                row.setState(i, ValueState.STALE);
            }
        }
    }

    private static void value(InputRow row, int input, Random random) {
        FeatureType type = row.layout.types[input];
        switch (type.kind()) {
            case FLOAT64 -> row.setFloat64(input, number(random));
            case FLOAT32 -> row.setFloat64(input, (float) number(random));
            case INT64 -> row.setInt64(input, integer(random));
            case INT32 -> row.setInt64(input, random.nextInt(100) - 20);
            case BOOL -> row.setBool(input, random.nextBoolean());
            case STRING -> row.setString(input, text(random));
            case TIMESTAMP -> row.setTimestamp(input, random.nextLong());
            case BYTES -> row.setBytes(input, text(random).getBytes(StandardCharsets.UTF_8));
            case LIST -> row.setElements(input, elements(type, random.nextInt(5), random));
            case VECTOR ->
                row.setElements(
                        input, elements(type, random.nextInt(10) == 0 ? random.nextInt(5) : type.length(), random));
        }
    }

    private static Object elements(FeatureType type, int length, Random random) {
        FeatureType.Kind kind = type.element().kind();
        Object array = ElementArrays.of(kind, length);
        for (int i = 0; i < length; i++) {
            Array.set(
                    array,
                    i,
                    switch (kind) {
                        case BOOL -> random.nextBoolean();
                        case INT32 -> random.nextInt(100) - 20;
                        case INT64, TIMESTAMP -> integer(random);
                        case FLOAT32 -> (float) number(random);
                        case FLOAT64 -> number(random);
                        case STRING -> text(random);
                        default -> text(random).getBytes(StandardCharsets.UTF_8);
                    });
        }
        return array;
    }

    private static String text(Random random) {
        return TEXTS[random.nextInt(TEXTS.length)];
    }

    private static long integer(Random random) {
        return random.nextBoolean() ? random.nextLong() : random.nextInt(100);
    }

    private static double number(Random random) {
        return random.nextInt(3) == 0 ? ODD[random.nextInt(ODD.length)] : random.nextGaussian() * 50;
    }
}

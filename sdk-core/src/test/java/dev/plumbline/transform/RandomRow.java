package dev.plumbline.transform;

import dev.plumbline.feature.ValueState;
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
        switch (row.layout.kinds[input]) {
            case FLOAT64 -> row.setFloat64(input, number(random));
            case FLOAT32 -> row.setFloat64(input, (float) number(random));
            case INT64 -> row.setInt64(input, random.nextBoolean() ? random.nextLong() : random.nextInt(100));
            case INT32 -> row.setInt64(input, random.nextInt(100) - 20);
            case BOOL -> row.setBool(input, random.nextBoolean());
            case STRING -> row.setString(input, TEXTS[random.nextInt(TEXTS.length)]);
            case TIMESTAMP -> row.setTimestamp(input, random.nextLong());
            default -> row.setNull(input);
        }
    }

    private static double number(Random random) {
        return random.nextInt(3) == 0 ? ODD[random.nextInt(ODD.length)] : random.nextGaussian() * 50;
    }
}

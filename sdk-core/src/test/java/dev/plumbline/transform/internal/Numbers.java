package dev.plumbline.transform.internal;

import java.util.Random;

/** Doubles that sums and sorts get wrong. */
final class Numbers {
    private static final double[] ODD = {
        0.0,
        -0.0,
        Double.MIN_VALUE,
        -Double.MIN_VALUE,
        Double.MIN_NORMAL,
        -Double.MIN_NORMAL,
        Double.MAX_VALUE,
        -Double.MAX_VALUE,
        1e308,
        1e-308,
        1,
        Math.nextUp(1.0),
        Math.nextDown(1.0),
        0.1,
        -0.1,
        0x1p53,
        0x1p53 + 2,
        1e16,
        -1e16
    };

    private Numbers() {}

    static double[] nasty(long seed, int count) {
        Random random = new Random(seed);
        double[] numbers = new double[count];
        for (int i = 0; i < count; i++) {
            numbers[i] = switch (random.nextInt(4)) {
                case 0 -> ODD[random.nextInt(ODD.length)];
                case 1 -> random.nextGaussian();
                case 2 -> random.nextInt(100) - 50;
                default -> finite(random);
            };
        }
        return numbers;
    }

    private static double finite(Random random) {
        double x = Double.longBitsToDouble(random.nextLong());
        return Double.isFinite(x) ? x : -Double.MAX_VALUE;
    }

    static void shuffle(double[] numbers, Random random) {
        for (int i = numbers.length - 1; i > 0; i--) {
            int other = random.nextInt(i + 1);
            double kept = numbers[i];
            numbers[i] = numbers[other];
            numbers[other] = kept;
        }
    }
}

package dev.plumbline.transform;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class StrictPowTest {
    private static final double[] ODD = {
        0.0,
        -0.0,
        1,
        -1,
        2,
        -2,
        0.5,
        -0.5,
        3,
        -3,
        1.5,
        Math.sqrt(1.5),
        Math.sqrt(3),
        Math.nextUp(1.0),
        Math.nextDown(1.0),
        1e-300,
        1e300,
        Double.MIN_VALUE,
        Double.MIN_NORMAL,
        Double.MAX_VALUE,
        1023,
        1024,
        -1074,
        -1075,
        0x1p31,
        -0x1p31,
        Math.nextUp(0x1p31),
        4503599627370497.0,
        Double.NaN,
        Double.POSITIVE_INFINITY,
        Double.NEGATIVE_INFINITY
    };

    @Test
    void pow_oddValues_equalStrictMath() {
        for (double x : ODD) {
            for (double y : ODD) {
                assertEqual(x, y);
            }
        }
    }

    @Test
    void pow_randomValues_equalStrictMath() {
        SplittableRandom random = new SplittableRandom(7);
        for (int i = 0; i < 200_000; i++) {
            double bits = Double.longBitsToDouble(random.nextLong());
            assertEqual(bits, Double.longBitsToDouble(random.nextLong()));
            assertEqual(bits, random.nextDouble() * 4 - 2);
            assertEqual(random.nextDouble() * 100, random.nextDouble() * 20 - 10);
            assertEqual(random.nextDouble() * 4 - 2, random.nextInt(2_200) - 1_100);
            assertEqual(1 + (random.nextDouble() - 0.5) * 1e-3, (random.nextDouble() - 0.5) * 4e6);
        }
    }

    private static void assertEqual(double x, double y) {
        if (Double.doubleToLongBits(StrictPow.pow(x, y)) != Double.doubleToLongBits(StrictMath.pow(x, y))) {
            assertThat(StrictPow.pow(x, y)).as("%s to the %s", x, y).isEqualTo(StrictMath.pow(x, y));
        }
    }
}

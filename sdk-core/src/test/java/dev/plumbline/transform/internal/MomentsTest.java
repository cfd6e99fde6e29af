package dev.plumbline.transform.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MomentsTest {
    /** Enough digits that what is cut off never decides how a double rounds. */
    private static final MathContext DIGITS = new MathContext(1_400);

    @Test
    void std_ofSmallNumbers_isTheTextbooks() {
        Moments moments = of(1, 2, 4, 8);

        assertThat(moments.count()).isEqualTo(4);
        assertThat(moments.mean()).isEqualTo(3.75);
        assertThat(moments.std(1)).isEqualTo(3.095695936834452);
        assertThat(moments.std(0)).isEqualTo(2.680951323690902);
    }

    @Test
    void std_ofEqualNumbers_isZero() {
        assertThat(of(0.1, 0.1, 0.1).std(1)).isZero();
        assertThat(of(0.0, -0.0).std(0)).isZero();
        assertThat(of(1e308, 1e308, 1e308).mean()).isEqualTo(1e308);
    }

    @Test
    void std_ofNumbersThatDifferInTheLastPlace_isNotZero() {
        assertThat(of(1, Math.nextUp(1.0)).std(0)).isEqualTo(Math.ulp(1.0) / 2);
    }

    @Test
    void mean_ofNumbersThatCancel_isExact() {
        assertThat(of(1e308, 1e-308, -1e308).mean()).isEqualTo(1e-308 / 3);
        assertThat(of(Double.MAX_VALUE, Double.MAX_VALUE).mean()).isEqualTo(Double.MAX_VALUE);
        assertThat(of(Double.MIN_VALUE, 0, 0).mean()).isZero();
        assertThat(of(Double.MIN_VALUE, Double.MIN_VALUE, 0).mean()).isEqualTo(Double.MIN_VALUE);
    }

    @Test
    void meanAndStd_ofNastyNumbers_areTheNearestDoubles() {
        Random random = new Random(5);
        for (int round = 0; round < 60; round++) {
            double[] numbers = Numbers.nasty(100 + round, 2 + random.nextInt(40));
            if (round % 2 == 0) {
                for (int i = 0; i < numbers.length; i++) {
                    numbers[i] = Math.scalb(random.nextGaussian(), -1050 + random.nextInt(40));
                }
            }
            Moments moments = of(numbers);

            assertThat(moments.mean())
                    .as("round %s", round)
                    .isEqualTo(mean(numbers).doubleValue());
            assertThat(moments.std(1)).as("round %s", round).isEqualTo(std(numbers, 1));
        }
    }

    @Test
    void toDouble_ofNeighbours_roundsHalfToEven() {
        BigInteger one = BigInteger.ONE.shiftLeft(53);

        assertThat(new Fraction(one.add(BigInteger.ONE), BigInteger.ONE, 0).toDouble())
                .isEqualTo(0x1p53);
        assertThat(new Fraction(one.add(BigInteger.valueOf(3)), BigInteger.ONE, 0).toDouble())
                .isEqualTo(0x1p53 + 4);
        assertThat(new Fraction(one.add(BigInteger.ONE).shiftLeft(400).add(BigInteger.ONE), BigInteger.ONE, -400)
                        .toDouble())
                .isEqualTo(0x1p53 + 2);
        assertThat(new Fraction(BigInteger.ONE, BigInteger.ONE, -1075).toDouble())
                .isZero();
        assertThat(new Fraction(BigInteger.valueOf(3), BigInteger.ONE, -1076).toDouble())
                .isEqualTo(Double.MIN_VALUE);
        assertThat(new Fraction(BigInteger.ONE, BigInteger.ONE, 1024).toDouble())
                .isInfinite();
        assertThat(new Fraction(BigInteger.valueOf(-1), BigInteger.valueOf(3), 0).toDouble())
                .isEqualTo(-1.0 / 3);
    }

    private static Moments of(double... numbers) {
        Moments moments = new Moments();
        for (double x : numbers) {
            moments.add(x);
        }
        return moments;
    }

    private static BigDecimal mean(double[] numbers) {
        BigDecimal sum = BigDecimal.ZERO;
        for (double x : numbers) {
            sum = sum.add(new BigDecimal(x));
        }
        return sum.divide(new BigDecimal(numbers.length), DIGITS);
    }

    private static double std(double[] numbers, int ddof) {
        BigDecimal n = new BigDecimal(numbers.length);
        BigDecimal sum = BigDecimal.ZERO;
        BigDecimal squares = BigDecimal.ZERO;
        for (double x : numbers) {
            sum = sum.add(new BigDecimal(x));
            squares = squares.add(new BigDecimal(x).pow(2));
        }
        return squares.multiply(n)
                .subtract(sum.pow(2))
                .divide(n.multiply(new BigDecimal(numbers.length - ddof)), DIGITS)
                .sqrt(DIGITS)
                .doubleValue();
    }
}

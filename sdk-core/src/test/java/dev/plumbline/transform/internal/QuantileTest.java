package dev.plumbline.transform.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.transform.internal.Quantile.Method;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** The expected values are NumPy's, of {@code numpy.quantile(x, q, method=...)}. */
class QuantileTest {
    private static final double[] TEN = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10};

    @Test
    void value_ofQuartilesOfTen_isNumpys() {
        assertThat(quartiles(TEN, Method.INVERTED_CDF)).containsExactly(3, 5, 8);
        assertThat(quartiles(TEN, Method.LINEAR)).containsExactly(3.25, 5.5, 7.75);
        assertThat(quartiles(TEN, Method.AVERAGED_INVERTED_CDF)).containsExactly(3, 5.5, 8);
    }

    @Test
    void value_ofQuartilesOfFour_isNumpys() {
        double[] four = {1, 2, 3, 4};

        assertThat(quartiles(four, Method.INVERTED_CDF)).containsExactly(1, 2, 3);
        assertThat(quartiles(four, Method.LINEAR)).containsExactly(1.75, 2.5, 3.25);
        assertThat(quartiles(four, Method.AVERAGED_INVERTED_CDF)).containsExactly(1.5, 2.5, 3.5);
    }

    @Test
    void value_ofTheEnds_isTheLeastAndTheGreatest() {
        for (Method method : Method.values()) {
            assertThat(value(TEN, Quantile.of(0, method))).isEqualTo(1);
            assertThat(value(TEN, Quantile.of(1, method))).isEqualTo(10);
            assertThat(value(new double[] {7}, Quantile.of(0.3, method))).isEqualTo(7);
        }
    }

    @Test
    void value_between_isNumpysToTheBit() {
        double[] numbers = {0.1, 0.7, 2.3, 1e3, 1e15};

        assertThat(value(numbers, Quantile.of(0.1, Method.LINEAR))).isEqualTo(0.33999999999999997);
        assertThat(value(numbers, Quantile.of(0.4, Method.LINEAR))).isEqualTo(1.6600000000000001);
        assertThat(value(numbers, Quantile.of(0.9, Method.LINEAR))).isEqualTo(600000000000400.0);
    }

    @Test
    void ranks_ofAShareAsWritten_doNotSufferFromItsRounding() {
        assertThat(Quantile.of(0.07, Method.INVERTED_CDF).ranks(100)).containsExactly(6);
        assertThat(Quantile.of(0.01, Method.INVERTED_CDF).ranks(100)).containsExactly(0);
        assertThat(Quantile.of(0.29, Method.AVERAGED_INVERTED_CDF).ranks(100)).containsExactly(28, 29);
        assertThat(Quantile.of(1e-3, Method.INVERTED_CDF).ranks(1_001)).containsExactly(1);
    }

    private static double[] quartiles(double[] numbers, Method method) {
        return new double[] {
            value(numbers, Quantile.of(1, 4, method)),
            value(numbers, Quantile.of(2, 4, method)),
            value(numbers, Quantile.of(3, 4, method))
        };
    }

    private static double value(double[] numbers, Quantile quantile) {
        assertThat(Arrays.stream(numbers).sorted().toArray()).isEqualTo(numbers);
        return quantile.value(numbers.length, rank -> numbers[(int) rank]);
    }
}

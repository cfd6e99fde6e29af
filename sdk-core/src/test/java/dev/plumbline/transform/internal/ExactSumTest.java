package dev.plumbline.transform.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ExactSumTest {
    private static final BigDecimal UNIT = new BigDecimal(2).pow(-ExactSum.EXPONENT);

    @Test
    void add_nastyNumbers_isTheSumOfTheirDecimals() {
        ExactSum sum = new ExactSum();
        BigDecimal expected = BigDecimal.ZERO;
        for (double x : Numbers.nasty(1, 5_000)) {
            sum.add(x);
            expected = expected.add(new BigDecimal(x));
        }

        assertThat(new BigDecimal(sum.value())).isEqualByComparingTo(expected.multiply(UNIT));
    }

    @Test
    void addSquare_nastyNumbers_isTheSumOfTheirDecimals() {
        ExactSum sum = new ExactSum();
        BigDecimal expected = BigDecimal.ZERO;
        for (double x : Numbers.nasty(2, 5_000)) {
            sum.addSquare(x);
            expected = expected.add(new BigDecimal(x).pow(2));
        }

        assertThat(new BigDecimal(sum.value())).isEqualByComparingTo(expected.multiply(UNIT));
    }

    @Test
    void add_largestNumbersManyTimes_doesNotOverflow() {
        ExactSum sum = new ExactSum();
        for (int i = 0; i < 1_000; i++) {
            sum.add(-Double.MAX_VALUE);
            sum.addSquare(Double.MAX_VALUE);
        }
        BigDecimal largest = new BigDecimal(Double.MAX_VALUE);

        assertThat(new BigDecimal(sum.value()))
                .isEqualByComparingTo(largest.pow(2)
                        .subtract(largest)
                        .multiply(new BigDecimal(1_000))
                        .multiply(UNIT));
    }

    @Test
    void merge_throughBytesInAnyOrder_writesTheSameBytes() throws IOException {
        double[] numbers = Numbers.nasty(3, 900);
        ExactSum whole = new ExactSum();
        for (double x : numbers) {
            whole.add(x);
        }
        Random random = new Random(4);
        for (int round = 0; round < 20; round++) {
            Numbers.shuffle(numbers, random);
            ExactSum merged = new ExactSum();
            int from = 0;
            while (from < numbers.length) {
                int to = Math.min(numbers.length, from + random.nextInt(400));
                ExactSum part = new ExactSum();
                for (int i = from; i < to; i++) {
                    part.add(numbers[i]);
                }
                if (random.nextBoolean()) {
                    merged.merge(part);
                } else {
                    merged.read(new DataInputStream(new ByteArrayInputStream(bytes(part))));
                }
                from = to;
            }

            assertThat(bytes(merged)).isEqualTo(bytes(whole));
        }
    }

    private static byte[] bytes(ExactSum sum) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        sum.write(new DataOutputStream(bytes));
        return bytes.toByteArray();
    }
}

package dev.plumbline.transform.internal;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/**
 * Writes doubles in the fewest digits that read back to the same bits, as JSON and every YAML reader takes them. The
 * digits do not depend on the JDK, as those of {@link Double#toString} do.
 */
public final class Decimals {
    private static final int MOST_DIGITS = 17;
    private static final int PLAIN_FROM = -7;
    private static final int PLAIN_TO = 16;

    private Decimals() {}

    /**
     * Writes a number.
     *
     * @param x a finite number; -0.0 is written as 0
     * @return such as {@code 37}, {@code 3.401197381662156} or {@code 1.0e+300}
     */
    public static String spell(double x) {
        if (x == 0) {
            return "0";
        }
        BigDecimal exact = new BigDecimal(x);
        BigDecimal shortest = exact;
        for (int digits = 1; digits <= MOST_DIGITS; digits++) {
            shortest = exact.round(new MathContext(digits, RoundingMode.HALF_EVEN));
            if (Double.parseDouble(shortest.toString()) == x) {
                break;
            }
        }
        return spell(shortest.stripTrailingZeros());
    }

    private static String spell(BigDecimal number) {
        int exponent = number.precision() - number.scale() - 1;
        if (exponent >= PLAIN_FROM && exponent < PLAIN_TO) {
            return number.toPlainString();
        }
        String digits = number.unscaledValue().abs().toString();
        return (number.signum() < 0 ? "-" : "") + digits.charAt(0) + "."
                + (digits.length() == 1 ? "0" : digits.substring(1)) + "e" + (exponent < 0 ? "" : "+") + exponent;
    }
}

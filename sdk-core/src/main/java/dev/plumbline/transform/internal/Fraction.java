package dev.plumbline.transform.internal;

import java.math.BigInteger;

/**
 * An exact quotient, numerator / denominator * 2^exponent, that is rounded once: half to even. Immutable and thread-safe.
 *
 * @param numerator of any sign
 * @param denominator positive
 * @param exponent of two
 */
public record Fraction(BigInteger numerator, BigInteger denominator, int exponent) {
    /** So many bits of a quotient, and whether anything follows, decide how it rounds. */
    private static final int ENOUGH = 64;

    private static final int SIGNIFICAND = 53;
    private static final int LOWEST = -1074;

    /**
     * Returns the nearest double.
     *
     * @return the quotient, infinite if it is beyond binary64
     */
    public double toDouble() {
        int shift = Math.max(0, ENOUGH - numerator.bitLength() + denominator.bitLength());
        BigInteger[] parts = numerator.abs().shiftLeft(shift).divideAndRemainder(denominator);
        double size = nearest(parts[0], parts[1].signum() != 0, exponent - shift);
        return numerator.signum() < 0 ? -size : size;
    }

    /**
     * Returns the double nearest to the square root.
     *
     * @return the root
     * @throws ArithmeticException if the quotient is negative
     */
    public double squareRoot() {
        int even = exponent & ~1;
        BigInteger scaled = numerator.shiftLeft(exponent - even);
        int half = Math.max(0, ENOUGH + (denominator.bitLength() - scaled.bitLength()) / 2 + 1);
        BigInteger shifted = scaled.shiftLeft(2 * half);
        BigInteger root = shifted.divide(denominator).sqrt();
        boolean more = !root.multiply(root).multiply(denominator).equals(shifted);
        return nearest(root, more, even / 2 - half);
    }

    /** Rounds (bits + a little if more) * 2^exponent. */
    private static double nearest(BigInteger bits, boolean more, int exponent) {
        BigInteger sticky = bits.shiftLeft(1).or(more ? BigInteger.ONE : BigInteger.ZERO);
        int last = Math.max(exponent - 1 + sticky.bitLength() - SIGNIFICAND, LOWEST);
        int drop = last - (exponent - 1);
        if (drop <= 0) {
            return Math.scalb(sticky.doubleValue(), exponent - 1);
        }
        BigInteger kept = sticky.shiftRight(drop);
        int half = sticky.subtract(kept.shiftLeft(drop)).compareTo(BigInteger.ONE.shiftLeft(drop - 1));
        boolean up = half > 0 || (half == 0 && kept.testBit(0));
        return Math.scalb((up ? kept.add(BigInteger.ONE) : kept).doubleValue(), last);
    }
}

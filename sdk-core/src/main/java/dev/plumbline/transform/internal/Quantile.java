package dev.plumbline.transform.internal;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.util.function.LongToDoubleFunction;

/**
 * A quantile of a share of the values, by a method as NumPy names them. The share is an exact fraction, so that which value
 * is taken does not depend on how it rounds. Immutable and thread-safe.
 *
 * @param numerator of the share
 * @param denominator of the share, positive and not below the numerator
 * @param method how a quantile between two values is found
 */
public record Quantile(BigInteger numerator, BigInteger denominator, Method method) {
    /** How a quantile between two values is found. */
    public enum Method {
        /** A value of the data: the least that has at least the share at or below it. */
        INVERTED_CDF,
        /** As inverted_cdf, but the mean of the two values where the share ends exactly between them. */
        AVERAGED_INVERTED_CDF,
        /** On the line between the two nearest of the values, spread evenly from 0 to 1. */
        LINEAR
    }

    /**
     * Returns a quantile of a share as it is written in decimals.
     *
     * @param share 0 to 1
     * @param method the method
     * @return the quantile
     */
    public static Quantile of(double share, Method method) {
        BigDecimal written = new BigDecimal(Decimals.spell(share));
        BigInteger denominator = BigInteger.TEN.pow(Math.max(0, written.scale()));
        return new Quantile(written.multiply(new BigDecimal(denominator)).toBigIntegerExact(), denominator, method);
    }

    /**
     * Returns the i-th of the quantiles that make n parts.
     *
     * @param i 0 to n
     * @param n 1 or more
     * @param method the method
     * @return the quantile
     */
    public static Quantile of(int i, int n, Method method) {
        return new Quantile(BigInteger.valueOf(i), BigInteger.valueOf(n), method);
    }

    /**
     * Returns the ranks of the values that it is computed from.
     *
     * @param count the number of values, 1 or more
     * @return one rank, or two neighbours
     */
    public long[] ranks(long count) {
        if (method == Method.LINEAR) {
            long rank = (long) place(count);
            return rank == place(count) ? new long[] {rank} : new long[] {rank, rank + 1};
        }
        BigInteger[] reached = numerator.multiply(BigInteger.valueOf(count)).divideAndRemainder(denominator);
        long rank = reached[0].longValueExact();
        if (reached[1].signum() != 0) {
            return new long[] {rank};
        }
        long before = Math.max(0, rank - 1);
        return method == Method.INVERTED_CDF ? new long[] {before} : new long[] {before, Math.min(count - 1, rank)};
    }

    /**
     * Computes the quantile.
     *
     * @param count the number of values, 1 or more
     * @param values the value of each of {@link #ranks}
     * @return the quantile
     */
    public double value(long count, LongToDoubleFunction values) {
        long[] ranks = ranks(count);
        double low = values.applyAsDouble(ranks[0]);
        if (ranks.length == 1) {
            return low;
        }
        double high = values.applyAsDouble(ranks[1]);
        double part = method == Method.LINEAR ? place(count) - ranks[0] : 0.5;
        return part >= 0.5 ? high - (high - low) * (1 - part) : low + (high - low) * part;
    }

    /** Returns the place between the ranks as NumPy computes it, so that the results are the same. */
    private double place(long count) {
        double share = new BigDecimal(numerator)
                .divide(new BigDecimal(denominator), MathContext.DECIMAL128)
                .doubleValue();
        return (count - 1) * share;
    }
}

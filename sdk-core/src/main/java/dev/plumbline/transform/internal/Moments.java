package dev.plumbline.transform.internal;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.math.BigInteger;

/** Count, mean and deviation of doubles, each exact and rounded once. Not thread-safe. */
public final class Moments {
    private final ExactSum sum = new ExactSum();
    private final ExactSum squares = new ExactSum();
    private long count;

    /**
     * Adds a number.
     *
     * @param x a finite number
     */
    public void add(double x) {
        count++;
        sum.add(x);
        squares.addSquare(x);
    }

    /**
     * Adds an integer, to the sum exactly; to the deviation as the nearest double.
     *
     * @param x any long
     */
    public void add(long x) {
        count++;
        sum.add((double) (x >> 32) * 0x1p32);
        sum.add((double) (x & 0xFFFFFFFFL));
        squares.addSquare((double) x);
    }

    /**
     * Adds what others were added to.
     *
     * @param other unchanged in value
     */
    public void merge(Moments other) {
        count += other.count;
        sum.merge(other.sum);
        squares.merge(other.squares);
    }

    /**
     * Returns how many numbers were added.
     *
     * @return 0 or more
     */
    public long count() {
        return count;
    }

    /**
     * Returns the mean.
     *
     * @return the double nearest to the exact mean
     */
    public double mean() {
        return new Fraction(sum.value(), BigInteger.valueOf(count), ExactSum.EXPONENT).toDouble();
    }

    /**
     * Returns the standard deviation.
     *
     * @param ddof what the count is lessened by, less than the count
     * @return the double nearest to the exact deviation, 0 if and only if all numbers are equal or it is below binary64
     */
    public double std(int ddof) {
        BigInteger n = BigInteger.valueOf(count);
        BigInteger total = sum.value();
        BigInteger spread =
                squares.value().shiftLeft(-ExactSum.EXPONENT).multiply(n).subtract(total.multiply(total));
        return new Fraction(spread, n.multiply(BigInteger.valueOf(count - ddof)), 2 * ExactSum.EXPONENT).squareRoot();
    }

    /**
     * Writes the sums; equal sums write equal bytes.
     *
     * @param out where to
     * @throws IOException if it cannot be written
     */
    public void write(DataOutput out) throws IOException {
        out.writeLong(count);
        sum.write(out);
        squares.write(out);
    }

    /**
     * Adds sums that were written.
     *
     * @param in where from
     * @throws IOException if it cannot be read
     */
    public void read(DataInput in) throws IOException {
        count += in.readLong();
        sum.read(in);
        squares.read(in);
    }
}

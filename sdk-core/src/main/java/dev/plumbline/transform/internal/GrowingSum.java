package dev.plumbline.transform.internal;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.math.BigInteger;

/** The exact sum of finite doubles, as small as the sum is: for very many sums of few terms. Not thread-safe. */
public final class GrowingSum {
    /** The exponent of the last place of {@link #value()}. */
    public static final int EXPONENT = -1074;

    private BigInteger digits = BigInteger.ZERO;
    private int exponent;

    /**
     * Adds a number.
     *
     * @param x a finite number
     */
    public void add(double x) {
        if (x != 0) {
            int place = Math.max(Double.MIN_EXPONENT, Math.getExponent(x)) - 52;
            add(BigInteger.valueOf((long) Math.scalb(x, -place)), place);
        }
    }

    /**
     * Adds another sum.
     *
     * @param other unchanged
     */
    public void merge(GrowingSum other) {
        add(other.digits, other.exponent);
    }

    /**
     * Returns the sum.
     *
     * @return the sum in units of 2^{@value #EXPONENT}
     */
    public BigInteger value() {
        return digits.shiftLeft(exponent - EXPONENT);
    }

    /**
     * Writes the sum; equal sums write equal bytes.
     *
     * @param out where to
     * @throws IOException if it cannot be written
     */
    public void write(DataOutput out) throws IOException {
        int zeros = Math.max(0, digits.getLowestSetBit());
        byte[] bytes = digits.shiftRight(zeros).toByteArray();
        out.writeShort(digits.signum() == 0 ? 0 : exponent + zeros);
        out.writeShort(bytes.length);
        out.write(bytes);
    }

    /**
     * Adds a sum that was written.
     *
     * @param in where from
     * @throws IOException if it cannot be read
     */
    public void read(DataInput in) throws IOException {
        int place = in.readShort();
        byte[] bytes = new byte[in.readUnsignedShort()];
        in.readFully(bytes);
        if (bytes.length == 0 || place < EXPONENT || place > 2_048) {
            throw new IOException("a sum of " + bytes.length + " bytes at 2^" + place);
        }
        add(new BigInteger(bytes), place);
    }

    private void add(BigInteger term, int place) {
        if (digits.signum() == 0) {
            digits = term;
            exponent = place;
        } else if (place < exponent) {
            digits = digits.shiftLeft(exponent - place).add(term);
            exponent = place;
        } else {
            digits = digits.add(term.shiftLeft(place - exponent));
        }
    }
}

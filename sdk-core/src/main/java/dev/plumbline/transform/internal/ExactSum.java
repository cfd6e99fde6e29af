package dev.plumbline.transform.internal;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.math.BigInteger;

/**
 * The exact sum of any finite doubles and of their squares: one fixed-point number that covers the range of both. The
 * order of the terms does not matter. Not thread-safe.
 */
public final class ExactSum {
    /** The exponent of the last place: {@link #value()} counts 2^-2148. */
    public static final int EXPONENT = 2 * -1074;

    private static final int DIGIT = 32;
    private static final long MASK = (1L << DIGIT) - 1;
    private static final int DIGITS = (2048 + 64 - EXPONENT) / DIGIT + 1;

    /** A term adds less than 2^33 to a digit, so that so many of them leave it below 2^63. */
    private static final int CARRY_AFTER = 1 << 29;

    private final long[] digits = new long[DIGITS];
    private int pending;

    /**
     * Adds a number.
     *
     * @param x a finite number
     */
    public void add(double x) {
        long bits = Double.doubleToRawLongBits(x);
        int place = place(bits) - EXPONENT;
        long significand = significand(bits);
        int at = place / DIGIT;
        int shift = place % DIGIT;
        term(at, (significand & MASK) << shift, bits < 0);
        term(at + 1, (significand >>> DIGIT) << shift, bits < 0);
        carryIfDue();
    }

    /**
     * Adds the square of a number.
     *
     * @param x a finite number
     */
    public void addSquare(double x) {
        long bits = Double.doubleToRawLongBits(x);
        int place = 2 * place(bits) - EXPONENT;
        long significand = significand(bits);
        long high = Math.multiplyHigh(significand, significand);
        long low = significand * significand;
        int at = place / DIGIT;
        int shift = place % DIGIT;
        term(at, (low & MASK) << shift, false);
        term(at + 1, (low >>> DIGIT) << shift, false);
        term(at + 2, (high & MASK) << shift, false);
        term(at + 3, (high >>> DIGIT) << shift, false);
        carryIfDue();
    }

    /**
     * Adds another sum.
     *
     * @param other a sum, unchanged in value
     */
    public void merge(ExactSum other) {
        carry();
        other.carry();
        for (int i = 0; i < DIGITS; i++) {
            digits[i] += other.digits[i];
        }
        carry();
    }

    /**
     * Returns the sum.
     *
     * @return the sum in units of 2^{@value #EXPONENT}
     */
    public BigInteger value() {
        carry();
        byte[] bytes = new byte[DIGITS * 4];
        for (int i = 0; i < DIGITS; i++) {
            int from = (DIGITS - 1 - i) * 4;
            for (int b = 0; b < 4; b++) {
                bytes[from + b] = (byte) (digits[i] >>> (24 - 8 * b));
            }
        }
        return new BigInteger(bytes);
    }

    /**
     * Writes the sum; equal sums write equal bytes.
     *
     * @param out where to
     * @throws IOException if it cannot be written
     */
    public void write(DataOutput out) throws IOException {
        byte[] bytes = value().toByteArray();
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
        int length = in.readUnsignedShort();
        if (length == 0 || length > DIGITS * 4) {
            throw new IOException("a sum of " + length + " bytes");
        }
        byte[] bytes = new byte[length];
        in.readFully(bytes);
        for (int i = 0; i < DIGITS * 4; i++) {
            int from = length - 1 - i;
            long octet = from >= 0 ? bytes[from] & 0xFFL : bytes[0] < 0 ? 0xFFL : 0;
            digits[i / 4] += i == DIGITS * 4 - 1 ? (long) (byte) octet << 24 : octet << (8 * (i % 4));
        }
        carry();
    }

    private void term(int at, long shifted, boolean negative) {
        if (negative) {
            digits[at] -= shifted & MASK;
            digits[at + 1] -= shifted >>> DIGIT;
        } else {
            digits[at] += shifted & MASK;
            digits[at + 1] += shifted >>> DIGIT;
        }
    }

    private void carryIfDue() {
        if (++pending >= CARRY_AFTER) {
            carry();
        }
    }

    /** Leaves every digit but the first in 0 to 2^32 - 1, the one form of each sum. */
    private void carry() {
        long carried = 0;
        for (int i = 0; i < DIGITS - 1; i++) {
            long digit = digits[i] + carried;
            digits[i] = digit & MASK;
            carried = digit >> DIGIT;
        }
        digits[DIGITS - 1] += carried;
        pending = 0;
    }

    /** Returns the exponent of the last place of a significand. */
    private static int place(long bits) {
        return Math.max(1, (int) (bits >>> 52) & 0x7FF) - 1075;
    }

    private static long significand(long bits) {
        long fraction = bits & ((1L << 52) - 1);
        return ((bits >>> 52) & 0x7FF) == 0 ? fraction : fraction | 1L << 52;
    }
}

package dev.plumbline.transform;

/*
 * The computation is that of e_pow.c of FDLIBM 5.3:
 *
 * Copyright (C) 2004 by Sun Microsystems, Inc. All rights reserved.
 * Permission to use, copy, modify, and distribute this software is freely granted, provided that this notice is
 * preserved.
 */

/** {@link StrictMath#pow}, to the bit, but without the arrays that the JDK makes for each call. */
final class StrictPow {
    private static final double L1 = 0x1.3333333333303p-1;
    private static final double L2 = 0x1.b6db6db6fabffp-2;
    private static final double L3 = 0x1.55555518f264dp-2;
    private static final double L4 = 0x1.17460a91d4101p-2;
    private static final double L5 = 0x1.d864a93c9db65p-3;
    private static final double L6 = 0x1.a7e284a454eefp-3;
    private static final double P1 = 0x1.555555555553ep-3;
    private static final double P2 = -0x1.6c16c16bebd93p-9;
    private static final double P3 = 0x1.1566aaf25de2cp-14;
    private static final double P4 = -0x1.bbd41c5d26bf1p-20;
    private static final double P5 = 0x1.6376972bea4d0p-25;
    private static final double LN2 = 0x1.62e42fefa39efp-1;
    private static final double LN2_HIGH = 0x1.62e43p-1;
    private static final double LN2_LOW = -0x1.05c610ca86c39p-29;

    /** 2 / (3 ln 2), and its two parts. */
    private static final double CP = 0x1.ec709dc3a03fdp-1;

    private static final double CP_HIGH = 0x1.ec709ep-1;
    private static final double CP_LOW = -0x1.e2fe0145b01f5p-28;

    /** log2 of 1.5 in two parts. */
    private static final double LOG2_HIGH = 0x1.2b8034p-1;

    private static final double LOG2_LOW = 0x1.cfdeb43cfd006p-27;

    /** -(1024 - log2(greatest + half an ulp)). */
    private static final double OVERFLOW = 0x1.71547652b82fep-54;

    private StrictPow() {}

    static double pow(double x, double y) {
        double size = Math.abs(x);
        boolean plain = size > 0 && size < Double.POSITIVE_INFINITY && size != 1 && Math.abs(y) <= 0x1p31;
        // What is left to the JDK it answers without arrays.
        if (!plain || y == 0 || y == 1 || y == -1 || y == 2 || y == 0.5 || (x < 0 && y != Math.rint(y))) {
            return StrictMath.pow(x, y);
        }
        double value = ofPositive(size, y);
        return x < 0 && ((long) y & 1) != 0 ? -value : value;
    }

    private static double ofPositive(double x, double y) {
        double ax = x;
        int n = 0;
        if (high(ax) < 0x00100000) {
            ax *= 0x1p53;
            n = -53;
        }
        n += (high(ax) >> 20) - 0x3ff;
        int fraction = high(ax) & 0x000fffff;
        int ix = fraction | 0x3ff00000;
        boolean half = fraction > 0x3988e && fraction < 0xbb67a;
        if (fraction >= 0xbb67a) {
            n++;
            ix -= 0x00100000;
        }
        ax = withHigh(ax, ix);

        // s = (x - 1) / (x + 1), or (x - 1.5) / (x + 1.5), in two parts
        double base = half ? 1.5 : 1.0;
        double u = ax - base;
        double v = 1.0 / (ax + base);
        double s = u * v;
        double sHigh = highPart(s);
        double tHigh = withHigh(0, ((ix >> 1) | 0x20000000) + 0x00080000 + (half ? 1 << 18 : 0));
        double tLow = ax - (tHigh - base);
        double sLow = v * ((u - sHigh * tHigh) - sHigh * tLow);

        // log2 x = t1 + t2
        double s2 = s * s;
        double r = s2 * s2 * (L1 + s2 * (L2 + s2 * (L3 + s2 * (L4 + s2 * (L5 + s2 * L6)))));
        r += sLow * (sHigh + s);
        s2 = sHigh * sHigh;
        tHigh = highPart(3.0 + s2 + r);
        tLow = r - ((tHigh - 3.0) - s2);
        u = sHigh * tHigh;
        v = sLow * tHigh + tLow * s;
        double pHigh = highPart(u + v);
        double pLow = v - (pHigh - u);
        double zHigh = CP_HIGH * pHigh;
        double zLow = CP_LOW * pHigh + pLow * CP + (half ? LOG2_LOW : 0);
        double exponent = n;
        double logHigh = half ? LOG2_HIGH : 0;
        double t1 = highPart(((zHigh + zLow) + logHigh) + exponent);
        double t2 = zLow - (((t1 - exponent) - logHigh) - zHigh);

        double y1 = highPart(y);
        return exp2((y - y1) * t1 + y * t2, y1 * t1);
    }

    /** Returns 2 to the sum of a small and a large part. */
    private static double exp2(double low, double high) {
        double pHigh = high;
        double z = low + pHigh;
        int j = high(z);
        if (j >= 0x40900000) {
            if (z > 1024 || low + OVERFLOW > z - pHigh) {
                return Double.POSITIVE_INFINITY;
            }
        } else if ((j & 0x7fffffff) >= 0x4090cc00 && (z < -1075 || low <= z - pHigh)) {
            return 0;
        }
        int i = j & 0x7fffffff;
        int n = 0;
        if (i > 0x3fe00000) {
            n = j + (0x00100000 >> ((i >> 20) - 0x3ff + 1));
            int k = ((n & 0x7fffffff) >> 20) - 0x3ff;
            pHigh -= withHigh(0, n & ~(0x000fffff >> k));
            n = ((n & 0x000fffff) | 0x00100000) >> (20 - k);
            n = j < 0 ? -n : n;
        }
        double t = highPart(low + pHigh);
        double u = t * LN2_HIGH;
        double v = (low - (t - pHigh)) * LN2 + t * LN2_LOW;
        z = u + v;
        double w = v - (z - u);
        t = z * z;
        double t1 = z - t * (P1 + t * (P2 + t * (P3 + t * (P4 + t * P5))));
        double r = (z * t1) / (t1 - 2.0) - (w + z * w);
        z = 1.0 - (r - z);
        return Math.scalb(z, n);
    }

    private static int high(double x) {
        return (int) (Double.doubleToRawLongBits(x) >> 32);
    }

    private static double withHigh(double x, int high) {
        return Double.longBitsToDouble((Double.doubleToRawLongBits(x) & 0x00000000ffffffffL) | ((long) high << 32));
    }

    private static double highPart(double x) {
        return Double.longBitsToDouble(Double.doubleToRawLongBits(x) & 0xffffffff00000000L);
    }
}

package dev.plumbline.transform;

/**
 * Loops over features of one chain of numbers. An infinite or missing input reaches the end as a value that is not
 * finite, or has a state; both leave the loop.
 */
final class NumberLoops {
    private static final long EXACT_IN_FLOAT64 = 1L << 53;

    private NumberLoops() {}

    /** Returns the number in a cell: +0.0 for -0.0, NaN for an integer that has no exact binary64. */
    static double load(long bits, boolean integers) {
        if (integers) {
            return bits <= EXACT_IN_FLOAT64 && bits >= -EXACT_IN_FLOAT64 ? (double) bits : Double.NaN;
        }
        return Double.longBitsToDouble(bits) + 0.0;
    }

    static boolean copy(Program program, InputRow row, float[] out, int offset, int from, int end, boolean integers) {
        int[] code = program.code;
        for (int at = from; at < end; at += Program.STRIDE) {
            int input = code[at];
            float value = (float) load(row.bits[input], integers);
            out[offset + code[at + 1]] = value;
            if (row.states[input] != 0 || !(Math.abs(value) <= Float.MAX_VALUE)) {
                if (!program.unusual(code[at + 2], row)) {
                    return false;
                }
            }
        }
        return true;
    }

    static boolean zscore(
            Program program, InputRow row, float[] out, int offset, int from, int end, int params, boolean integers) {
        int[] code = program.code;
        double[] p = program.params;
        byte[] states = row.states;
        long[] bits = row.bits;
        int at = from;
        for (int k = params; at < end; k += 2, at += Program.STRIDE) {
            int input = code[at];
            float value = (float) ((load(bits[input], integers) - p[k]) * p[k + 1]);
            out[offset + code[at + 1]] = value;
            if (states[input] != 0 || !(Math.abs(value) <= Float.MAX_VALUE)) {
                if (!program.unusual(code[at + 2], row)) {
                    return false;
                }
            }
        }
        return true;
    }

    static boolean log1pZscore(
            Program program, InputRow row, float[] out, int offset, int from, int end, int params, boolean integers) {
        int[] code = program.code;
        double[] p = program.params;
        int at = from;
        for (int k = params; at < end; k += 2, at += Program.STRIDE) {
            int input = code[at];
            if (row.states[input] == 0) {
                double x = Log1p.strict(load(row.bits[input], integers));
                float value = (float) ((x - p[k]) * p[k + 1]);
                out[offset + code[at + 1]] = value;
                if (Math.abs(value) <= Float.MAX_VALUE) {
                    continue;
                }
            }
            if (!program.unusual(code[at + 2], row)) {
                return false;
            }
        }
        return true;
    }
}

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

    static boolean copy(Program program, InputRow row, float[] out, int offset, int from, int n, boolean integers) {
        int[] code = program.code;
        byte[] states = row.states;
        long[] bits = row.bits;
        for (int j = 0; j < n; j++) {
            int input = code[from + j];
            float value = (float) load(bits[input], integers);
            out[offset + code[from + n + j]] = value;
            if (states[input] != 0 || !(Math.abs(value) <= Float.MAX_VALUE)) {
                if (!program.unusual(code[from + 2 * n + j], row, out, offset)) {
                    return false;
                }
            }
        }
        return true;
    }

    static boolean zscore(
            Program program, InputRow row, float[] out, int offset, int from, int n, int p, boolean integers) {
        int j = zscores(program, row, out, offset, from, n, p, integers, 0);
        while (j < n) {
            if (!program.unusual(program.code[from + 2 * n + j], row, out, offset)) {
                return false;
            }
            j = zscores(program, row, out, offset, from, n, p, integers, j + 1);
        }
        return true;
    }

    private static int zscores(
            Program program,
            InputRow row,
            float[] out,
            int offset,
            int from,
            int n,
            int p,
            boolean integers,
            int start) {
        int[] code = program.code;
        double[] params = program.params;
        byte[] states = row.states;
        long[] bits = row.bits;
        if (integers) {
            for (int j = start; j < n; j++) {
                int input = code[from + j];
                float value = (float) ((load(bits[input], true) - params[p + j]) * params[p + n + j]);
                if (states[input] != 0 || !(Math.abs(value) <= Float.MAX_VALUE)) {
                    return j;
                }
                out[offset + code[from + n + j]] = value;
            }
            return n;
        }
        for (int j = start; j < n; j++) {
            int input = code[from + j];
            float value = (float) ((load(bits[input], false) - params[p + j]) * params[p + n + j]);
            if (states[input] != 0 || !(Math.abs(value) <= Float.MAX_VALUE)) {
                return j;
            }
            out[offset + code[from + n + j]] = value;
        }
        return n;
    }

    static boolean log1pZscore(
            Program program, InputRow row, float[] out, int offset, int from, int n, int p, boolean integers) {
        int[] code = program.code;
        double[] params = program.params;
        byte[] states = row.states;
        long[] bits = row.bits;
        for (int j = 0; j < n; j++) {
            int input = code[from + j];
            if (states[input] == 0) {
                double x = Log1p.strict(load(bits[input], integers));
                float value = (float) ((x - params[p + j]) * params[p + n + j]);
                out[offset + code[from + n + j]] = value;
                if (Math.abs(value) <= Float.MAX_VALUE) {
                    continue;
                }
            }
            if (!program.unusual(code[from + 2 * n + j], row, out, offset)) {
                return false;
            }
        }
        return true;
    }
}

package dev.plumbline.transform;

/** Loops over chains that clip: they could hide an infinite input, so it is looked for. */
final class ClipLoops {
    private ClipLoops() {}

    static boolean clipZscore(
            Program program, InputRow row, float[] out, int offset, int from, int n, int p, boolean integers) {
        int[] code = program.code;
        double[] params = program.params;
        byte[] states = row.states;
        long[] bits = row.bits;
        for (int j = 0; j < n; j++) {
            int input = code[from + j];
            double x = NumberLoops.load(bits[input], integers);
            float value = (float)
                    ((clip(x, params[p + j], params[p + n + j]) - params[p + 2 * n + j]) * params[p + 3 * n + j]);
            out[offset + code[from + n + j]] = value;
            if (states[input] != 0 || unclear(x, value)) {
                if (!program.unusual(code[from + 2 * n + j], row, out, offset)) {
                    return false;
                }
            }
        }
        return true;
    }

    static boolean clipLog1pZscore(
            Program program, InputRow row, float[] out, int offset, int from, int n, int p, boolean integers) {
        int[] code = program.code;
        double[] params = program.params;
        byte[] states = row.states;
        long[] bits = row.bits;
        for (int j = 0; j < n; j++) {
            int input = code[from + j];
            if (states[input] == 0) {
                double x = NumberLoops.load(bits[input], integers);
                float value = (float) ((Log1p.strict(clip(x, params[p + j], params[p + n + j])) - params[p + 2 * n + j])
                        * params[p + 3 * n + j]);
                out[offset + code[from + n + j]] = value;
                if (!unclear(x, value)) {
                    continue;
                }
            }
            if (!program.unusual(code[from + 2 * n + j], row, out, offset)) {
                return false;
            }
        }
        return true;
    }

    static boolean minmaxClip(
            Program program, InputRow row, float[] out, int offset, int from, int n, int p, boolean integers) {
        int[] code = program.code;
        double[] params = program.params;
        byte[] states = row.states;
        long[] bits = row.bits;
        for (int j = 0; j < n; j++) {
            int input = code[from + j];
            double x = NumberLoops.load(bits[input], integers);
            float value = (float) clip(
                    (x - params[p + j]) * params[p + n + j] + params[p + 2 * n + j],
                    params[p + 3 * n + j],
                    params[p + 4 * n + j]);
            out[offset + code[from + n + j]] = value;
            if (states[input] != 0 || unclear(x, value)) {
                if (!program.unusual(code[from + 2 * n + j], row, out, offset)) {
                    return false;
                }
            }
        }
        return true;
    }

    static boolean clipMinmax(
            Program program, InputRow row, float[] out, int offset, int from, int n, int p, boolean integers) {
        int[] code = program.code;
        double[] params = program.params;
        byte[] states = row.states;
        long[] bits = row.bits;
        for (int j = 0; j < n; j++) {
            int input = code[from + j];
            double x = NumberLoops.load(bits[input], integers);
            float value =
                    (float) ((clip(x, params[p + j], params[p + n + j]) - params[p + 2 * n + j]) * params[p + 3 * n + j]
                            + params[p + 4 * n + j]);
            out[offset + code[from + n + j]] = value;
            if (states[input] != 0 || unclear(x, value)) {
                if (!program.unusual(code[from + 2 * n + j], row, out, offset)) {
                    return false;
                }
            }
        }
        return true;
    }

    private static double clip(double x, double min, double max) {
        return x < min ? min : x > max ? max : x;
    }

    private static boolean unclear(double x, float value) {
        return !(Math.abs(x) <= Double.MAX_VALUE) || !(Math.abs(value) <= Float.MAX_VALUE);
    }
}

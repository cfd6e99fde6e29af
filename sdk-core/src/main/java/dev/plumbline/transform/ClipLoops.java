package dev.plumbline.transform;

/** Loops over chains that clip: they could hide an infinite input, so it is looked for. */
final class ClipLoops {
    private ClipLoops() {}

    static boolean clipZscore(
            Program program, InputRow row, float[] out, int offset, int from, int end, int params, boolean integers) {
        int[] code = program.code;
        double[] p = program.params;
        int at = from;
        for (int k = params; at < end; k += 4, at += Program.STRIDE) {
            int input = code[at];
            double x = NumberLoops.load(row.bits[input], integers);
            float value = (float) ((clip(x, p[k], p[k + 1]) - p[k + 2]) * p[k + 3]);
            out[offset + code[at + 1]] = value;
            if (row.states[input] != 0 || unclear(x, value)) {
                if (!program.unusual(code[at + 2], row)) {
                    return false;
                }
            }
        }
        return true;
    }

    static boolean clipLog1pZscore(
            Program program, InputRow row, float[] out, int offset, int from, int end, int params, boolean integers) {
        int[] code = program.code;
        double[] p = program.params;
        int at = from;
        for (int k = params; at < end; k += 4, at += Program.STRIDE) {
            int input = code[at];
            if (row.states[input] == 0) {
                double x = NumberLoops.load(row.bits[input], integers);
                float value = (float) ((Log1p.strict(clip(x, p[k], p[k + 1])) - p[k + 2]) * p[k + 3]);
                out[offset + code[at + 1]] = value;
                if (!unclear(x, value)) {
                    continue;
                }
            }
            if (!program.unusual(code[at + 2], row)) {
                return false;
            }
        }
        return true;
    }

    static boolean minmaxClip(
            Program program, InputRow row, float[] out, int offset, int from, int end, int params, boolean integers) {
        int[] code = program.code;
        double[] p = program.params;
        int at = from;
        for (int k = params; at < end; k += 5, at += Program.STRIDE) {
            int input = code[at];
            double x = NumberLoops.load(row.bits[input], integers);
            float value = (float) clip((x - p[k]) * p[k + 1] + p[k + 2], p[k + 3], p[k + 4]);
            out[offset + code[at + 1]] = value;
            if (row.states[input] != 0 || unclear(x, value)) {
                if (!program.unusual(code[at + 2], row)) {
                    return false;
                }
            }
        }
        return true;
    }

    static boolean clipMinmax(
            Program program, InputRow row, float[] out, int offset, int from, int end, int params, boolean integers) {
        int[] code = program.code;
        double[] p = program.params;
        int at = from;
        for (int k = params; at < end; k += 5, at += Program.STRIDE) {
            int input = code[at];
            double x = NumberLoops.load(row.bits[input], integers);
            float value = (float) ((clip(x, p[k], p[k + 1]) - p[k + 2]) * p[k + 3] + p[k + 4]);
            out[offset + code[at + 1]] = value;
            if (row.states[input] != 0 || unclear(x, value)) {
                if (!program.unusual(code[at + 2], row)) {
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

package dev.plumbline.transform;

/** Loops over features that fill one slot of several, and over flags. The slots are clear before. */
final class IndexLoops {
    private IndexLoops() {}

    static boolean buckets(
            Program program, InputRow row, float[] out, int offset, int from, int n, int p, boolean integers) {
        int[] code = program.code;
        double[] params = program.params;
        byte[] states = row.states;
        long[] bits = row.bits;
        int bounds = p;
        for (int j = 0; j < n; j++) {
            int input = code[from + j];
            double x = NumberLoops.load(bits[input], integers);
            int next = bounds + 1 + (int) params[bounds];
            if (states[input] == 0 && Math.abs(x) <= Double.MAX_VALUE) {
                out[offset + code[from + n + j] + reached(params, bounds + 1, next, x)] = 1f;
            } else if (!program.unusual(code[from + 2 * n + j], row, out, offset)) {
                return false;
            }
            bounds = next;
        }
        return true;
    }

    private static int reached(double[] bounds, int from, int to, double x) {
        int reached = 0;
        for (int i = from; i < to; i++) {
            reached += x >= bounds[i] ? 1 : 0;
        }
        return reached;
    }

    static boolean vocabs(Program program, InputRow row, float[] out, int offset, int from, int n, int firstTable) {
        int[] code = program.code;
        for (int j = 0; j < n; j++) {
            int input = code[from + j];
            Object text = row.objects[input];
            int index = row.states[input] == 0 && text != null
                    ? program.tables[firstTable + j].index((String) text)
                    : Vocab.UNKNOWN;
            if (index >= 0) {
                out[offset + code[from + n + j] + index] = 1f;
            } else if (!program.unusual(code[from + 2 * n + j], row, out, offset)) {
                return false;
            }
        }
        return true;
    }

    static boolean flags(
            Program program, InputRow row, float[] out, int offset, int from, int n, int p, boolean integers) {
        int[] code = program.code;
        for (int j = 0; j < n; j++) {
            int input = code[from + j];
            int state = row.states[input];
            float value = (float) program.params[p + state * n + j];
            out[offset + code[from + n + j]] = value;
            boolean infinite = state == 0 && !integers && Double.isInfinite(Double.longBitsToDouble(row.bits[input]));
            if (infinite || Float.isNaN(value)) {
                if (!program.unusual(code[from + 2 * n + j], row, out, offset)) {
                    return false;
                }
            }
        }
        return true;
    }
}

package dev.plumbline.transform;

/** Loops over features that fill one slot of several, and over flags. The slots are clear before. */
final class IndexLoops {
    private IndexLoops() {}

    static boolean buckets(
            Program program, InputRow row, float[] out, int offset, int from, int end, int params, boolean integers) {
        int[] code = program.code;
        double[] p = program.params;
        int k = params;
        for (int at = from; at < end; at += Program.STRIDE) {
            int input = code[at];
            double x = NumberLoops.load(row.bits[input], integers);
            int next = k + 1 + (int) p[k];
            if (row.states[input] != 0 || !(Math.abs(x) <= Double.MAX_VALUE)) {
                if (!program.unusual(code[at + 2], row)) {
                    return false;
                }
            } else {
                out[offset + code[at + 1] + reached(p, k + 1, next, x)] = 1f;
            }
            k = next;
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

    static boolean vocabs(Program program, InputRow row, float[] out, int offset, int from, int end, int firstTable) {
        int[] code = program.code;
        int table = firstTable;
        for (int at = from; at < end; at += Program.STRIDE) {
            int input = code[at];
            Object text = row.objects[input];
            int index =
                    row.states[input] == 0 && text != null ? program.tables[table].index((String) text) : Vocab.UNKNOWN;
            table++;
            if (index >= 0) {
                out[offset + code[at + 1] + index] = 1f;
            } else if (!program.unusual(code[at + 2], row)) {
                return false;
            }
        }
        return true;
    }

    static boolean flags(Program program, InputRow row, float[] out, int offset, int from, int end, int params) {
        int[] code = program.code;
        int k = params;
        for (int at = from; at < end; at += Program.STRIDE) {
            int input = code[at];
            int state = row.states[input];
            float value = (float) program.params[k + state];
            out[offset + code[at + 1]] = value;
            k += FeatureCode.POSITIVE_INFINITY;
            boolean infinite = state == 0
                    && program.features[code[at + 2]].plan.isFloat()
                    && Double.isInfinite(Double.longBitsToDouble(row.bits[input]));
            if (infinite || Float.isNaN(value)) {
                if (!program.unusual(code[at + 2], row)) {
                    return false;
                }
            }
        }
        return true;
    }
}

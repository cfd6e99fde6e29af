package dev.plumbline.transform;

/** Sorts in place and without garbage, which the JDK does not promise: by insertion where that is short, else by a heap. */
final class IntSort {
    private static final int SHORT = 32;

    private IntSort() {}

    static void ascending(int[] values, int count) {
        if (count <= SHORT) {
            insert(values, count);
            return;
        }
        for (int root = count / 2 - 1; root >= 0; root--) {
            sink(values, root, count);
        }
        for (int last = count - 1; last > 0; last--) {
            int greatest = values[0];
            values[0] = values[last];
            values[last] = greatest;
            sink(values, 0, last);
        }
    }

    private static void insert(int[] values, int count) {
        for (int i = 1; i < count; i++) {
            int value = values[i];
            int at = i;
            while (at > 0 && values[at - 1] > value) {
                values[at] = values[at - 1];
                at--;
            }
            values[at] = value;
        }
    }

    private static void sink(int[] values, int from, int count) {
        int value = values[from];
        int at = from;
        for (int child = 2 * at + 1; child < count; child = 2 * at + 1) {
            if (child + 1 < count && values[child + 1] > values[child]) {
                child++;
            }
            if (values[child] <= value) {
                break;
            }
            values[at] = values[child];
            at = child;
        }
        values[at] = value;
    }
}

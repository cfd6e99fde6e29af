package dev.plumbline.transform;

import java.util.List;
import java.util.function.IntFunction;

/**
 * What the slots of a vector or the values of an index are called. Made when asked for: a hash may have millions.
 *
 * @param label how a slot's name ends
 * @param meaning the same for people, in explanations
 * @param numbered whether the labels are {@code [0]}, {@code [1]}, and so on
 */
record Labels(IntFunction<String> label, IntFunction<String> meaning, boolean numbered) {
    static final Labels NONE = new Labels(i -> "", i -> "", false);

    /** Labels that only count, with what each means. */
    static Labels numbered(IntFunction<String> meaning) {
        return new Labels(i -> "[" + i + "]", meaning, true);
    }

    static Labels of(List<String> labels, List<String> meanings) {
        return new Labels(labels::get, meanings::get, false);
    }

    /** The same without the first {@code count}. */
    Labels from(int count) {
        return count == 0 ? this : new Labels(i -> label.apply(i + count), i -> meaning.apply(i + count), false);
    }
}

package dev.plumbline.transform;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Remembers what steps made of texts, so that a text which recurs needs no garbage. Bounded: texts beyond {@value #LONGEST}
 * UTF-16 units are not kept, and with more than {@value #MOST} it starts anew. Belongs to a cell.
 */
final class TextMemo {
    static final int MOST = 1_024;
    static final int LONGEST = 256;

    private static final int START = 16;
    private static final int GOLDEN = 0x9E3779B9;

    private @Nullable Step[] steps = {};
    private @Nullable String[] texts = {};
    private @Nullable String[] results = {};
    private int size;

    /** Returns what a step made of a text, null if that is not known. */
    @Nullable String get(Step step, String text) {
        if (size == 0) {
            return null;
        }
        int mask = texts.length - 1;
        for (int at = place(step, text.hashCode()) & mask; texts[at] != null; at = (at + 1) & mask) {
            if (steps[at] == step && text.equals(texts[at])) {
                return results[at];
            }
        }
        return null;
    }

    void put(Step step, String text, String result) {
        if (text.length() > LONGEST || result.length() > LONGEST) {
            return;
        }
        if (size == MOST) {
            clear();
        }
        if (size * 2 >= texts.length) {
            grow();
        }
        insert(step, text, result);
    }

    /** Returns what has been built as a text. */
    String text(Step step, StringBuilder built) {
        if (size > 0) {
            int hash = 0;
            for (int i = 0; i < built.length(); i++) {
                hash = 31 * hash + built.charAt(i);
            }
            int mask = texts.length - 1;
            int at = place(step, hash) & mask;
            for (String text = texts[at]; text != null; text = texts[at]) {
                if (steps[at] == step && text.contentEquals(built)) {
                    return text;
                }
                at = (at + 1) & mask;
            }
        }
        String text = built.toString();
        put(step, text, text);
        return text;
    }

    private void insert(@Nullable Step step, String text, @Nullable String result) {
        int mask = texts.length - 1;
        int at = place(step, text.hashCode()) & mask;
        while (texts[at] != null) {
            at = (at + 1) & mask;
        }
        steps[at] = step;
        texts[at] = text;
        results[at] = result;
        size++;
    }

    private void clear() {
        Arrays.fill(steps, null);
        Arrays.fill(texts, null);
        Arrays.fill(results, null);
        size = 0;
    }

    private void grow() {
        @Nullable Step[] oldSteps = steps;
        @Nullable String[] oldTexts = texts;
        @Nullable String[] oldResults = results;
        int capacity = Math.max(START, oldTexts.length * 2);
        steps = new Step[capacity];
        texts = new String[capacity];
        results = new String[capacity];
        size = 0;
        for (int i = 0; i < oldTexts.length; i++) {
            String text = oldTexts[i];
            if (text != null) {
                insert(oldSteps[i], text, oldResults[i]);
            }
        }
    }

    private static int place(@Nullable Step step, int hash) {
        int mixed = (hash + System.identityHashCode(step)) * GOLDEN;
        return mixed ^ (mixed >>> 15);
    }
}

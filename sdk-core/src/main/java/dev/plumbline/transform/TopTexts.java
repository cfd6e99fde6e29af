package dev.plumbline.transform;

import dev.plumbline.transform.internal.TextTally;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The most frequent texts of an input.
 *
 * @param entries the most frequent first
 * @param rest how many values are none of these
 * @param distinct how many texts there are, -1 if too many to tell
 */
record TopTexts(List<TextTally.Entry> entries, long rest, int distinct) {
    private static final int MOST = 100;

    /** A longer text is no category, and would bloat the document. */
    private static final int LONGEST = 256;

    static TopTexts of(TextTally tally) {
        List<TextTally.Entry> top = tally.entries(TextTally.BY_CODE_POINT).stream()
                .filter(entry -> isSpellable(entry.text()))
                .limit(MOST)
                .toList();
        long shown = top.stream().mapToLong(TextTally.Entry::count).sum();
        return new TopTexts(top, tally.total() - shown, tally.isFull() ? -1 : tally.distinct());
    }

    private static boolean isSpellable(String text) {
        return text.length() <= LONGEST
                && text.codePoints()
                        .noneMatch(point -> point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE);
    }

    SpecNode node() {
        Map<String, SpecNode> fields = new LinkedHashMap<>();
        fields.put(
                "values",
                FitNodes.texts(entries.stream().map(TextTally.Entry::text).toList()));
        fields.put(
                "counts",
                SpecNode.list(
                        0,
                        entries.stream()
                                .map(entry -> FitNodes.integer(entry.count()))
                                .toList()));
        fields.put("rest", FitNodes.integer(rest));
        if (distinct >= 0) {
            fields.put("distinct", FitNodes.integer(distinct));
        }
        return SpecNode.map(0, fields);
    }

    void write(DataOutput out) throws IOException {
        out.writeLong(rest);
        out.writeInt(distinct);
        out.writeInt(entries.size());
        for (TextTally.Entry entry : entries) {
            TextTally.writeText(out, entry.text());
            out.writeLong(entry.count());
        }
    }

    static TopTexts read(DataInput in) throws IOException {
        long rest = in.readLong();
        int distinct = in.readInt();
        int size = in.readInt();
        List<TextTally.Entry> entries = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            String text = TextTally.readText(in);
            entries.add(new TextTally.Entry(text, in.readLong()));
        }
        return new TopTexts(List.copyOf(entries), rest, distinct);
    }
}

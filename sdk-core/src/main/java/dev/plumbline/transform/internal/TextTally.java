package dev.plumbline.transform.internal;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Counts each text, up to a number of distinct ones; beyond it nothing but that is known. Not thread-safe. */
public final class TextTally {
    /** Orders texts by code point, which is the order of their UTF-8 bytes. */
    public static final Comparator<String> BY_CODE_POINT = TextTally::compare;

    /**
     * A text and how often it occurs.
     *
     * @param text the text
     * @param count 1 or more
     */
    public record Entry(String text, long count) {}

    private final int limit;
    private final Map<String, long[]> counts = new HashMap<>();
    private boolean full;
    private long total;

    /**
     * Returns a tally of nothing.
     *
     * @param limit the largest number of distinct texts
     */
    public TextTally(int limit) {
        this.limit = limit;
    }

    /**
     * Counts a text.
     *
     * @param text the text
     */
    public void add(String text) {
        add(text, 1);
    }

    private void add(String text, long count) {
        total += count;
        if (!full) {
            counts.computeIfAbsent(text, key -> new long[1])[0] += count;
            if (counts.size() > limit) {
                overflow();
            }
        }
    }

    /**
     * Adds the counts of another tally of the same limit.
     *
     * @param other unchanged
     */
    public void merge(TextTally other) {
        if (other.full) {
            total += other.total;
            overflow();
            return;
        }
        other.counts.forEach((text, count) -> add(text, count[0]));
    }

    /**
     * Tells whether there were more distinct texts than the limit.
     *
     * @return whether nothing but the total is known
     */
    public boolean isFull() {
        return full;
    }

    /**
     * Returns how many texts were counted.
     *
     * @return 0 or more
     */
    public long total() {
        return total;
    }

    /**
     * Returns the number of distinct texts.
     *
     * @return 0 to the limit; 0 if full
     */
    public int distinct() {
        return counts.size();
    }

    /**
     * Returns all texts.
     *
     * @param ties the order of equally frequent ones
     * @return the most frequent first
     */
    public List<Entry> entries(Comparator<String> ties) {
        List<Entry> entries = new ArrayList<>(counts.size());
        counts.forEach((text, count) -> entries.add(new Entry(text, count[0])));
        entries.sort(Comparator.comparingLong(Entry::count).reversed().thenComparing(Entry::text, ties));
        return entries;
    }

    /**
     * Writes the counts; equal tallies write equal bytes.
     *
     * @param out where to
     * @throws IOException if it cannot be written
     */
    public void write(DataOutput out) throws IOException {
        out.writeBoolean(full);
        out.writeLong(total);
        out.writeInt(counts.size());
        for (Entry entry : entries(BY_CODE_POINT)) {
            writeText(out, entry.text());
            out.writeLong(entry.count());
        }
    }

    /**
     * Adds counts that were written.
     *
     * @param in where from
     * @throws IOException if it cannot be read
     */
    public void read(DataInput in) throws IOException {
        TextTally other = new TextTally(limit);
        other.full = in.readBoolean();
        other.total = in.readLong();
        int size = in.readInt();
        if (size < 0 || size > limit) {
            throw new IOException("a tally of " + size + " texts");
        }
        for (int i = 0; i < size; i++) {
            String text = readText(in);
            other.counts.put(text, new long[] {in.readLong()});
        }
        merge(other);
    }

    /**
     * Writes a text as UTF-16, in which half surrogates survive.
     *
     * @param out where to
     * @param text the text
     * @throws IOException if it cannot be written
     */
    public static void writeText(DataOutput out, String text) throws IOException {
        out.writeInt(text.length());
        out.writeChars(text);
    }

    /**
     * Reads a text that was written.
     *
     * @param in where from
     * @return the text
     * @throws IOException if it cannot be read
     */
    public static String readText(DataInput in) throws IOException {
        int length = in.readInt();
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < length; i++) {
            text.append(in.readChar());
        }
        return text.toString();
    }

    private void overflow() {
        full = true;
        counts.clear();
    }

    private static int compare(String a, String b) {
        int shorter = Math.min(a.length(), b.length());
        for (int i = 0; i < shorter; i++) {
            char x = a.charAt(i);
            char y = b.charAt(i);
            if (x != y) {
                return Character.isSurrogate(x) == Character.isSurrogate(y)
                        ? Character.compare(x, y)
                        : Character.isSurrogate(x) ? 1 : -1;
            }
        }
        return Integer.compare(a.length(), b.length());
    }
}

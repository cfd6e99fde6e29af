package dev.plumbline.transform;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A part of the document with its line: a scalar, a list or a map. Scalars are text until the grammar types them. */
final class SpecNode {
    final int line;
    final @Nullable String text;
    final boolean plain;
    final @Nullable List<SpecNode> items;
    final @Nullable Map<String, SpecNode> fields;

    /** Whether it stands in a map under a key without quotes. */
    final boolean plainKey;

    private SpecNode(
            int line,
            @Nullable String text,
            boolean plain,
            @Nullable List<SpecNode> items,
            @Nullable Map<String, SpecNode> fields,
            boolean plainKey) {
        this.line = line;
        this.text = text;
        this.plain = plain;
        this.items = items;
        this.fields = fields;
        this.plainKey = plainKey;
    }

    static SpecNode scalar(int line, String text, boolean plain) {
        return new SpecNode(line, text, plain, null, null, false);
    }

    static SpecNode list(int line, List<SpecNode> items) {
        return new SpecNode(line, null, false, items, null, false);
    }

    static SpecNode map(int line, Map<String, SpecNode> fields) {
        return new SpecNode(line, null, false, null, fields, false);
    }

    SpecNode underPlainKey() {
        return new SpecNode(line, text, plain, items, fields, true);
    }

    /** Tells whether this is the given word without quotes. */
    boolean isPlain(String word) {
        return plain && word.equals(text);
    }

    /** Says what this is, for messages about a wrong type. */
    String described() {
        if (fields != null) {
            return "a map";
        }
        if (items != null) {
            return "a list";
        }
        return plain ? text == null || text.isEmpty() ? "nothing" : text : "the text \"" + text + "\"";
    }
}

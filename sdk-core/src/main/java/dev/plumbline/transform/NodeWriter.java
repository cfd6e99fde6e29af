package dev.plumbline.transform;

import java.util.Map;
import java.util.regex.Pattern;

/** Writes a part of a document as text, in flow style or as a block whose inner maps are in flow style. */
final class NodeWriter {
    /** Names that every YAML reader takes for themselves. */
    private static final Pattern PLAIN_KEY =
            Pattern.compile("(?!(y|n|yes|no|on|off|true|false|null)$)[a-z][a-z0-9_]*(/[0-9]+/[a-z0-9_]+)?");

    private static final int WIDTH = 120;

    private final StringBuilder out = new StringBuilder();
    private final String lineEnd;
    private final boolean quoteKeys;

    /** Where lines that go on start, -1 if none may. */
    private int indent = -1;

    private int column;

    private NodeWriter(String lineEnd, boolean quoteKeys) {
        this.lineEnd = lineEnd;
        this.quoteKeys = quoteKeys;
    }

    /** Writes on one line. */
    static String flow(SpecNode node, boolean quoteKeys) {
        NodeWriter writer = new NodeWriter("", quoteKeys);
        writer.flow(node);
        return writer.out.toString();
    }

    /** Writes in flow style from a column on; further lines start at an indent. */
    static String wrapped(SpecNode node, int column, int indent, String lineEnd) {
        NodeWriter writer = new NodeWriter(lineEnd, false);
        writer.column = column;
        writer.indent = indent;
        writer.flow(node);
        return writer.out.toString();
    }

    /** Writes a map that is not empty as a block; its first line is already indented. */
    static String block(Map<String, SpecNode> fields, int indent, String lineEnd) {
        NodeWriter writer = new NodeWriter(lineEnd, false);
        writer.column = indent;
        writer.block(fields, indent);
        return writer.out.toString();
    }

    private void block(Map<String, SpecNode> fields, int at) {
        boolean first = true;
        for (Map.Entry<String, SpecNode> entry : fields.entrySet()) {
            if (!first) {
                breakLine(at);
            }
            first = false;
            key(entry.getKey(), !isPlain(entry.getKey()));
            append(":");
            SpecNode value = entry.getValue();
            if (value.fields != null && value.fields.values().stream().anyMatch(inner -> inner.fields != null)) {
                breakLine(at + 2);
                block(value.fields, at + 2);
            } else {
                append(" ");
                indent = at + 4;
                flow(value);
            }
        }
    }

    private void flow(SpecNode node) {
        if (node.fields != null) {
            append("{");
            boolean quoted = !node.fields.keySet().stream().allMatch(NodeWriter::isPlain);
            boolean first = true;
            for (Map.Entry<String, SpecNode> entry : node.fields.entrySet()) {
                separate(first, entry.getValue());
                first = false;
                key(entry.getKey(), quoted);
                append(": ");
                flow(entry.getValue());
            }
            append("}");
        } else if (node.items != null) {
            append("[");
            boolean first = true;
            for (SpecNode item : node.items) {
                separate(first, item);
                first = false;
                flow(item);
            }
            append("]");
        } else if (node.text != null) {
            append(node.plain ? node.text : quoted(node.text));
        }
    }

    /** Goes to the next line if what follows begins too far to the right. */
    private void separate(boolean first, SpecNode next) {
        if (first) {
            return;
        }
        append(",");
        int length = next.text == null ? 16 : next.text.length() + 4;
        if (indent >= 0 && column + length > WIDTH) {
            breakLine(indent);
        } else {
            append(" ");
        }
    }

    private void key(String key, boolean quoted) {
        append(quoteKeys || quoted ? quoted(key) : key);
    }

    private static boolean isPlain(String key) {
        return PLAIN_KEY.matcher(key).matches();
    }

    private void breakLine(int at) {
        out.append(lineEnd).append(" ".repeat(at));
        column = at;
    }

    private void append(String text) {
        out.append(text);
        column += text.length();
    }

    /** Quotes a text so that JSON and YAML readers read the same. */
    static String quoted(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        text.codePoints().forEach(point -> {
            switch (point) {
                case '"' -> quoted.append("\\\"");
                case '\\' -> quoted.append("\\\\");
                case '\n' -> quoted.append("\\n");
                case '\r' -> quoted.append("\\r");
                case '\t' -> quoted.append("\\t");
                default -> {
                    if (isEscaped(point)) {
                        quoted.append(String.format(java.util.Locale.ROOT, "\\u%04x", point));
                    } else {
                        quoted.appendCodePoint(point);
                    }
                }
            }
        });
        return quoted.append('"').toString();
    }

    /** Tells whether YAML takes a character as an escape only, or a reader might take it for the end of a line. */
    private static boolean isEscaped(int point) {
        return point < 0x20
                || (point >= 0x7F && point < 0xA0)
                || point == 0x2028
                || point == 0x2029
                || point == 0xFEFF
                || (point >= 0xD800 && point < 0xE000)
                || (point >= 0xFFFE && point <= 0xFFFF);
    }
}

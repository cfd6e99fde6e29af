package dev.plumbline.transform;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.DocumentEndEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.ScalarEvent;

/** Puts the value of a top-level key into a document's text and leaves all else as it was, to the byte. */
final class SpecEdit {
    /** An entry of the root, by the places of its key and of its value in the text. */
    private record Entry(String key, boolean quoted, int keyStart, int keyEnd, Shape shape, int start, int end) {}

    private enum Shape {
        EMPTY,
        FLOW,
        BLOCK_MAP,
        OTHER_BLOCK
    }

    private final String text;

    private final TextPlaces places;
    private final Iterator<Event> events;
    private final List<Entry> entries = new ArrayList<>();
    private boolean flowRoot;
    private int rootEnd;
    private int end;

    private SpecEdit(String text) {
        this.text = text;
        this.places = new TextPlaces(text);
        this.events = places.events();
    }

    /** Returns a document's text with another value of a top-level key; a key that is not there comes last. */
    static String put(String text, String key, SpecNode value) {
        SpecEdit edit = new SpecEdit(text);
        edit.scan();
        for (Entry entry : edit.entries) {
            if (entry.key().equals(key)) {
                return edit.replace(entry, value);
            }
        }
        return edit.flowRoot ? edit.appendToFlow(key, value) : edit.appendToBlock(key, value);
    }

    private String replace(Entry entry, SpecNode value) {
        String before = text.substring(0, entry.start());
        String after = text.substring(entry.end());
        int column = places.column(entry.start());
        if (flowRoot) {
            return before + NodeWriter.flow(value, entry.quoted()) + after;
        }
        int indent = places.column(entry.keyStart()) + 4;
        return switch (entry.shape()) {
            case BLOCK_MAP ->
                before + (isEmpty(value) ? "{}" : NodeWriter.block(fields(value), column, lineEnd())) + after;
            case FLOW -> before + NodeWriter.wrapped(value, column, indent, lineEnd()) + after;
            case EMPTY, OTHER_BLOCK -> {
                int colon = text.indexOf(':', entry.keyEnd()) + 1;
                yield text.substring(0, colon) + " "
                        + NodeWriter.wrapped(value, places.column(colon), indent, lineEnd())
                        + text.substring(Math.max(colon, entry.end()));
            }
        };
    }

    private String appendToBlock(String key, SpecNode value) {
        String before = text.substring(0, end);
        int indent = places.column(entries.get(0).keyStart());
        StringBuilder out = new StringBuilder(before);
        if (!before.endsWith("\n") && !before.endsWith("\r")) {
            out.append(lineEnd());
        }
        out.append(" ".repeat(indent)).append(key).append(':');
        if (isEmpty(value)) {
            out.append(" {}");
        } else {
            out.append(lineEnd()).append(" ".repeat(indent + 2));
            out.append(NodeWriter.block(fields(value), indent + 2, lineEnd()));
        }
        return out.append(lineEnd()).append(text, end, text.length()).toString();
    }

    private String appendToFlow(String key, SpecNode value) {
        Entry last = entries.get(entries.size() - 1);
        int at = afterComma(last.end());
        String separator = at > last.end() ? "" : ",";
        int lineStart = places.lineStart(last.keyStart());
        String indent = text.substring(lineStart, last.keyStart());
        separator += indent.isBlank() && lineStart > 0 ? lineEnd() + indent : " ";
        String name = last.quoted() ? NodeWriter.quoted(key) : key;
        return text.substring(0, at) + separator + name + ": " + NodeWriter.flow(value, last.quoted())
                + text.substring(at);
    }

    /** Returns the place after a comma that stands before the root's end, or the place itself if there is none. */
    private int afterComma(int from) {
        boolean comment = false;
        for (int i = from; i < rootEnd; i++) {
            char c = text.charAt(i);
            comment = c == '#' || (comment && c != '\n' && c != '\r');
            if (c == ',' && !comment) {
                return i + 1;
            }
        }
        return from;
    }

    private void scan() {
        Event event = events.next();
        while (!(event instanceof CollectionStartEvent root)) {
            event = events.next();
        }
        flowRoot = root.isFlow();
        for (event = events.next(); event instanceof ScalarEvent key; event = events.next()) {
            entry(key, events.next());
        }
        rootEnd = flowRoot ? places.start(event) : places.end(event);
        end = text.length();
        while (events.hasNext()) {
            event = events.next();
            if (event instanceof DocumentEndEvent documentEnd && documentEnd.isExplicit()) {
                end = places.start(event);
            }
        }
    }

    private void entry(ScalarEvent key, Event first) {
        int start = places.start(first);
        Event last = first;
        Shape shape = Shape.FLOW;
        if (first instanceof CollectionStartEvent collection) {
            if (!collection.isFlow()) {
                shape = first.getEventId() == Event.ID.MappingStart ? Shape.BLOCK_MAP : Shape.OTHER_BLOCK;
            }
            int depth = 1;
            // The end of a block is where the next token is, so that its last scalar or flow collection counts.
            List<Boolean> flow = new ArrayList<>(List.of(collection.isFlow()));
            while (depth > 0) {
                Event event = events.next();
                if (event instanceof CollectionStartEvent inner) {
                    flow.add(inner.isFlow());
                    depth++;
                } else if (event instanceof ScalarEvent) {
                    last = event;
                } else {
                    depth--;
                    last = flow.remove(depth) ? event : last;
                }
            }
        } else if (first instanceof ScalarEvent scalar) {
            boolean block =
                    scalar.getScalarStyle() == ScalarStyle.LITERAL || scalar.getScalarStyle() == ScalarStyle.FOLDED;
            shape = places.solidEnd(scalar) == start ? Shape.EMPTY : block ? Shape.OTHER_BLOCK : Shape.FLOW;
        }
        entries.add(new Entry(
                key.getValue(),
                !key.isPlain(),
                places.start(key),
                places.end(key),
                shape,
                start,
                places.solidEnd(last)));
    }

    private String lineEnd() {
        int at = text.indexOf('\n');
        return at > 0 && text.charAt(at - 1) == '\r' ? "\r\n" : "\n";
    }

    private static boolean isEmpty(SpecNode value) {
        return fields(value).isEmpty();
    }

    private static Map<String, SpecNode> fields(SpecNode value) {
        return value.fields == null ? Map.of() : value.fields;
    }
}

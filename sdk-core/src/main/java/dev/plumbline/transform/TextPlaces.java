package dev.plumbline.transform;

import java.util.Iterator;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.parser.ParserImpl;
import org.snakeyaml.engine.v2.scanner.StreamReader;

/** Where in a text the parts of its document are. */
final class TextPlaces {
    private static final int MIN_BUFFER = 1_024;

    private final String text;

    /** Whether no character takes two units, so that a mark is a place. */
    private final boolean narrow;

    TextPlaces(String text) {
        this.text = text;
        this.narrow = text.codePointCount(0, text.length()) == text.length();
    }

    /** Parses the text. */
    Iterator<Event> events() {
        LoadSettings settings = LoadSettings.builder()
                .setCodePointLimit(Integer.MAX_VALUE)
                .setBufferSize(Math.max(MIN_BUFFER, text.length()))
                .build();
        return new ParserImpl(settings, new StreamReader(settings, text));
    }

    /** Returns the end of the last character; a block scalar's mark is behind the lines that follow it. */
    int solidEnd(Event event) {
        int from = start(event);
        int to = end(event);
        while (to > from && Character.isWhitespace(text.charAt(to - 1))) {
            to--;
        }
        return to;
    }

    int start(Event event) {
        return place(event.getStartMark().orElse(null));
    }

    int end(Event event) {
        return place(event.getEndMark().orElse(null));
    }

    /** Marks count code points. */
    private int place(@Nullable Mark mark) {
        return mark == null ? 0 : narrow ? mark.getIndex() : text.offsetByCodePoints(0, mark.getIndex());
    }

    int column(int place) {
        return place - lineStart(place);
    }

    int lineStart(int place) {
        return Math.max(text.lastIndexOf('\n', place - 1), text.lastIndexOf('\r', place - 1)) + 1;
    }
}

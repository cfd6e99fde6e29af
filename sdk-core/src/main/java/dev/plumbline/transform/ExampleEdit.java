package dev.plumbline.transform;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.snakeyaml.engine.v2.events.CollectionEndEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.ScalarEvent;

/** Puts other outputs into a document's golden rows and leaves all else as it was, to the byte. */
final class ExampleEdit {
    private record Place(int start, int end) {}

    private final TextPlaces places;
    private final Iterator<Event> events;
    private final List<Place> outputs = new ArrayList<>();

    private ExampleEdit(String text) {
        this.places = new TextPlaces(text);
        this.events = places.events();
    }

    /**
     * Returns a document's text with other outputs.
     *
     * @param outputs one for each golden row
     */
    static String put(String text, List<String> outputs) {
        ExampleEdit edit = new ExampleEdit(text);
        edit.scan();
        StringBuilder edited = new StringBuilder(text);
        for (int i = edit.outputs.size() - 1; i >= 0; i--) {
            Place place = edit.outputs.get(i);
            edited.replace(place.start(), place.end(), NodeWriter.quoted(outputs.get(i)));
        }
        return edited.toString();
    }

    private void scan() {
        Event event = events.next();
        while (!(event instanceof CollectionStartEvent)) {
            event = events.next();
        }
        for (event = events.next(); event instanceof ScalarEvent key; event = events.next()) {
            Event value = events.next();
            if (key.getValue().equals("examples") && value instanceof CollectionStartEvent) {
                examples();
            } else {
                skip(value);
            }
        }
    }

    private void examples() {
        for (Event item = events.next(); !(item instanceof CollectionEndEvent); item = events.next()) {
            for (Event event = events.next(); event instanceof ScalarEvent key; event = events.next()) {
                Event value = events.next();
                if (key.getValue().equals("out")) {
                    outputs.add(new Place(places.start(value), places.solidEnd(value)));
                }
                skip(value);
            }
        }
    }

    private void skip(Event event) {
        int depth = event instanceof CollectionStartEvent ? 1 : 0;
        while (depth > 0) {
            Event inner = events.next();
            depth += inner instanceof CollectionStartEvent ? 1 : inner instanceof CollectionEndEvent ? -1 : 0;
        }
    }
}

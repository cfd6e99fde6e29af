package dev.plumbline.http.internal;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.plumbline.feature.FeatureRow;
import dev.plumbline.feature.FeatureRowBuilder;
import dev.plumbline.feature.ValueState;
import dev.plumbline.transport.TransportException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads a row of the plain shape, whose parts may come in any order. Not thread-safe. */
final class PlainRow {
    private final JsonParser parser;
    private final PlainNames names;
    private final long receivedMicros;
    private final FeatureRowBuilder row;
    private final CellReader cells;
    private final @Nullable ValueState[] states;
    private List<String> key = List.of();
    private boolean stated;
    private @Nullable String error;
    private long skipped;

    PlainRow(JsonParser parser, PlainNames names, long receivedMicros) {
        this.parser = parser;
        this.names = names;
        this.receivedMicros = receivedMicros;
        this.row = FeatureRow.builder(names.view(), receivedMicros);
        this.cells = CellReader.plain(parser, names.view());
        this.states = new ValueState[names.view().size()];
    }

    /** Returns the key of the row that was read. */
    List<String> key() {
        return key;
    }

    /** Returns how many values came that the view does not name. */
    long skipped() {
        return skipped;
    }

    /** Reads the row whose start is the parser's token, to its end. */
    FeatureRow read(int index) throws IOException {
        key = List.of();
        error = null;
        stated = false;
        for (String field = parser.nextFieldName(); field != null; field = parser.nextFieldName()) {
            JsonToken token = parser.nextToken();
            switch (field) {
                case "key" -> key = readKey(token, index);
                case "values" -> readValues(token, index);
                case "states" -> readStates(token, index);
                case "event_time" -> row.eventTimeMicros(eventTime(token, index));
                case "version" -> row.dataVersion(version(token, index));
                case "error" -> readError(token);
                default -> parser.skipChildren();
            }
        }
        if (key.isEmpty()) {
            throw new MalformedReplyException("row " + index + " has no key");
        }
        applyStates();
        FeatureRow read = row.build();
        return error == null ? read : FeatureRow.failed(names.view(), failure(error), receivedMicros);
    }

    private List<String> readKey(JsonToken token, int index) throws IOException {
        if (token != JsonToken.START_ARRAY) {
            return List.of(keyText(token, index));
        }
        List<String> texts = new ArrayList<>(4);
        for (JsonToken part = parser.nextToken(); part != JsonToken.END_ARRAY; part = parser.nextToken()) {
            texts.add(keyText(part, index));
        }
        return List.copyOf(texts);
    }

    private String keyText(@Nullable JsonToken token, int index) throws IOException {
        if (token != JsonToken.VALUE_STRING && token != JsonToken.VALUE_NUMBER_INT) {
            throw new MalformedReplyException("the key of row " + index + " is neither text nor integer");
        }
        return parser.getText();
    }

    private void readValues(JsonToken token, int index) throws IOException {
        if (isAbsent(token, index, "values")) {
            return;
        }
        int guess = 0;
        for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
            JsonToken value = parser.nextToken();
            int slot = names.slot(guess, name);
            if (slot >= 0) {
                cells.read(value, row, slot);
                guess = slot + 1;
            } else {
                skipped++;
                parser.skipChildren();
            }
        }
    }

    private void readStates(JsonToken token, int index) throws IOException {
        if (isAbsent(token, index, "states")) {
            return;
        }
        for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
            JsonToken value = parser.nextToken();
            int slot = names.slot(0, name);
            if (slot >= 0) {
                states[slot] = state(value, index);
                stated = true;
            } else {
                parser.skipChildren();
            }
        }
    }

    private boolean isAbsent(JsonToken token, int index, String what) throws MalformedReplyException {
        if (token != JsonToken.START_OBJECT && token != JsonToken.VALUE_NULL) {
            throw new MalformedReplyException("the " + what + " of row " + index + " are no object");
        }
        return token == JsonToken.VALUE_NULL;
    }

    private ValueState state(JsonToken token, int index) throws IOException {
        String text = token == JsonToken.VALUE_STRING ? parser.getText() : "";
        return switch (text) {
            case "present" -> ValueState.PRESENT;
            case "null" -> ValueState.NULL;
            case "nan" -> ValueState.NAN;
            case "not_found" -> ValueState.NOT_FOUND;
            case "error" -> ValueState.ERROR;
            default ->
                throw new MalformedReplyException(
                        "a state of row " + index + " is none of present, null, nan, not_found and error");
        };
    }

    private void applyStates() {
        if (!stated) {
            return;
        }
        for (int slot = 0; slot < states.length; slot++) {
            ValueState state = states[slot];
            if (state == ValueState.NAN) {
                row.putFloat64(slot, Double.NaN);
            } else if (state != null && state != ValueState.PRESENT) {
                row.putState(slot, state);
            }
        }
        Arrays.fill(states, null);
    }

    private long eventTime(JsonToken token, int index) throws IOException {
        if (token == JsonToken.VALUE_NULL) {
            return FeatureRow.UNKNOWN_TIME;
        }
        long time = cells.time(token);
        if (time == Rfc3339.INVALID) {
            throw new MalformedReplyException(
                    "the event_time of row " + index + " is neither an RFC 3339 time nor microseconds since 1970");
        }
        return time;
    }

    private long version(JsonToken token, int index) throws IOException {
        if (token == JsonToken.VALUE_NULL) {
            return FeatureRow.UNKNOWN_VERSION;
        }
        if (!cells.numbers().readInt64(token)) {
            throw new MalformedReplyException("the version of row " + index + " is no integer");
        }
        return cells.numbers().int64();
    }

    private void readError(JsonToken token) throws IOException {
        if (token != JsonToken.VALUE_NULL) {
            error = token == JsonToken.VALUE_STRING ? parser.getText() : "";
        }
        parser.skipChildren();
    }

    /** The server's text may hold keys: it is the cause. */
    private static TransportException failure(String text) {
        return new TransportException(
                TransportException.Kind.INTERNAL,
                "ROW",
                "the server could not read this entity",
                new ServerMessage(text));
    }
}

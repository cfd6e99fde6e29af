package dev.plumbline.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.StringJoiner;
import java.util.regex.Pattern;

/**
 * What a server says beside a status that is no success. Immutable.
 *
 * @param type the name of the server's own error, empty if it told none
 * @param text what it wrote, which may hold keys
 */
record ErrorBody(String type, String text) {
    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_.]{0,99}");
    private static final List<String> TEXTS = List.of("message", "detail", "error", "msg", "title");
    private static final int DEEPEST = 4;

    /** Reads the forms that servers use: JSON texts, JSON in JSON texts, objects with a message, lists of them. */
    static ErrorBody read(JsonFactory json, byte[] body, int length) {
        Reading reading = new Reading();
        try (JsonParser parser = json.createParser(body, 0, length)) {
            JsonToken token = parser.nextToken();
            if (token != null) {
                reading.value(json, parser, token, 0);
            }
        } catch (IOException e) {
            reading.keep(new String(body, 0, length, StandardCharsets.UTF_8));
        }
        return new ErrorBody(reading.type, reading.text.toString());
    }

    /** Collects texts. Not thread-safe. */
    private static final class Reading {
        private final StringJoiner text = new StringJoiner("; ");
        private String type = "";

        void keep(String part) {
            if (!part.isBlank()) {
                text.add(part.strip());
            }
        }

        void value(JsonFactory json, JsonParser parser, JsonToken token, int depth) throws IOException {
            if (token == JsonToken.VALUE_STRING) {
                text(json, parser.getText(), depth);
            } else if (token == JsonToken.START_ARRAY && depth < DEEPEST) {
                for (JsonToken part = parser.nextToken(); part != JsonToken.END_ARRAY; part = parser.nextToken()) {
                    value(json, parser, part, depth + 1);
                }
            } else if (token == JsonToken.START_OBJECT && depth < DEEPEST) {
                object(json, parser, depth);
            } else {
                parser.skipChildren();
            }
        }

        private void object(JsonFactory json, JsonParser parser, int depth) throws IOException {
            for (String field = parser.nextFieldName(); field != null; field = parser.nextFieldName()) {
                JsonToken token = parser.nextToken();
                if (field.equals("class") && token == JsonToken.VALUE_STRING) {
                    String name = parser.getText();
                    type = NAME.matcher(name).matches() ? name : "";
                } else if (TEXTS.contains(field)) {
                    value(json, parser, token, depth + 1);
                } else {
                    parser.skipChildren();
                }
            }
        }

        /** Feast's Python server puts an object into a text. */
        private void text(JsonFactory json, String value, int depth) throws IOException {
            if (!value.startsWith("{") || depth >= DEEPEST) {
                keep(value);
                return;
            }
            try (JsonParser inner = json.createParser(value)) {
                value(json, inner, inner.nextToken(), depth + 1);
            } catch (IOException e) {
                keep(value);
            }
        }
    }
}

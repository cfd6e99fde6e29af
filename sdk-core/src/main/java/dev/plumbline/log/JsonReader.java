package dev.plumbline.log;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads a line of JSON as maps, lists, texts, booleans and numbers that keep their spelling. Strict: nothing but JSON, no
 * name twice, nothing after the value. Not thread-safe.
 */
final class JsonReader {
    private static final int MOST_DEPTH = 32;

    private final String text;
    private int at;

    private JsonReader(String text) {
        this.text = text;
    }

    /** A number as it is spelled, to be read as what it is meant to be. */
    record Numeral(String spelling) {}

    /**
     * Reads a value.
     *
     * @throws IllegalArgumentException if the text is no JSON; the message says where, and not what stands there
     */
    static Optional<Object> read(String text) {
        JsonReader reader = new JsonReader(text);
        Object value = reader.value(0);
        reader.space();
        if (reader.at < text.length()) {
            throw reader.wrong("something after the value");
        }
        return Optional.ofNullable(value);
    }

    private @Nullable Object value(int depth) {
        space();
        if (depth > MOST_DEPTH) {
            throw wrong("values nested more than " + MOST_DEPTH + " deep");
        }
        char c = peek();
        return switch (c) {
            case '{' -> object(depth);
            case '[' -> array(depth);
            case '"' -> string();
            case 't' -> word("true", true);
            case 'f' -> word("false", false);
            case 'n' -> word("null", null);
            default -> number();
        };
    }

    private Map<String, @Nullable Object> object(int depth) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        at++;
        space();
        if (take('}')) {
            return fields;
        }
        do {
            space();
            if (peek() != '"') {
                throw wrong("no name where one has to be");
            }
            String name = string();
            space();
            expect(':');
            if (fields.containsKey(name)) {
                throw wrong("a name that comes twice");
            }
            fields.put(name, value(depth + 1));
            space();
        } while (take(','));
        expect('}');
        return fields;
    }

    private List<@Nullable Object> array(int depth) {
        List<@Nullable Object> elements = new ArrayList<>();
        at++;
        space();
        if (take(']')) {
            return elements;
        }
        do {
            elements.add(value(depth + 1));
            space();
        } while (take(','));
        expect(']');
        return elements;
    }

    private String string() {
        int end = ++at;
        while (end < text.length() && text.charAt(end) != '"' && text.charAt(end) != '\\' && text.charAt(end) >= ' ') {
            end++;
        }
        StringBuilder out = new StringBuilder().append(text, at, end);
        at = end;
        while (!take('"')) {
            char c = peek();
            if (c < ' ') {
                throw wrong("a control character in a text");
            }
            at++;
            out.append(c == '\\' ? escape() : c);
        }
        return out.toString();
    }

    private char escape() {
        char c = peek();
        at++;
        return switch (c) {
            case '"', '\\', '/' -> c;
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'u' -> {
                int value = 0;
                for (int i = 0; i < 4; i++) {
                    int digit = Character.digit(peek(), 16);
                    if (digit < 0) {
                        throw wrong("an escape that is none");
                    }
                    value = value << 4 | digit;
                    at++;
                }
                yield (char) value;
            }
            default -> throw wrong("an escape that is none");
        };
    }

    private Numeral number() {
        int from = at;
        take('-');
        int digits = digits();
        if (digits == 0 || (digits > 1 && text.charAt(at - digits) == '0')) {
            throw wrong("no value");
        }
        if (take('.') && digits() == 0) {
            throw wrong("a number without its end");
        }
        if (take('e') || take('E')) {
            if (!take('+')) {
                take('-');
            }
            if (digits() == 0) {
                throw wrong("a number without its end");
            }
        }
        return new Numeral(text.substring(from, at));
    }

    private int digits() {
        int from = at;
        while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
            at++;
        }
        return at - from;
    }

    private @Nullable Object word(String word, @Nullable Object value) {
        if (!text.startsWith(word, at)) {
            throw wrong("no value");
        }
        at += word.length();
        return value;
    }

    private void space() {
        while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
    }

    private char peek() {
        if (at >= text.length()) {
            throw wrong("no end");
        }
        return text.charAt(at);
    }

    private boolean take(char c) {
        if (at < text.length() && text.charAt(at) == c) {
            at++;
            return true;
        }
        return false;
    }

    private void expect(char c) {
        if (!take(c)) {
            throw wrong("no '" + c + "' where one has to be");
        }
    }

    private IllegalArgumentException wrong(String what) {
        return new IllegalArgumentException("it has " + what + " at character " + (at + 1));
    }
}

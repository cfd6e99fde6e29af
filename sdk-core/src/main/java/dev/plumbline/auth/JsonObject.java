package dev.plumbline.auth;

import java.io.Serial;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;

/** Reads the texts and numbers of a JSON object and skips what is nested in it. What is wrong is told without its text. */
final class JsonObject {
    private static final int MAX_DEPTH = 32;

    /** Says at which place a text is no JSON object. */
    static final class Fault extends Exception {
        @Serial
        private static final long serialVersionUID = 1L;

        Fault(String wanted, int place) {
            super("is no JSON object: " + wanted + " expected at character " + place);
        }
    }

    private final String text;
    private int place;

    private JsonObject(String text) {
        this.text = text;
    }

    /** Returns fields as texts, numbers as they are written; what is null, a truth value or nested is left out. */
    static Map<String, String> read(String text) throws Fault {
        JsonObject reader = new JsonObject(text);
        Map<String, String> fields = reader.object();
        reader.skipSpace();
        if (reader.place < text.length()) {
            throw new Fault("the end", reader.place);
        }
        return fields;
    }

    private Map<String, String> object() throws Fault {
        Map<String, String> fields = new HashMap<>();
        expect('{');
        if (accept('}')) {
            return fields;
        }
        do {
            int start = place;
            String name = string();
            expect(':');
            if (isNext('"')) {
                put(fields, name, string(), start);
            } else if (isNext('-') || isDigit()) {
                put(fields, name, literal(), start);
            } else {
                skip(0);
            }
        } while (accept(','));
        expect('}');
        return fields;
    }

    private static void put(Map<String, String> fields, String name, String value, int start) throws Fault {
        if (fields.putIfAbsent(name, value) != null) {
            throw new Fault("no field twice, as", start);
        }
    }

    private void skip(int depth) throws Fault {
        if (depth > MAX_DEPTH) {
            throw new Fault("no deeper nesting", place);
        }
        if (isNext('"')) {
            string();
        } else if (accept('{')) {
            if (!accept('}')) {
                do {
                    string();
                    expect(':');
                    skip(depth + 1);
                } while (accept(','));
                expect('}');
            }
        } else if (accept('[')) {
            if (!accept(']')) {
                do {
                    skip(depth + 1);
                } while (accept(','));
                expect(']');
            }
        } else {
            literal();
        }
    }

    private boolean isDigit() {
        return place < text.length() && "0123456789".indexOf(text.charAt(place)) >= 0;
    }

    private String literal() throws Fault {
        int start = place;
        while (place < text.length() && isLiteral(text.charAt(place))) {
            place++;
        }
        if (place == start) {
            throw new Fault("a value", start);
        }
        return text.substring(start, place);
    }

    private static boolean isLiteral(char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || "+-.E".indexOf(c) >= 0;
    }

    private void skipSpace() {
        while (place < text.length() && " \t\r\n".indexOf(text.charAt(place)) >= 0) {
            place++;
        }
    }

    private boolean isNext(char c) {
        skipSpace();
        return place < text.length() && text.charAt(place) == c;
    }

    private boolean accept(char c) {
        boolean found = isNext(c);
        place += found ? 1 : 0;
        return found;
    }

    private void expect(char c) throws Fault {
        if (!accept(c)) {
            throw new Fault("'" + c + "'", place);
        }
    }

    private String string() throws Fault {
        expect('"');
        StringBuilder out = new StringBuilder();
        while (place < text.length()) {
            char c = text.charAt(place++);
            if (c == '"') {
                return out.toString();
            } else if (c < ' ') {
                throw new Fault("no control character", place - 1);
            }
            out.append(c == '\\' ? escaped() : c);
        }
        throw new Fault("'\"'", place);
    }

    private char escaped() throws Fault {
        char c = place < text.length() ? text.charAt(place++) : ' ';
        return switch (c) {
            case '"', '\\', '/' -> c;
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'u' -> unit();
            default -> throw new Fault("an escape", place - 1);
        };
    }

    private char unit() throws Fault {
        int end = place + 4;
        for (int i = place; i < end; i++) {
            if (i >= text.length() || !HexFormat.isHexDigit(text.charAt(i))) {
                throw new Fault("four hex digits", place);
            }
        }
        char unit = (char) HexFormat.fromHexDigits(text, place, end);
        place = end;
        return unit;
    }
}

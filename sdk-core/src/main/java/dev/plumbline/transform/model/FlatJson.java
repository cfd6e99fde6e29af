package dev.plumbline.transform.model;

import java.io.Serial;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One JSON object of texts and integers, without anything in anything. */
final class FlatJson {
    /** Says at which place a text is no such object. */
    static final class Fault extends Exception {
        @Serial
        private static final long serialVersionUID = 1L;

        Fault(String wanted, int place) {
            this(wanted, place, null);
        }

        Fault(String wanted, int place, @Nullable Throwable cause) {
            super("is no flat JSON object: " + wanted + " expected at character " + place, cause);
        }
    }

    private final String text;
    private int place;

    private FlatJson(String text) {
        this.text = text;
    }

    static String write(Map<String, Object> fields) {
        StringBuilder out = new StringBuilder();
        fields.forEach((name, value) -> {
            out.append(out.isEmpty() ? "{\n  " : ",\n  ");
            quote(out, name);
            out.append(": ");
            if (value instanceof String string) {
                quote(out, string);
            } else {
                out.append(value);
            }
        });
        return out.append("\n}\n").toString();
    }

    private static void quote(StringBuilder out, String text) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                out.append('\\').append(c);
            } else if (c == '\n') {
                out.append("\\n");
            } else if (c < ' ' || Character.isSurrogate(c) || c == '\u2028' || c == '\u2029') {
                out.append("\\u").append(HexFormat.of().toHexDigits(c));
            } else {
                out.append(c);
            }
        }
        out.append('"');
    }

    /** Reads such an object and nothing behind it; no name twice. */
    static Map<String, Object> read(String text) throws Fault {
        return new FlatJson(text).object();
    }

    private Map<String, Object> object() throws Fault {
        Map<String, Object> fields = new LinkedHashMap<>();
        expect('{');
        if (!accept('}')) {
            do {
                int start = place;
                String name = string();
                expect(':');
                if (fields.put(name, isNext('"') ? string() : integer()) != null) {
                    throw new Fault("another name than a second '" + name + "'", start);
                }
            } while (accept(','));
            expect('}');
        }
        skipSpace();
        if (place < text.length()) {
            throw new Fault("the end", place);
        }
        return fields;
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

    private Long integer() throws Fault {
        int start = place;
        while (place < text.length() && text.charAt(place) >= '0' && text.charAt(place) <= '9') {
            place++;
        }
        boolean leadingZero = place > start + 1 && text.charAt(start) == '0';
        if (place == start || place > start + 18 || leadingZero) {
            throw new Fault("a text or an integer", start);
        }
        return Long.valueOf(text.substring(start, place));
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
        try {
            if (end <= text.length()) {
                char unit = (char) HexFormat.fromHexDigits(text, place, end);
                place = end;
                return unit;
            }
        } catch (NumberFormatException e) {
            throw new Fault("four hex digits", place, e);
        }
        throw new Fault("four hex digits", place);
    }
}

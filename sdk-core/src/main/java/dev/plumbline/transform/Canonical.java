package dev.plumbline.transform;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Writes values in the one form that is hashed: JSON without whitespace, keys in code point order, binary64 as the hex
 * digits of its bits. Independent of any library's idea of how a number is printed.
 */
final class Canonical {
    private Canonical() {}

    /** Writes a map, a list, a text, a Long or Integer, or a Double. */
    static String write(Object value) {
        StringBuilder out = new StringBuilder();
        append(out, value);
        return out.toString();
    }

    static SortedMap<String, Object> map() {
        return new TreeMap<>(Canonical::byCodePoint);
    }

    static String hash(String prefix, String domain, String canonical) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            return prefix
                    + HexFormat.of().formatHex(digest.digest((domain + canonical).getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private static int byCodePoint(String a, String b) {
        return java.util.Arrays.compareUnsigned(a.getBytes(StandardCharsets.UTF_8), b.getBytes(StandardCharsets.UTF_8));
    }

    private static void append(StringBuilder out, Object value) {
        if (value instanceof Map<?, ?> map) {
            SortedMap<String, Object> sorted = map();
            map.forEach((key, held) -> sorted.put((String) key, held));
            String separator = "{";
            for (Map.Entry<String, Object> entry : sorted.entrySet()) {
                out.append(separator);
                text(out, entry.getKey());
                out.append(':');
                append(out, entry.getValue());
                separator = ",";
            }
            out.append(sorted.isEmpty() ? "{}" : "}");
        } else if (value instanceof List<?> list) {
            String separator = "[";
            for (Object item : list) {
                out.append(separator);
                append(out, item);
                separator = ",";
            }
            out.append(list.isEmpty() ? "[]" : "]");
        } else if (value instanceof Double number) {
            out.append("\"f:")
                    .append(HexFormat.of().toHexDigits(Double.doubleToRawLongBits(number + 0.0)))
                    .append('"');
        } else if (value instanceof String text) {
            text(out, text);
        } else if (value instanceof Boolean truth) {
            out.append(truth);
        } else {
            out.append(((Number) value).longValue());
        }
    }

    private static void text(StringBuilder out, String text) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\b' -> out.append("\\b");
                case '\t' -> out.append("\\t");
                case '\n' -> out.append("\\n");
                case '\f' -> out.append("\\f");
                case '\r' -> out.append("\\r");
                default -> {
                    if (c < 0x20) {
                        out.append("\\u00").append(HexFormat.of().toHexDigits((byte) c));
                    } else {
                        out.append(c);
                    }
                }
            }
        }
        out.append('"');
    }
}

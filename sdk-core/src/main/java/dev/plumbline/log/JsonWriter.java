package dev.plumbline.log;

/**
 * Writes JSON, numbers so that they are read back to the same bits: integers with all digits, floats in the shortest form
 * that Java prints, and what JSON has no number for as a text: "NaN", "Infinity", "-Infinity", and a NaN of other bits as
 * "NaN:" and these in hexadecimal. Not thread-safe.
 */
final class JsonWriter {
    private final StringBuilder out = new StringBuilder();
    private boolean comma;

    JsonWriter open(char bracket) {
        separate();
        out.append(bracket);
        comma = false;
        return this;
    }

    JsonWriter close(char bracket) {
        out.append(bracket);
        comma = true;
        return this;
    }

    JsonWriter name(String name) {
        separate();
        quote(name);
        out.append(':');
        comma = false;
        return this;
    }

    JsonWriter value(String text) {
        separate();
        quote(text);
        return this;
    }

    JsonWriter value(long number) {
        separate();
        out.append(number);
        return this;
    }

    JsonWriter value(boolean truth) {
        separate();
        out.append(truth);
        return this;
    }

    JsonWriter value(double number) {
        if (Double.isNaN(number)) {
            long bits = Double.doubleToRawLongBits(number);
            boolean usual = bits == Double.doubleToRawLongBits(Double.NaN);
            return value(usual ? "NaN" : "NaN:" + Long.toHexString(bits));
        }
        return Double.isInfinite(number) ? value(Double.toString(number)) : raw(Double.toString(number));
    }

    JsonWriter value(float number) {
        if (Float.isNaN(number)) {
            int bits = Float.floatToRawIntBits(number);
            boolean usual = bits == Float.floatToRawIntBits(Float.NaN);
            return value(usual ? "NaN" : "NaN:" + Integer.toHexString(bits));
        }
        return Float.isInfinite(number) ? value(Float.toString(number)) : raw(Float.toString(number));
    }

    private JsonWriter raw(String token) {
        separate();
        out.append(token);
        return this;
    }

    private void separate() {
        if (comma) {
            out.append(',');
        }
        comma = true;
    }

    private void quote(String text) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                out.append('\\').append(c);
            } else if (c < ' ' || c == '\u2028' || c == '\u2029' || isLone(text, i)) {
                out.append(String.format("\\u%04x", (int) c));
            } else {
                out.append(c);
            }
        }
        out.append('"');
    }

    /** A half of a pair that has no other half: UTF-8 has no octets for it. */
    private static boolean isLone(String text, int index) {
        char c = text.charAt(index);
        if (Character.isHighSurrogate(c)) {
            return index + 1 == text.length() || !Character.isLowSurrogate(text.charAt(index + 1));
        }
        return Character.isLowSurrogate(c) && (index == 0 || !Character.isHighSurrogate(text.charAt(index - 1)));
    }

    @Override
    public String toString() {
        return out.toString();
    }
}

package dev.plumbline.testing.http;

import dev.plumbline.feature.FeatureRow;
import dev.plumbline.feature.FeatureType;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** A JSON text that is being written. Not thread-safe. */
final class JsonText {
    /** How many microseconds a timestamp counts in. */
    private final long timeUnitMicros;

    private final StringBuilder out = new StringBuilder();

    JsonText(long timeUnitMicros) {
        this.timeUnitMicros = timeUnitMicros;
    }

    /** Writes as it is, after a comma if something comes before it in its object or list. */
    JsonText raw(String text) {
        comma();
        out.append(text);
        return this;
    }

    JsonText begin(char bracket) {
        comma();
        out.append(bracket);
        return this;
    }

    JsonText end(char bracket) {
        out.append(bracket);
        return this;
    }

    JsonText name(String name) {
        text(name);
        out.append(':');
        return this;
    }

    private void comma() {
        if (!out.isEmpty() && "{[:,".indexOf(out.charAt(out.length() - 1)) < 0) {
            out.append(',');
        }
    }

    /** Writes a text; half a character goes out as an escape, which JSON allows and no text is. */
    JsonText text(String text) {
        comma();
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean paired = Character.isHighSurrogate(c)
                    && i + 1 < text.length()
                    && Character.isLowSurrogate(text.charAt(i + 1));
            if (paired) {
                out.append(c).append(text.charAt(++i));
            } else if (c == '"' || c == '\\') {
                out.append('\\').append(c);
            } else if (c < ' ' || Character.isSurrogate(c)) {
                out.append("\\u").append(String.format("%04x", (int) c));
            } else {
                out.append(c);
            }
        }
        out.append('"');
        return this;
    }

    private JsonText number(double value) {
        return Double.isNaN(value) || Double.isInfinite(value)
                ? text(Double.toString(value))
                : raw(Double.toString(value));
    }

    private JsonText time(long micros) {
        return raw(Long.toString(Math.floorDiv(micros, timeUnitMicros)));
    }

    /** Writes a cell that has a value. */
    JsonText cell(FeatureRow row, int slot) {
        FeatureType type = row.view().type(slot);
        long bits = row.bits(slot);
        return switch (type.kind()) {
            case BOOL -> raw(Boolean.toString(bits != 0));
            case INT32, INT64 -> raw(Long.toString(bits));
            case FLOAT32, FLOAT64 -> number(Double.longBitsToDouble(bits));
            case TIMESTAMP -> time(bits);
            case STRING, BYTES -> object(row.object(slot));
            case LIST, VECTOR -> list(row.object(slot), type.element());
        };
    }

    private JsonText object(@Nullable Object value) {
        return text(
                value instanceof byte[] octets ? Base64.getEncoder().encodeToString(octets) : String.valueOf(value));
    }

    private JsonText list(@Nullable Object values, FeatureType element) {
        begin('[');
        if (values instanceof boolean[] bools) {
            for (boolean bool : bools) {
                raw(Boolean.toString(bool));
            }
        } else if (values instanceof int[] numbers) {
            for (int number : numbers) {
                raw(Integer.toString(number));
            }
        } else if (values instanceof long[] numbers) {
            for (long number : numbers) {
                JsonText unused =
                        element.kind() == FeatureType.Kind.TIMESTAMP ? time(number) : raw(Long.toString(number));
            }
        } else if (values instanceof float[] numbers) {
            for (float number : numbers) {
                number(number);
            }
        } else if (values instanceof double[] numbers) {
            for (double number : numbers) {
                number(number);
            }
        } else if (values instanceof Object[] elements) {
            for (Object value : elements) {
                object(value);
            }
        }
        return end(']');
    }

    @Override
    public String toString() {
        return out.toString();
    }
}

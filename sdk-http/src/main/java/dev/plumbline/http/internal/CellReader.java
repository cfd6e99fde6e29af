package dev.plumbline.http.internal;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.plumbline.feature.FeatureRowBuilder;
import dev.plumbline.feature.FeatureType;
import dev.plumbline.feature.FeatureView;
import dev.plumbline.feature.ValueState;
import java.io.IOException;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * Reads JSON values into cells. JSON has fewer types than a view: the declared one says what a value is, and one that it
 * cannot be makes the cell {@link ValueState#ERROR}. Not thread-safe: it belongs to one parser.
 */
final class CellReader {
    private static final long MICROS = 1_000_000;

    private final JsonParser parser;
    private final FeatureView view;
    private final boolean timesInSeconds;
    private final JsonNumbers numbers;
    private final ListReader list;

    private CellReader(JsonParser parser, FeatureView view, boolean feast) {
        this.parser = parser;
        this.view = view;
        this.timesInSeconds = feast;
        this.numbers = new JsonNumbers(parser, !feast);
        this.list = new ListReader(parser, this);
    }

    /** Reads as Feast writes: times are whole seconds. */
    static CellReader feast(JsonParser parser, FeatureView view) {
        return new CellReader(parser, view, true);
    }

    /** Reads the plain shape: times are microseconds, and integers may come in quotes. */
    static CellReader plain(JsonParser parser, FeatureView view) {
        return new CellReader(parser, view, false);
    }

    JsonNumbers numbers() {
        return numbers;
    }

    /** Reads the value that begins with the token, to its end; false if it is null. */
    boolean read(JsonToken token, FeatureRowBuilder row, int slot) throws IOException {
        if (token == JsonToken.VALUE_NULL) {
            row.putState(slot, ValueState.NULL);
            return false;
        }
        FeatureType type = view.type(slot);
        boolean fits = type.isScalar() ? readScalar(token, type.kind(), row, slot) : readList(token, type, row, slot);
        if (!fits) {
            row.putState(slot, ValueState.ERROR);
            parser.skipChildren();
        }
        return true;
    }

    private boolean readList(JsonToken token, FeatureType type, FeatureRowBuilder row, int slot) throws IOException {
        return token == JsonToken.START_ARRAY && list.read(type.element().kind(), row, slot);
    }

    private boolean readScalar(JsonToken token, FeatureType.Kind kind, FeatureRowBuilder row, int slot)
            throws IOException {
        switch (kind) {
            case FLOAT32, FLOAT64 -> {
                boolean fits = numbers.readFloat64(token);
                if (fits) {
                    row.putFloat64(slot, numbers.float64());
                }
                return fits;
            }
            case INT32, INT64 -> {
                boolean fits = numbers.readInt64(token);
                if (fits) {
                    row.putInt64(slot, numbers.int64());
                }
                return fits;
            }
            case TIMESTAMP -> {
                long time = time(token);
                if (time != Rfc3339.INVALID) {
                    row.putInt64(slot, time);
                }
                return time != Rfc3339.INVALID;
            }
            case BOOL -> {
                boolean fits = token == JsonToken.VALUE_TRUE || token == JsonToken.VALUE_FALSE;
                if (fits) {
                    row.putBool(slot, token == JsonToken.VALUE_TRUE);
                }
                return fits;
            }
            case STRING -> {
                String text = text(token);
                if (text != null) {
                    row.putString(slot, text);
                }
                return text != null;
            }
            default -> {
                byte[] octets = bytes(token);
                if (octets != null) {
                    row.putBytes(slot, octets);
                }
                return octets != null;
            }
        }
    }

    /** Returns a time in microseconds, {@link Rfc3339#INVALID} if the token is none. */
    long time(JsonToken token) throws IOException {
        if (token == JsonToken.VALUE_STRING) {
            return Rfc3339.micros(parser.getTextCharacters(), parser.getTextOffset(), parser.getTextLength());
        }
        if (!numbers.readInt64(token)) {
            return Rfc3339.INVALID;
        }
        long value = numbers.int64();
        if (!timesInSeconds) {
            return value;
        }
        return Math.abs(value) > Long.MAX_VALUE / MICROS || value == Long.MIN_VALUE ? Rfc3339.INVALID : value * MICROS;
    }

    /** Returns a text, null if the token is none or the text has half a character. */
    @Nullable String text(JsonToken token) throws IOException {
        if (token != JsonToken.VALUE_STRING) {
            return null;
        }
        String text = parser.getText();
        return JsonTexts.isUnicode(text) ? text : null;
    }

    byte @Nullable [] bytes(JsonToken token) throws IOException {
        if (token != JsonToken.VALUE_STRING) {
            return null;
        }
        try {
            return Base64.getDecoder().decode(parser.getText());
        } catch (IllegalArgumentException e) {
            return null;
        }
    }
}

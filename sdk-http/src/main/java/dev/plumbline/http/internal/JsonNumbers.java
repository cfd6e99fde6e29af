package dev.plumbline.http.internal;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.math.BigDecimal;

/** Reads numbers of a JSON text without a loss that goes unnoticed. Not thread-safe: it belongs to one parser. */
final class JsonNumbers {
    private static final double EXACT_IN_FLOAT64 = 1L << 53;
    private static final int SURE_DIGITS = 15;

    private final JsonParser parser;
    private final boolean texts;

    /** What was read last, when the method that read it said that it fits. */
    private long int64;

    private double float64;

    /**
     * Begins.
     *
     * @param texts whether integers may come in quotes, from servers whose language has none of 64 bits
     */
    JsonNumbers(JsonParser parser, boolean texts) {
        this.parser = parser;
        this.texts = texts;
    }

    long int64() {
        return int64;
    }

    double float64() {
        return float64;
    }

    /** Reads an integer: a number that is integral, whichever way it is written. */
    boolean readInt64(JsonToken token) throws IOException {
        if (token == JsonToken.VALUE_NUMBER_INT) {
            if (parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER) {
                return false;
            }
            int64 = parser.getLongValue();
            return true;
        }
        if (token == JsonToken.VALUE_NUMBER_FLOAT) {
            double value = parser.getDoubleValue();
            int64 = (long) value;
            return value == Math.rint(value) && Math.abs(value) <= EXACT_IN_FLOAT64 && isExact();
        }
        return texts && token == JsonToken.VALUE_STRING && readText();
    }

    /** Returns whether the text is the integer that its double is: far down and near 2^53 doubles swallow fractions. */
    private boolean isExact() throws IOException {
        return (int64 != 0 && parser.getTextLength() <= SURE_DIGITS)
                || parser.getDecimalValue().compareTo(BigDecimal.valueOf(int64)) == 0;
    }

    private boolean readText() throws IOException {
        try {
            int64 = Long.parseLong(parser.getText());
            return true;
        } catch (NumberFormatException e) {
            return false;
        }
    }

    /** Reads a binary64; one too large for it is refused, not made infinite. */
    boolean readFloat64(JsonToken token) throws IOException {
        if (token == JsonToken.VALUE_NUMBER_INT) {
            return parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER ? readFinite() : readIntegral();
        }
        if (token == JsonToken.VALUE_NUMBER_FLOAT) {
            return readFinite();
        }
        return token == JsonToken.VALUE_STRING && readWord();
    }

    private boolean readIntegral() throws IOException {
        long value = parser.getLongValue();
        // Some writers leave the fraction of -0.0 out.
        float64 = value == 0 && charAt(0) == '-' ? -0.0 : (double) value;
        return true;
    }

    private boolean readFinite() throws IOException {
        float64 = parser.getDoubleValue();
        if (!Double.isInfinite(float64)) {
            return true;
        }
        char first = charAt(0);
        return (first == '-' || first == '+' ? charAt(1) : first) == 'I';
    }

    /** Protobuf's JSON writes these in quotes. */
    private boolean readWord() throws IOException {
        switch (parser.getText()) {
            case "NaN" -> float64 = Double.NaN;
            case "Infinity" -> float64 = Double.POSITIVE_INFINITY;
            case "-Infinity" -> float64 = Double.NEGATIVE_INFINITY;
            default -> {
                return false;
            }
        }
        return true;
    }

    private char charAt(int index) throws IOException {
        return index < parser.getTextLength() ? parser.getTextCharacters()[parser.getTextOffset() + index] : ' ';
    }
}

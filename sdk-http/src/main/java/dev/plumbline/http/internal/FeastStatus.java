package dev.plumbline.http.internal;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;

/** What Feast says of a cell, by its name or its number; what is neither is an error. */
enum FeastStatus {
    INVALID,
    PRESENT,
    NULL_VALUE,
    NOT_FOUND,
    OUTSIDE_MAX_AGE;

    private static final FeastStatus[] ALL = values();

    static FeastStatus read(JsonParser parser, JsonToken token) throws IOException {
        if (token == JsonToken.VALUE_STRING) {
            return named(parser);
        }
        if (token == JsonToken.VALUE_NUMBER_INT && parser.getNumberType() == JsonParser.NumberType.INT) {
            int number = parser.getIntValue();
            return number >= 0 && number < ALL.length ? ALL[number] : INVALID;
        }
        return INVALID;
    }

    private static FeastStatus named(JsonParser parser) throws IOException {
        if (JsonTexts.isText(parser, PRESENT.name())) {
            return PRESENT;
        }
        for (FeastStatus status : ALL) {
            if (JsonTexts.isText(parser, status.name())) {
                return status;
            }
        }
        return INVALID;
    }
}

package dev.plumbline.http.internal;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.plumbline.feature.FeatureRow;
import dev.plumbline.feature.FeatureView;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads one reply of Feast. Most servers name the columns after their values, so the last reply's names are taken for
 * this one's; if the names turn out to be others, the reply is read once more. Not thread-safe.
 */
final class FeastReply {
    private final JsonFactory json;
    private final FeatureView view;
    private final FeastNames names;
    private final int count;
    private final long receivedMicros;
    private @Nullable FeastColumns columns;
    private @Nullable FeastRows read;
    private int results;

    FeastReply(JsonFactory json, FeatureView view, FeastNames names, int count, long receivedMicros) {
        this.json = json;
        this.view = view;
        this.names = names;
        this.count = count;
        this.receivedMicros = receivedMicros;
    }

    FeatureRow[] rows(byte[] reply, int length, @Nullable FeastColumns guess) throws IOException {
        try {
            pass(reply, length, guess);
        } catch (MalformedReplyException e) {
            if (guess == null) {
                throw e;
            }
            // Perhaps it is only the guess that does not fit.
            read = null;
            pass(reply, length, null);
        }
        FeastRows rows = read;
        if (rows == null || rows.columns() != columns) {
            pass(reply, length, columns());
            rows = read;
        }
        if (rows == null) {
            throw new MalformedReplyException("it has no results");
        }
        return rows.build();
    }

    /** Returns the columns of the reply that was read. */
    FeastColumns columns() throws MalformedReplyException {
        FeastColumns known = columns;
        if (known == null) {
            throw new MalformedReplyException("it has no metadata.feature_names");
        }
        return known;
    }

    /** Returns how many values came that the view does not name. */
    long skipped() throws MalformedReplyException {
        return (long) columns().unwanted() * count;
    }

    private void pass(byte[] reply, int length, @Nullable FeastColumns guess) throws IOException {
        FeastColumns expected = guess;
        boolean named = false;
        boolean valued = false;
        try (JsonParser parser = json.createParser(reply, 0, length)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new MalformedReplyException("it is no JSON object");
            }
            for (String field = parser.nextFieldName(); field != null; field = parser.nextFieldName()) {
                JsonToken token = parser.nextToken();
                if (field.equals("metadata") && token == JsonToken.START_OBJECT) {
                    requireFirst(named, field);
                    named = true;
                    expected = readMetadata(parser, guess);
                    columns = expected;
                } else if (field.equals("results") && token == JsonToken.START_ARRAY) {
                    requireFirst(valued, field);
                    valued = true;
                    readResults(parser, expected);
                } else {
                    parser.skipChildren();
                }
            }
            if (parser.currentToken() != JsonToken.END_OBJECT || parser.nextToken() != null) {
                throw new MalformedReplyException("it is more than one JSON object");
            }
        }
        if (!valued) {
            throw new MalformedReplyException("it has no results");
        }
        int expectedCount = columns().names().size();
        if (expectedCount != results) {
            throw new MalformedReplyException(expectedCount + " names for " + results
                    + " columns of results: which value is whose cannot be told (Feast's servers with on-demand views do"
                    + " so)");
        }
    }

    private static void requireFirst(boolean seen, String field) throws MalformedReplyException {
        if (seen) {
            throw new MalformedReplyException("it has " + field + " twice");
        }
    }

    private FeastColumns readMetadata(JsonParser parser, @Nullable FeastColumns guess) throws IOException {
        FeastColumns found = null;
        for (String field = parser.nextFieldName(); field != null; field = parser.nextFieldName()) {
            JsonToken token = parser.nextToken();
            if (field.equals("feature_names") && token == JsonToken.START_ARRAY) {
                requireFirst(found != null, field);
                found = readNames(parser, guess);
            } else {
                parser.skipChildren();
            }
        }
        if (found == null) {
            throw new MalformedReplyException("it has no metadata.feature_names");
        }
        return found;
    }

    private FeastColumns readNames(JsonParser parser, @Nullable FeastColumns guess) throws IOException {
        List<String> known = guess == null ? List.of() : guess.names();
        List<String> told = null;
        int index = 0;
        for (JsonToken token = parser.nextToken(); token != JsonToken.END_ARRAY; token = parser.nextToken()) {
            if (token != JsonToken.VALUE_STRING) {
                throw new MalformedReplyException("a name in metadata.feature_names is no string");
            }
            if (told == null && (index >= known.size() || !JsonTexts.isText(parser, known.get(index)))) {
                told = new ArrayList<>(known.subList(0, index));
            }
            if (told != null) {
                told.add(parser.getText());
            }
            index++;
        }
        if (told == null && guess != null && index == known.size()) {
            return guess;
        }
        return new FeastColumns(told != null ? told : known.subList(0, index), names);
    }

    private void readResults(JsonParser parser, @Nullable FeastColumns expected) throws IOException {
        FeastRows rows = expected == null ? null : new FeastRows(parser, view, expected, count, receivedMicros);
        results = 0;
        for (JsonToken token = parser.nextToken(); token != JsonToken.END_ARRAY; token = parser.nextToken()) {
            if (token != JsonToken.START_OBJECT) {
                throw new MalformedReplyException("column " + results + " of results is no object");
            }
            int slot = expected == null ? FeastNames.UNWANTED : expected.slot(results);
            if (rows != null && slot >= 0) {
                rows.readColumn(results, slot);
            } else {
                parser.skipChildren();
            }
            results++;
        }
        read = rows;
    }
}

package dev.plumbline.http.internal;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.plumbline.feature.FeatureRow;
import dev.plumbline.feature.FeatureRowBuilder;
import dev.plumbline.feature.FeatureView;
import dev.plumbline.feature.ValueState;
import java.io.IOException;
import java.util.Arrays;

/**
 * Rows that are read column by column. Statuses and times may come before or after the values, or not at all; they are
 * applied when the column is read. Not thread-safe.
 */
final class FeastRows {
    /** What servers put where there is no event time. */
    private static final long NO_TIME = 0;

    /** Go's own zero time, the year 1. */
    private static final long YEAR_TWO = -62_104_060_800_000_000L;

    private final JsonParser parser;
    private final FeatureView view;
    private final FeastColumns columns;
    private final FeatureRowBuilder[] rows;
    private final CellReader cells;
    private final FeastStatus[] statuses;
    private final boolean[] valued;
    private final long[] times;
    private final long[] oldest;

    FeastRows(JsonParser parser, FeatureView view, FeastColumns columns, int count, long receivedMicros) {
        this.parser = parser;
        this.view = view;
        this.columns = columns;
        this.rows = new FeatureRowBuilder[count];
        Arrays.setAll(rows, index -> FeatureRow.builder(view, receivedMicros));
        this.cells = CellReader.feast(parser, view);
        this.statuses = new FeastStatus[count];
        this.valued = new boolean[count];
        this.times = new long[count];
        this.oldest = new long[count];
        Arrays.fill(oldest, FeatureRow.UNKNOWN_TIME);
    }

    /** Returns by which columns the rows were read. */
    FeastColumns columns() {
        return columns;
    }

    /** Reads the column whose start is the parser's token, to its end. */
    void readColumn(int column, int slot) throws IOException {
        int values = 0;
        int told = 0;
        int timed = 0;
        for (String field = parser.nextFieldName(); field != null; field = parser.nextFieldName()) {
            boolean array = parser.nextToken() == JsonToken.START_ARRAY;
            if (array && field.equals("values")) {
                values = readValues(column, slot);
            } else if (array && field.equals("statuses")) {
                told = readStatuses(column);
            } else if (array && field.equals("event_timestamps")) {
                timed = readTimes(column);
            } else {
                parser.skipChildren();
            }
        }
        require(values == rows.length, column, values, "values");
        require(told == 0 || told == rows.length, column, told, "statuses");
        require(timed == 0 || timed == rows.length, column, timed, "event_timestamps");
        if (told > 0) {
            applyStatuses(slot);
        }
        for (int i = 0; i < timed; i++) {
            long time = told > 0 && statuses[i] == FeastStatus.NOT_FOUND ? FeatureRow.UNKNOWN_TIME : times[i];
            if (time != FeatureRow.UNKNOWN_TIME && (oldest[i] == FeatureRow.UNKNOWN_TIME || time < oldest[i])) {
                oldest[i] = time;
            }
        }
    }

    private int readValues(int column, int slot) throws IOException {
        int index = 0;
        for (JsonToken token = parser.nextToken(); token != JsonToken.END_ARRAY; token = parser.nextToken()) {
            require(token != null && index < rows.length, column, index + 1, "values");
            valued[index] = cells.read(token, rows[index], slot);
            index++;
        }
        return index;
    }

    private int readStatuses(int column) throws IOException {
        int index = 0;
        for (JsonToken token = parser.nextToken(); token != JsonToken.END_ARRAY; token = parser.nextToken()) {
            require(token != null && index < rows.length, column, index + 1, "statuses");
            statuses[index++] = FeastStatus.read(parser, token);
            parser.skipChildren();
        }
        return index;
    }

    private int readTimes(int column) throws IOException {
        int index = 0;
        for (JsonToken token = parser.nextToken(); token != JsonToken.END_ARRAY; token = parser.nextToken()) {
            require(token != null && index < rows.length, column, index + 1, "event_timestamps");
            times[index++] = time(column, token);
        }
        return index;
    }

    private long time(int column, JsonToken token) throws IOException {
        if (token == JsonToken.VALUE_NULL) {
            return FeatureRow.UNKNOWN_TIME;
        }
        long time = token == JsonToken.VALUE_STRING ? cells.time(token) : Rfc3339.INVALID;
        if (time == Rfc3339.INVALID) {
            throw new MalformedReplyException(
                    "an event timestamp of column '" + name(column) + "' is no RFC 3339 time");
        }
        return time == NO_TIME || time < YEAR_TWO ? FeatureRow.UNKNOWN_TIME : time;
    }

    private void applyStatuses(int slot) {
        for (int i = 0; i < rows.length; i++) {
            switch (statuses[i]) {
                case PRESENT -> {}
                case NULL_VALUE -> rows[i].putState(slot, ValueState.NULL);
                case NOT_FOUND -> rows[i].putState(slot, ValueState.NOT_FOUND);
                // The value is kept: the event time tells its age, and the view how old it may be.
                case OUTSIDE_MAX_AGE -> {
                    if (!valued[i]) {
                        rows[i].putState(slot, ValueState.NOT_FOUND);
                    }
                }
                case INVALID -> rows[i].putState(slot, ValueState.ERROR);
            }
        }
    }

    FeatureRow[] build() {
        FeatureRow[] all = new FeatureRow[rows.length];
        for (int i = 0; i < all.length; i++) {
            all[i] = rows[i].eventTimeMicros(oldest[i]).build();
        }
        return all;
    }

    private void require(boolean fits, int column, int count, String what) throws MalformedReplyException {
        if (!fits) {
            throw new MalformedReplyException("column '" + name(column) + "' of view '" + view.name() + "' has " + count
                    + " or more " + what + " for " + rows.length + " entities");
        }
    }

    private String name(int column) {
        return columns.names().get(column);
    }
}

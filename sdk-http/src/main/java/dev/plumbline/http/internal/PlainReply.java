package dev.plumbline.http.internal;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.plumbline.feature.FeatureRow;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads one reply of the plain shape: rows in any order, each with its key. Not thread-safe. */
final class PlainReply {
    private final PlainNames names;
    private final PlainKeys keys;
    private final long receivedMicros;
    private final @Nullable FeatureRow[] rows;
    private long skipped;

    PlainReply(PlainNames names, PlainKeys keys, long receivedMicros) {
        this.names = names;
        this.keys = keys;
        this.receivedMicros = receivedMicros;
        this.rows = new FeatureRow[keys.count()];
    }

    List<FeatureRow> rows(JsonFactory json, byte[] reply, int length) throws IOException {
        try (JsonParser parser = json.createParser(reply, 0, length)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new MalformedReplyException("it is no JSON object");
            }
            boolean found = false;
            for (String field = parser.nextFieldName(); field != null; field = parser.nextFieldName()) {
                JsonToken token = parser.nextToken();
                if (field.equals("rows") && token == JsonToken.START_ARRAY) {
                    found = true;
                    readRows(parser);
                } else {
                    parser.skipChildren();
                }
            }
            if (parser.currentToken() != JsonToken.END_OBJECT || parser.nextToken() != null) {
                throw new MalformedReplyException("it is more than one JSON object");
            }
            if (!found) {
                throw new MalformedReplyException("it has no rows");
            }
        }
        return aligned();
    }

    /** Returns how many values came that the view does not name. */
    long skipped() {
        return skipped;
    }

    private void readRows(JsonParser parser) throws IOException {
        PlainRow row = new PlainRow(parser, names, receivedMicros);
        int index = 0;
        for (JsonToken token = parser.nextToken(); token != JsonToken.END_ARRAY; token = parser.nextToken()) {
            if (token != JsonToken.START_OBJECT) {
                throw new MalformedReplyException("row " + index + " is no object");
            }
            FeatureRow read = row.read(index);
            int place = keys.find(row.key());
            if (place >= 0) {
                rows[place] = read;
            }
            index++;
        }
        skipped = row.skipped();
    }

    private List<FeatureRow> aligned() {
        FeatureRow missing = FeatureRow.notFound(names.view(), receivedMicros);
        FeatureRow[] all = new FeatureRow[rows.length];
        for (int i = 0; i < all.length; i++) {
            FeatureRow found = rows[keys.sameAs(i)];
            all[i] = found == null ? missing : found;
        }
        return Arrays.asList(all);
    }
}

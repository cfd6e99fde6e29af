package dev.plumbline.http.internal;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.plumbline.feature.FeatureRowBuilder;
import dev.plumbline.feature.FeatureType;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Reads JSON arrays into lists and vectors: all elements are of the declared type, or the list is refused. */
final class ListReader {
    private static final long[] NO_INTEGERS = {};
    private static final double[] NO_FLOATS = {};
    private static final boolean[] NO_BOOLS = {};

    private final JsonParser parser;
    private final CellReader cells;
    private final List<String> texts = new ArrayList<>();
    private final List<byte[]> octets = new ArrayList<>();
    private long[] integers = NO_INTEGERS;
    private double[] floats = NO_FLOATS;
    private boolean[] bools = NO_BOOLS;

    ListReader(JsonParser parser, CellReader cells) {
        this.parser = parser;
        this.cells = cells;
    }

    /** Reads the array whose start is the parser's token, to its end; false if an element does not fit. */
    boolean read(FeatureType.Kind element, FeatureRowBuilder row, int slot) throws IOException {
        texts.clear();
        octets.clear();
        int count = 0;
        boolean fits = true;
        for (JsonToken token = parser.nextToken(); token != JsonToken.END_ARRAY; token = parser.nextToken()) {
            if (token == null) {
                throw new MalformedReplyException("it ends inside of a list");
            }
            fits = fits && add(element, token, count++);
            parser.skipChildren();
        }
        if (fits) {
            put(element, row, slot, count);
        }
        return fits;
    }

    private boolean add(FeatureType.Kind element, JsonToken token, int index) throws IOException {
        return switch (element) {
            case FLOAT32, FLOAT64 -> {
                boolean fits = cells.numbers().readFloat64(token);
                floats = index == floats.length ? Arrays.copyOf(floats, grown(index)) : floats;
                floats[index] = cells.numbers().float64();
                yield fits;
            }
            case INT32, INT64 -> {
                boolean fits = cells.numbers().readInt64(token);
                addInteger(index, cells.numbers().int64());
                yield fits;
            }
            case TIMESTAMP -> {
                long time = cells.time(token);
                addInteger(index, time);
                yield time != Rfc3339.INVALID;
            }
            case BOOL -> {
                bools = index == bools.length ? Arrays.copyOf(bools, grown(index)) : bools;
                bools[index] = token == JsonToken.VALUE_TRUE;
                yield token == JsonToken.VALUE_TRUE || token == JsonToken.VALUE_FALSE;
            }
            case STRING -> {
                String text = cells.text(token);
                yield text != null && texts.add(text);
            }
            default -> {
                byte[] value = cells.bytes(token);
                yield value != null && octets.add(value);
            }
        };
    }

    private void addInteger(int index, long value) {
        integers = index == integers.length ? Arrays.copyOf(integers, grown(index)) : integers;
        integers[index] = value;
    }

    private void put(FeatureType.Kind element, FeatureRowBuilder row, int slot, int count) {
        switch (element) {
            case FLOAT32, FLOAT64 -> row.putFloat64s(slot, Arrays.copyOf(floats, count));
            case INT32, INT64, TIMESTAMP -> row.putInt64s(slot, Arrays.copyOf(integers, count));
            case BOOL -> row.putBools(slot, Arrays.copyOf(bools, count));
            case STRING -> row.putStrings(slot, texts.toArray(String[]::new));
            default -> row.putByteStrings(slot, octets.toArray(byte[][]::new));
        }
    }

    private static int grown(int count) {
        return count + Math.max(8, count >> 1);
    }
}

package dev.plumbline.grpc.internal;

import dev.plumbline.feature.FeatureRowBuilder;
import dev.plumbline.feature.FeatureType;
import dev.plumbline.feature.FeatureView;
import dev.plumbline.feature.ValueState;
import org.jspecify.annotations.Nullable;

/** Reads a google.protobuf.Value into a cell. Of several kinds in one value the last one holds. Not thread-safe. */
final class ValueReader {
    private static final int NULL_TAG = 1 << 3 | WireReader.VARINT;
    static final int NUMBER_TAG = 2 << 3 | WireReader.FIXED64;
    static final int TEXT_TAG = 3 << 3 | WireReader.LENGTH;
    static final int BOOL_TAG = 4 << 3 | WireReader.VARINT;
    private static final int STRUCT_TAG = 5 << 3 | WireReader.LENGTH;
    private static final int LIST_TAG = 6 << 3 | WireReader.LENGTH;
    private static final int ELEMENT_TAG = 1 << 3 | WireReader.LENGTH;

    /** The tag of a number and the number. */
    static final int NUMBER_SIZE = 9;

    private final WireReader wire;
    private final FeatureView view;
    private final ListCollector list = new ListCollector();
    private @Nullable TextCache texts;
    private int kind;
    private double number;
    private boolean bool;
    private int textFrom;
    private int textLength;

    ValueReader(WireReader wire, FeatureView view) {
        this.wire = wire;
        this.view = view;
    }

    /** Reads the value that fills the part being read. */
    void read(FeatureRowBuilder row, int slot) throws MalformedReplyException {
        int from = wire.position;
        if (wire.limit - from == NUMBER_SIZE && wire.bytes[from] == NUMBER_TAG) {
            row.putFloat64(slot, WireReader.float64(wire.bytes, from + 1));
            wire.position = wire.limit;
            return;
        }
        begin();
        merge(!view.type(slot).isScalar());
        put(row, slot);
    }

    /** Returns a text of the reply, the same String as before where it came lately. */
    String text(int from, int length) throws MalformedReplyException {
        TextCache cache = texts;
        if (cache == null) {
            cache = new TextCache(wire);
            texts = cache;
        }
        return cache.text(from, length);
    }

    void begin() {
        kind = 0;
    }

    /** Reads a value, or more of one, to the limit. */
    void merge(boolean withList) throws MalformedReplyException {
        while (wire.hasMore()) {
            int tag = wire.tag();
            switch (tag) {
                case NULL_TAG -> wire.varint64();
                case NUMBER_TAG -> number = wire.float64();
                case TEXT_TAG -> {
                    textLength = wire.length();
                    textFrom = wire.position;
                    wire.position += textLength;
                }
                case BOOL_TAG -> bool = wire.varint64() != 0;
                case STRUCT_TAG -> wire.skip(tag);
                case LIST_TAG -> {
                    if (withList) {
                        if (kind != LIST_TAG) {
                            list.clear();
                        }
                        readList();
                    } else {
                        wire.skip(tag);
                    }
                }
                default -> {
                    wire.skip(tag);
                    continue;
                }
            }
            kind = tag;
        }
    }

    void put(FeatureRowBuilder row, int slot) throws MalformedReplyException {
        switch (kind) {
            case NULL_TAG -> row.putState(slot, ValueState.NULL);
            case NUMBER_TAG -> row.putFloat64(slot, number);
            case TEXT_TAG -> row.putString(slot, text(textFrom, textLength));
            case BOOL_TAG -> row.putBool(slot, bool);
            case LIST_TAG -> putList(row, slot);
            default -> row.putState(slot, ValueState.ERROR);
        }
    }

    private void putList(FeatureRowBuilder row, int slot) {
        FeatureType type = view.type(slot);
        if (type.isScalar()) {
            row.putState(slot, ValueState.ERROR);
        } else {
            list.put(row, slot, type.element().kind());
        }
    }

    private void readList() throws MalformedReplyException {
        int length = wire.length();
        int outer = wire.limit;
        wire.limit = wire.position + length;
        while (wire.hasMore()) {
            int tag = wire.tag();
            if (tag == ELEMENT_TAG) {
                int end = wire.length() + wire.position;
                int inner = wire.limit;
                wire.limit = end;
                readElement();
                wire.limit = inner;
            } else {
                wire.skip(tag);
            }
        }
        wire.limit = outer;
    }

    private void readElement() throws MalformedReplyException {
        begin();
        merge(false);
        switch (kind) {
            case NUMBER_TAG -> list.add(number);
            case TEXT_TAG -> list.add(text(textFrom, textLength));
            case BOOL_TAG -> list.add(bool);
            default -> list.spoil();
        }
        kind = LIST_TAG;
    }
}

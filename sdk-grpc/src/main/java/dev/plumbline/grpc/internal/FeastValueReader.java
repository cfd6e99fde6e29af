package dev.plumbline.grpc.internal;

import dev.plumbline.feature.FeatureRowBuilder;
import dev.plumbline.feature.FeatureType;
import dev.plumbline.feature.FeatureView;
import dev.plumbline.feature.ValueState;
import org.jspecify.annotations.Nullable;

/** Reads a feast.types.Value into a cell. Of several kinds in one value the last one holds. Not thread-safe. */
final class FeastValueReader {
    private static final int TEXT_TAG = FeastKinds.STRING << 3 | WireReader.LENGTH;
    private static final int INT32_TAG = FeastKinds.INT32 << 3 | WireReader.VARINT;
    private static final int INT64_TAG = FeastKinds.INT64 << 3 | WireReader.VARINT;
    private static final int DOUBLE_TAG = FeastKinds.DOUBLE << 3 | WireReader.FIXED64;
    private static final int FLOAT_TAG = FeastKinds.FLOAT << 3 | WireReader.FIXED32;
    private static final int SECONDS_TAG = 1 << 3 | WireReader.VARINT;

    private static final long MICROS = 1_000_000;
    private static final long MOST_SECONDS = Long.MAX_VALUE / MICROS;

    private final WireReader wire;
    private final FeatureView view;
    private final FeastSurprises surprises;
    private @Nullable FeastListReader list;
    private @Nullable TextCache texts;
    private int field;
    private long number;
    private double float64;
    private float float32;
    private int from;
    private int length;
    private int unknown;

    FeastValueReader(WireReader wire, FeatureView view, FeastSurprises surprises) {
        this.wire = wire;
        this.view = view;
        this.surprises = surprises;
    }

    /** Puts the value whose length lies at a position; the state where there is none. */
    void read(int position, FeatureRowBuilder row, int slot, ValueState none) throws MalformedReplyException {
        byte[] bytes = wire.bytes;
        int size = bytes[position];
        int at = position + 1;
        if (size == 9 && bytes[at] == DOUBLE_TAG) {
            row.putFloat64(slot, WireReader.float64(bytes, at + 1));
        } else if (size == 0) {
            row.putState(slot, none);
        } else if (size < 2 || !readUsual(bytes, at, size, row, slot)) {
            wire.seek(position, wire.bytes.length);
            int actual = wire.varint32();
            wire.limit = wire.position + actual;
            readAny(row, slot, none);
        }
    }

    /** Puts a value of fewer than 128 octets that is one number or text in its usual form. */
    private boolean readUsual(byte[] bytes, int at, int size, FeatureRowBuilder row, int slot)
            throws MalformedReplyException {
        switch (bytes[at]) {
            case INT64_TAG, INT32_TAG -> {
                long value = 0;
                int last = size - 1;
                if (last > 9) {
                    return false;
                }
                for (int i = 1; i <= last; i++) {
                    byte next = bytes[at + i];
                    if (next < 0 == (i == last)) {
                        return false;
                    }
                    value |= (next & 0x7FL) << (7 * i - 7);
                }
                row.putInt64(slot, bytes[at] == INT64_TAG ? value : (int) value);
                return true;
            }
            case TEXT_TAG -> {
                if (bytes[at + 1] != size - 2) {
                    return false;
                }
                row.putString(slot, texts().text(at + 2, size - 2));
                return true;
            }
            case FLOAT_TAG -> {
                if (size != 5) {
                    return false;
                }
                wire.seek(at + 1, at + size);
                row.putFloat32(slot, wire.float32());
                return true;
            }
            default -> {
                return false;
            }
        }
    }

    private void readAny(FeatureRowBuilder row, int slot, ValueState none) throws MalformedReplyException {
        field = 0;
        unknown = 0;
        while (wire.hasMore()) {
            int tag = wire.tag();
            int next = tag >>> 3;
            int kind = FeastKinds.scalar(next);
            if (kind != 0 && (tag & 7) == FeastKinds.wireType(kind)) {
                readScalar(tag, kind, next);
            } else if (FeastKinds.element(next) != 0 && (tag & 7) == WireReader.LENGTH) {
                if (field != next) {
                    list().begin(FeastKinds.element(next));
                }
                list().read();
            } else {
                wire.skip(tag);
                unknown = next;
                continue;
            }
            field = next;
        }
        put(row, slot, none);
    }

    private TextCache texts() {
        TextCache cache = texts;
        if (cache == null) {
            cache = new TextCache(wire);
            texts = cache;
        }
        return cache;
    }

    private FeastListReader list() {
        FeastListReader reader = list;
        if (reader == null) {
            reader = new FeastListReader(wire, texts());
            list = reader;
        }
        return reader;
    }

    private void readScalar(int tag, int kind, int next) throws MalformedReplyException {
        switch (kind) {
            case FeastKinds.DOUBLE -> float64 = wire.float64();
            case FeastKinds.FLOAT -> float32 = wire.float32();
            case FeastKinds.STRING, FeastKinds.BYTES -> {
                length = wire.length();
                from = wire.position;
                wire.position += length;
            }
            case FeastKinds.UNSUPPORTED -> wire.skip(tag);
            case FeastKinds.ZONED_TIMESTAMP -> readZoned(field == next);
            default -> number = wire.varint64();
        }
    }

    private void readZoned(boolean more) throws MalformedReplyException {
        if (!more) {
            number = 0;
        }
        int size = wire.length();
        int outer = wire.limit;
        wire.limit = wire.position + size;
        while (wire.hasMore()) {
            int tag = wire.tag();
            if (tag == SECONDS_TAG) {
                number = wire.varint64();
            } else {
                wire.skip(tag);
            }
        }
        wire.limit = outer;
    }

    private void put(FeatureRowBuilder row, int slot, ValueState none) throws MalformedReplyException {
        if (FeastKinds.element(field) != 0) {
            list().put(row, slot, view.type(slot));
            return;
        }
        switch (FeastKinds.scalar(field)) {
            case FeastKinds.NULL -> row.putState(slot, none);
            case FeastKinds.DOUBLE -> row.putFloat64(slot, float64);
            case FeastKinds.FLOAT -> row.putFloat32(slot, float32);
            case FeastKinds.INT64 -> row.putInt64(slot, number);
            case FeastKinds.INT32 -> {
                int low = (int) number;
                row.putInt64(slot, low);
            }
            case FeastKinds.BOOL -> row.putBool(slot, number != 0);
            case FeastKinds.STRING -> row.putString(slot, texts().text(from, length));
            case FeastKinds.BYTES -> row.putBytes(slot, java.util.Arrays.copyOfRange(wire.bytes, from, from + length));
            case FeastKinds.UNIX_TIMESTAMP, FeastKinds.ZONED_TIMESTAMP -> putTime(row, slot, none);
            case FeastKinds.UNSUPPORTED -> refuse(row, slot, field);
            default -> {
                if (unknown == 0) {
                    row.putState(slot, none);
                } else {
                    refuse(row, slot, unknown);
                }
            }
        }
    }

    private void putTime(FeatureRowBuilder row, int slot, ValueState none) {
        if (number == Long.MIN_VALUE) {
            row.putState(slot, none);
        } else if (view.type(slot).kind() == FeatureType.Kind.TIMESTAMP && fitsMicros(number)) {
            row.putInt64(slot, number * MICROS);
        } else {
            row.putState(slot, ValueState.ERROR);
        }
    }

    static boolean fitsMicros(long seconds) {
        return seconds >= -MOST_SECONDS && seconds <= MOST_SECONDS;
    }

    private void refuse(FeatureRowBuilder row, int slot, int kind) {
        surprises.unsupported(slot, kind);
        row.putState(slot, ValueState.ERROR);
    }
}

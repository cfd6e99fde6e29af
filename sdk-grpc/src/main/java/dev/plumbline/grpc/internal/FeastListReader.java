package dev.plumbline.grpc.internal;

import dev.plumbline.feature.FeatureRowBuilder;
import dev.plumbline.feature.FeatureType;
import dev.plumbline.feature.ValueState;
import java.util.Arrays;

/** Reads lists and sets of feast.types, which are alike: field 1, numbers packed or not. Not thread-safe. */
final class FeastListReader {
    private static final int FIELD = 1 << 3;
    private static final int PACKED_TAG = FIELD | WireReader.LENGTH;
    private static final long MICROS = 1_000_000;
    private static final Object[] NOTHING = {};

    private final WireReader wire;
    private final TextCache texts;
    private int kind;
    private int count;
    private long[] numbers = {};
    private double[] doubles = {};
    private float[] floats = {};
    private Object[] objects = NOTHING;

    FeastListReader(WireReader wire, TextCache texts) {
        this.wire = wire;
        this.texts = texts;
    }

    /** Begins a list. */
    void begin(int elementKind) {
        kind = elementKind;
        count = 0;
    }

    /** Reads a message of elements, whose length is next; several messages are one list. */
    void read() throws MalformedReplyException {
        int length = wire.length();
        int outer = wire.limit;
        wire.limit = wire.position + length;
        boolean isLong = kind == FeastKinds.STRING || kind == FeastKinds.BYTES;
        int single = FIELD | FeastKinds.wireType(kind);
        while (wire.hasMore()) {
            int tag = wire.tag();
            if (tag == single) {
                readElement();
            } else if (tag == PACKED_TAG && !isLong) {
                readPacked();
            } else {
                wire.skip(tag);
            }
        }
        wire.limit = outer;
    }

    private void readPacked() throws MalformedReplyException {
        int length = wire.length();
        int outer = wire.limit;
        wire.limit = wire.position + length;
        if (kind == FeastKinds.DOUBLE) {
            reserveDoubles(length / 8);
        } else if (kind == FeastKinds.FLOAT) {
            reserveFloats(length / 4);
        }
        while (wire.hasMore()) {
            readElement();
        }
        wire.limit = outer;
    }

    private void readElement() throws MalformedReplyException {
        switch (kind) {
            case FeastKinds.DOUBLE -> {
                reserveDoubles(1);
                doubles[count++] = wire.float64();
            }
            case FeastKinds.FLOAT -> {
                reserveFloats(1);
                floats[count++] = wire.float32();
            }
            case FeastKinds.STRING, FeastKinds.BYTES -> {
                int length = wire.length();
                if (count == objects.length) {
                    objects = Arrays.copyOf(objects, grown(1));
                }
                objects[count++] = kind == FeastKinds.STRING
                        ? texts.text(wire.position, length)
                        : Arrays.copyOfRange(wire.bytes, wire.position, wire.position + length);
                wire.position += length;
            }
            default -> {
                if (count == numbers.length) {
                    numbers = Arrays.copyOf(numbers, grown(1));
                }
                numbers[count++] = wire.varint64();
            }
        }
    }

    private void reserveDoubles(int more) {
        if (more > doubles.length - count) {
            doubles = Arrays.copyOf(doubles, grown(more));
        }
    }

    private void reserveFloats(int more) {
        if (more > floats.length - count) {
            floats = Arrays.copyOf(floats, grown(more));
        }
    }

    private int grown(int more) {
        return count + Math.max(more, Math.max(8, count >> 1));
    }

    void put(FeatureRowBuilder row, int slot, FeatureType type) {
        switch (kind) {
            case FeastKinds.DOUBLE -> row.putFloat64s(slot, Arrays.copyOf(doubles, count));
            case FeastKinds.FLOAT -> row.putFloat32s(slot, Arrays.copyOf(floats, count));
            case FeastKinds.STRING -> row.putStrings(slot, Arrays.copyOf(objects, count, String[].class));
            case FeastKinds.BYTES -> row.putByteStrings(slot, Arrays.copyOf(objects, count, byte[][].class));
            case FeastKinds.BOOL -> putBools(row, slot);
            case FeastKinds.INT32 -> putInt32s(row, slot);
            case FeastKinds.UNIX_TIMESTAMP -> putTimes(row, slot, type);
            default -> row.putInt64s(slot, Arrays.copyOf(numbers, count));
        }
    }

    private void putBools(FeatureRowBuilder row, int slot) {
        boolean[] values = new boolean[count];
        for (int i = 0; i < count; i++) {
            values[i] = numbers[i] != 0;
        }
        row.putBools(slot, values);
    }

    private void putInt32s(FeatureRowBuilder row, int slot) {
        long[] values = new long[count];
        for (int i = 0; i < count; i++) {
            values[i] = (int) numbers[i];
        }
        row.putInt64s(slot, values);
    }

    private void putTimes(FeatureRowBuilder row, int slot, FeatureType type) {
        boolean fits = !type.isScalar() && type.element().kind() == FeatureType.Kind.TIMESTAMP;
        long[] values = new long[count];
        for (int i = 0; i < count; i++) {
            fits &= FeastValueReader.fitsMicros(numbers[i]);
            values[i] = numbers[i] * MICROS;
        }
        if (fits) {
            row.putInt64s(slot, values);
        } else {
            row.putState(slot, ValueState.ERROR);
        }
    }
}

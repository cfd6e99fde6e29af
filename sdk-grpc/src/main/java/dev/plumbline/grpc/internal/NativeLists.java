package dev.plumbline.grpc.internal;

import java.util.Arrays;

/** Reads the values of columns of lists and vectors. Not thread-safe. */
final class NativeLists {
    private final WireReader wire;
    private final NativeRows rows;
    private final TextCache texts;
    private final Elements lengths;
    private final Elements values;

    NativeLists(WireReader wire, NativeRows rows, TextCache texts) {
        this.wire = wire;
        this.rows = rows;
        this.texts = texts;
        this.lengths = new Elements(wire.bytes);
        this.values = new Elements(wire.bytes);
    }

    /** Reads the lists of the present cells, whose elements are of a known type. */
    void readLists(int slot, int element, int lengthsField, int lengthsFrom, int valuesFrom, int to)
            throws MalformedReplyException {
        open(element, valuesFrom, to);
        lengths.open(lengthsField, WireReader.VARINT, lengthsFrom, to);
        for (int row = 0; row < rows.count(); row++) {
            if (rows.isPresent(row, slot)) {
                rows.putObject(row, slot, read(element, Integer.toUnsignedLong(lengths.uint32())));
            }
        }
        lengths.requireEnd();
        values.requireEnd();
    }

    /** Reads the vectors of the present cells, all of one length. */
    void readVectors(int slot, int element, int length, int from, int to) throws MalformedReplyException {
        open(element, from, to);
        for (int row = 0; row < rows.count(); row++) {
            if (rows.isPresent(row, slot)) {
                rows.putObject(row, slot, read(element, length));
            }
        }
        values.requireEnd();
    }

    private void open(int element, int from, int to) {
        values.open(NativeValues.field(element), NativeValues.wireType(element), from, to);
    }

    private Object read(int element, long length) throws MalformedReplyException {
        values.requireRoom(length, NativeValues.leastOctets(element));
        int count = (int) length;
        return switch (element) {
            case NativeTypes.BOOL -> bools(count);
            case NativeTypes.INT32 -> int32s(count);
            case NativeTypes.INT64, NativeTypes.TIMESTAMP -> {
                long[] longs = new long[count];
                values.readAll(longs);
                yield longs;
            }
            case NativeTypes.FLOAT32 -> {
                float[] floats = new float[count];
                values.readAll(floats);
                yield floats;
            }
            case NativeTypes.FLOAT64 -> {
                double[] doubles = new double[count];
                values.readAll(doubles);
                yield doubles;
            }
            case NativeTypes.STRING -> strings(count);
            default -> byteStrings(count);
        };
    }

    private boolean[] bools(int count) throws MalformedReplyException {
        boolean[] bools = new boolean[count];
        for (int i = 0; i < count; i++) {
            bools[i] = values.bool();
        }
        return bools;
    }

    private int[] int32s(int count) throws MalformedReplyException {
        int[] ints = new int[count];
        for (int i = 0; i < count; i++) {
            ints[i] = values.sint32();
        }
        return ints;
    }

    private String[] strings(int count) throws MalformedReplyException {
        String[] strings = new String[count];
        for (int i = 0; i < count; i++) {
            int length = values.octets();
            strings[i] = texts.text(values.start(length), length);
        }
        return strings;
    }

    private byte[][] byteStrings(int count) throws MalformedReplyException {
        byte[][] strings = new byte[count][];
        for (int i = 0; i < count; i++) {
            int length = values.octets();
            int from = values.start(length);
            strings[i] = Arrays.copyOfRange(wire.bytes, from, from + length);
        }
        return strings;
    }
}

package dev.plumbline.grpc.internal;

import java.util.Arrays;

/** Reads the values of columns of scalars. Not thread-safe. */
final class NativeScalars {
    private final WireReader wire;
    private final NativeRows rows;
    private final TextCache texts;
    private final Elements values;

    NativeScalars(WireReader wire, NativeRows rows, TextCache texts) {
        this.wire = wire;
        this.rows = rows;
        this.texts = texts;
        this.values = new Elements(wire.bytes);
    }

    /** Reads the values of the present cells, perhaps all, of a known type. */
    void read(int slot, int type, boolean all, int from, int to) throws MalformedReplyException {
        values.open(NativeValues.field(type), NativeValues.wireType(type), from, to);
        switch (type) {
            case NativeTypes.BOOL -> bools(slot);
            case NativeTypes.INT32 -> int32s(slot);
            case NativeTypes.INT64, NativeTypes.TIMESTAMP -> int64s(slot, all);
            case NativeTypes.FLOAT32 -> float32s(slot, all);
            case NativeTypes.FLOAT64 -> float64s(slot, all);
            case NativeTypes.STRING -> strings(slot);
            default -> byteStrings(slot);
        }
        values.requireEnd();
    }

    private void bools(int slot) throws MalformedReplyException {
        for (int row = 0; row < rows.count(); row++) {
            if (rows.isPresent(row, slot)) {
                rows.putBits(row, slot, values.bool() ? 1 : 0);
            }
        }
    }

    private void int32s(int slot) throws MalformedReplyException {
        for (int row = 0; row < rows.count(); row++) {
            if (rows.isPresent(row, slot)) {
                rows.putBits(row, slot, values.sint32());
            }
        }
    }

    private void int64s(int slot, boolean all) throws MalformedReplyException {
        if (all && values.isInOnePiece(rows.count(), 8)) {
            rows.putInt64s(slot, wire.bytes, values.advance(8 * rows.count()));
            return;
        }
        for (int row = 0; row < rows.count(); row++) {
            if (rows.isPresent(row, slot)) {
                rows.putBits(row, slot, values.fixed64());
            }
        }
    }

    private void float32s(int slot, boolean all) throws MalformedReplyException {
        if (all && values.isInOnePiece(rows.count(), 4)) {
            rows.putFloat32s(slot, wire.bytes, values.advance(4 * rows.count()));
            return;
        }
        for (int row = 0; row < rows.count(); row++) {
            if (rows.isPresent(row, slot)) {
                rows.putNumber(row, slot, values.float32());
            }
        }
    }

    private void float64s(int slot, boolean all) throws MalformedReplyException {
        if (all && values.isInOnePiece(rows.count(), 8)) {
            rows.putFloat64s(slot, wire.bytes, values.advance(8 * rows.count()));
            return;
        }
        for (int row = 0; row < rows.count(); row++) {
            if (rows.isPresent(row, slot)) {
                rows.putNumber(row, slot, values.float64());
            }
        }
    }

    private void strings(int slot) throws MalformedReplyException {
        for (int row = 0; row < rows.count(); row++) {
            if (rows.isPresent(row, slot)) {
                int length = values.octets();
                rows.putObject(row, slot, texts.text(values.start(length), length));
            }
        }
    }

    private void byteStrings(int slot) throws MalformedReplyException {
        for (int row = 0; row < rows.count(); row++) {
            if (rows.isPresent(row, slot)) {
                int length = values.octets();
                int from = values.start(length);
                rows.putObject(row, slot, Arrays.copyOfRange(wire.bytes, from, from + length));
            }
        }
    }
}

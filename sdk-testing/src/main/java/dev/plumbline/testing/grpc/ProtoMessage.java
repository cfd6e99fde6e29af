package dev.plumbline.testing.grpc;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** A protobuf message that is being written, field by field, without generated classes. Not thread-safe. */
final class ProtoMessage {
    private static final int VARINT = 0;
    private static final int FIXED64 = 1;
    private static final int LENGTH = 2;
    private static final int FIXED32 = 5;

    private final ByteArrayOutputStream octets = new ByteArrayOutputStream();
    private final CodedOutputStream out = CodedOutputStream.newInstance(octets);

    /** Writes one value. */
    @FunctionalInterface
    private interface Step {
        void write(CodedOutputStream out) throws IOException;
    }

    private ProtoMessage write(Step step) {
        try {
            step.write(out);
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException("memory takes what is written", e);
        }
    }

    private ProtoMessage write(int field, int wireType, Step step) {
        return write(stream -> {
            stream.writeTag(field, wireType);
            step.write(stream);
        });
    }

    /** Writes a text. A lone surrogate goes out as it is, which is not valid UTF-8: so do careless servers. */
    ProtoMessage text(int field, String text) {
        return octets(field, utf8(text));
    }

    ProtoMessage octets(int field, byte[] value) {
        return write(field, LENGTH, stream -> stream.writeBytesNoTag(ByteString.copyFrom(value)));
    }

    ProtoMessage message(int field, ProtoMessage value) {
        return octets(field, value.toOctets());
    }

    /** Writes an int32, int64 or enum. */
    ProtoMessage number(int field, long value) {
        return write(field, VARINT, stream -> stream.writeUInt64NoTag(value));
    }

    ProtoMessage bool(int field, boolean value) {
        return number(field, value ? 1 : 0);
    }

    ProtoMessage fixed64(int field, long value) {
        return write(field, FIXED64, stream -> stream.writeFixed64NoTag(value));
    }

    ProtoMessage float64(int field, double value) {
        return write(field, FIXED64, stream -> stream.writeDoubleNoTag(value));
    }

    ProtoMessage float32(int field, float value) {
        return write(field, FIXED32, stream -> stream.writeFloatNoTag(value));
    }

    /** Writes a number without a tag: an element of a packed field. */
    ProtoMessage bareNumber(long value) {
        return write(stream -> stream.writeUInt64NoTag(value));
    }

    /** Writes a sint32 or sint64 without a tag. */
    ProtoMessage bareSigned(long value) {
        return write(stream -> stream.writeSInt64NoTag(value));
    }

    ProtoMessage bareFixed64(long value) {
        return write(stream -> stream.writeFixed64NoTag(value));
    }

    ProtoMessage bareFloat64(double value) {
        return write(stream -> stream.writeDoubleNoTag(value));
    }

    ProtoMessage bareFloat32(float value) {
        return write(stream -> stream.writeFloatNoTag(value));
    }

    byte[] toOctets() {
        write(CodedOutputStream::flush);
        return octets.toByteArray();
    }

    static byte[] utf8(String text) {
        if (text.chars().noneMatch(unit -> Character.isSurrogate((char) unit))) {
            return text.getBytes(StandardCharsets.UTF_8);
        }
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        text.codePoints().forEach(point -> {
            if (point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE) {
                all.write(0xE0 | (point >> 12));
                all.write(0x80 | ((point >> 6) & 0x3F));
                all.write(0x80 | (point & 0x3F));
            } else {
                all.writeBytes(Character.toString(point).getBytes(StandardCharsets.UTF_8));
            }
        });
        return all.toByteArray();
    }
}

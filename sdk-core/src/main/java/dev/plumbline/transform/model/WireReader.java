package dev.plumbline.transform.model;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** Walks over the protobuf fields of a file without reading what they hold. */
final class WireReader {
    static final int VARINT = 0;
    static final int BYTES = 2;

    private static final int FIXED64 = 1;
    private static final int FIXED32 = 5;
    private static final int BUFFER = 8192;

    /**
     * One field.
     *
     * @param type its wire type
     * @param start its first byte behind tag and length
     * @param end the byte behind its last one
     */
    record Field(int number, int type, long start, long end) {
        long length() {
            return end - start;
        }
    }

    private final Path file;
    private final FileChannel in;
    private final long size;
    private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER).limit(0);
    private long bufferStart;
    private long position;

    WireReader(Path file, FileChannel in) throws IOException {
        this.file = file;
        this.in = in;
        this.size = in.size();
    }

    long size() {
        return size;
    }

    long position() {
        return position;
    }

    void seek(long to) {
        position = to;
    }

    /** Reads a field's head; the field has to end at {@code limit} or before. */
    Field field(long limit) throws IOException {
        long at = position;
        long tag = varint(limit);
        int type = (int) tag & 7;
        long number = tag >>> 3;
        if (number == 0 || number >= 1 << 29) {
            throw fault(at, "there is no field " + number);
        }
        long length = switch (type) {
            case VARINT -> {
                long start = position;
                varint(limit);
                long end = position;
                position = start;
                yield end - start;
            }
            case FIXED64 -> 8;
            case BYTES -> varint(limit);
            case FIXED32 -> 4;
            default -> throw fault(at, "field " + number + " has the wire type " + type);
        };
        if (length < 0 || length > limit - position) {
            throw fault(
                    at,
                    "field " + number + " is " + Long.toUnsignedString(length) + " bytes long and " + (limit - position)
                            + " are left");
        }
        return new Field((int) number, type, position, position + length);
    }

    private long varint(long limit) throws IOException {
        long at = position;
        long value = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            if (position >= limit) {
                throw fault(at, "a number has no end");
            }
            int next = next();
            value |= (long) (next & 0x7f) << shift;
            if (next < 0x80) {
                return value;
            }
        }
        throw fault(at, "a number has more than 10 bytes");
    }

    private int next() throws IOException {
        if (position < bufferStart || position >= bufferStart + buffer.limit()) {
            bufferStart = position;
            fill(buffer.clear());
        }
        return buffer.get((int) (position++ - bufferStart)) & 0xff;
    }

    private void fill(ByteBuffer into) throws IOException {
        long from = position;
        while (into.hasRemaining()) {
            int read = in.read(into, from);
            if (read < 0) {
                break;
            }
            from += read;
        }
        into.flip();
        if (!into.hasRemaining()) {
            throw new IOException("the file became shorter while it was read");
        }
    }

    /** Reads a field's bytes as UTF-8. */
    String text(Field field) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate((int) field.length());
        position = field.start();
        if (bytes.hasRemaining()) {
            fill(bytes);
        }
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
        } catch (CharacterCodingException e) {
            throw new ModelFileException("PLB-405", file, field.start(), damaged(field.start(), "is not UTF-8"), e);
        }
    }

    ModelFileException fault(long at, String what) {
        return new ModelFileException("PLB-405", file, at, damaged(at, what), null);
    }

    private static String damaged(long at, String what) {
        return "is no ONNX model, or a damaged one: at byte " + at + " " + what
                + "; copy the model again from where it was trained";
    }
}

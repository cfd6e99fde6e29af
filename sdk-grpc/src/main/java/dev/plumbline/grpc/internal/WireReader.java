package dev.plumbline.grpc.internal;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * A place in an encoded message and the end of the part being read.
 *
 * <p>Protobuf's own CodedInputStream cannot go back, and hands a text out only as a String; here names are compared where
 * they lie, and an entry whose value comes before its key is read a second time. Nothing is allocated for a length before
 * the octets are known to be there. Not thread-safe.
 */
final class WireReader {
    static final int VARINT = 0;
    static final int FIXED64 = 1;
    static final int LENGTH = 2;
    static final int FIXED32 = 5;

    private static final int GROUP_START = 3;
    private static final int GROUP_END = 4;
    private static final int MAX_DEPTH = 100;
    private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    final byte[] bytes;
    int position;
    int limit;

    WireReader(byte[] bytes, int length) {
        this.bytes = bytes;
        this.limit = length;
    }

    boolean hasMore() {
        return position < limit;
    }

    /** Moves to a part that is known to lie inside. */
    void seek(int from, int to) {
        position = from;
        limit = to;
    }

    int tag() throws MalformedReplyException {
        int tag = varint32();
        if (tag >>> 3 == 0) {
            throw malformed("a tag without a field number");
        }
        return tag;
    }

    int varint32() throws MalformedReplyException {
        if (position < limit && bytes[position] >= 0) {
            return bytes[position++];
        }
        return (int) varint64();
    }

    long varint64() throws MalformedReplyException {
        long value = 0;
        for (int shift = 0; shift < 70; shift += 7) {
            if (position >= limit) {
                throw malformed("a number without its end");
            }
            byte next = bytes[position++];
            value |= (next & 0x7FL) << shift;
            if (next >= 0) {
                return value;
            }
        }
        throw malformed("a number of more than ten octets");
    }

    /** Reads a length and checks that so many octets follow. */
    int length() throws MalformedReplyException {
        int length = varint32();
        if (length < 0 || length > limit - position) {
            throw malformed("a length beyond the end of its message");
        }
        return length;
    }

    double float64() throws MalformedReplyException {
        return Double.longBitsToDouble(fixed64());
    }

    long fixed64() throws MalformedReplyException {
        if (limit - position < 8) {
            throw malformed("eight octets without their end");
        }
        long value = int64(bytes, position);
        position += 8;
        return value;
    }

    float float32() throws MalformedReplyException {
        if (limit - position < 4) {
            throw malformed("a float without its end");
        }
        float value = float32(bytes, position);
        position += 4;
        return value;
    }

    static float float32(byte[] bytes, int from) {
        return Float.intBitsToFloat((int) INTS.get(bytes, from));
    }

    static double float64(byte[] bytes, int from) {
        return Double.longBitsToDouble(int64(bytes, from));
    }

    static long int64(byte[] bytes, int from) {
        return (long) LONGS.get(bytes, from);
    }

    /** Compares octets in words: for names, which are short, this is faster than the library's range comparison. */
    static boolean equal(byte[] left, int leftFrom, byte[] right, int rightFrom, int length) {
        if (length < 8) {
            for (int i = 0; i < length; i++) {
                if (left[leftFrom + i] != right[rightFrom + i]) {
                    return false;
                }
            }
            return true;
        }
        int last = length - 8;
        for (int i = 0; i < last; i += 8) {
            if (int64(left, leftFrom + i) != int64(right, rightFrom + i)) {
                return false;
            }
        }
        return int64(left, leftFrom + last) == int64(right, rightFrom + last);
    }

    /** Skips the value of a field that nobody asked for. */
    void skip(int tag) throws MalformedReplyException {
        skip(tag, 0);
    }

    private void skip(int tag, int depth) throws MalformedReplyException {
        switch (tag & 7) {
            case VARINT -> varint64();
            case FIXED64 -> forward(8);
            case FIXED32 -> forward(4);
            case LENGTH -> {
                int length = length();
                position += length;
            }
            case GROUP_START -> skipGroup(tag >>> 3, depth + 1);
            default -> throw malformed("a field of wire type " + (tag & 7));
        }
    }

    private void skipGroup(int field, int depth) throws MalformedReplyException {
        if (depth > MAX_DEPTH) {
            throw malformed("groups nested more than " + MAX_DEPTH + " deep");
        }
        while (true) {
            int tag = tag();
            if ((tag & 7) == GROUP_END) {
                if (tag >>> 3 != field) {
                    throw malformed("the end of another group");
                }
                return;
            }
            skip(tag, depth);
        }
    }

    private void forward(int count) throws MalformedReplyException {
        if (count > limit - position) {
            throw malformed("a number without its end");
        }
        position += count;
    }

    /** Returns a text; the JDK's fast decoder puts U+FFFD for what is not UTF-8, so only texts that hold one are looked at again. */
    String text(int from, int length) throws MalformedReplyException {
        if (length == 0) {
            return "";
        }
        String text = new String(bytes, from, length, StandardCharsets.UTF_8);
        if (text.indexOf('\uFFFD') >= 0) {
            try {
                CharBuffer strict = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes, from, length));
                return strict.toString();
            } catch (CharacterCodingException e) {
                throw new MalformedReplyException("a text that is not UTF-8", from);
            }
        }
        return text;
    }

    MalformedReplyException malformed(String what) {
        return new MalformedReplyException(what, position);
    }
}

package dev.plumbline.cache.tiered;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Bytes written one after another, big-endian, into an array that grows. Not thread-safe. */
final class ByteSink {
    private byte[] bytes;
    private ByteBuffer out;

    ByteSink(int expected) {
        bytes = new byte[Math.max(16, expected)];
        out = ByteBuffer.wrap(bytes);
    }

    int size() {
        return out.position();
    }

    void putByte(int value) {
        room(1).put((byte) value);
    }

    void putShort(int value) {
        room(2).putShort((short) value);
    }

    void putInt(int value) {
        room(4).putInt(value);
    }

    /** Overwrites an int. */
    void putIntAt(int position, int value) {
        out.putInt(position, value);
    }

    /** Overwrites an octet. */
    void putByteAt(int position, int value) {
        out.put(position, (byte) value);
    }

    /** Compresses all from there on, if that makes it smaller; says whether it did. */
    boolean deflateFrom(int position) {
        byte[] smaller = Compression.deflate(bytes, position, out.position() - position);
        if (smaller == null) {
            return false;
        }
        out.position(position).put(smaller);
        return true;
    }

    void putLong(long value) {
        room(8).putLong(value);
    }

    /** Puts octets, without their number. */
    void putRaw(byte[] value) {
        room(value.length).put(value);
    }

    /** Puts octets behind their number. */
    void putCounted(byte[] value) {
        putInt(value.length);
        putRaw(value);
    }

    /**
     * Puts any string so that no two look the same: UTF-8 behind the number of octets, or, for one that is not Unicode
     * text, its UTF-16 units behind the complement of the number of octets.
     */
    void putText(String value) {
        if (isUnicode(value)) {
            putCounted(value.getBytes(StandardCharsets.UTF_8));
            return;
        }
        putInt(~(2 * value.length()));
        ByteBuffer to = room(2 * value.length());
        for (int i = 0; i < value.length(); i++) {
            to.putChar(value.charAt(i));
        }
    }

    byte[] toByteArray() {
        return Arrays.copyOf(bytes, out.position());
    }

    ByteBuffer written() {
        return ByteBuffer.wrap(bytes, 0, out.position());
    }

    private ByteBuffer room(int more) {
        if (out.remaining() < more) {
            int used = out.position();
            bytes = Arrays.copyOf(bytes, Math.max(Math.addExact(used, more), used + (used >> 1) + 64));
            out = ByteBuffer.wrap(bytes).position(used);
        }
        return out;
    }

    private static boolean isUnicode(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isSurrogate(c)) {
                if (Character.isLowSurrogate(c)
                        || i + 1 == text.length()
                        || !Character.isLowSurrogate(text.charAt(i + 1))) {
                    return false;
                }
                i++;
            }
        }
        return true;
    }
}

package dev.plumbline.cache.tiered;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Reads what a {@link ByteSink} wrote, from bytes that nobody vouches for. What is not there reads as zero or empty, and
 * {@link #isSound()} turns false for good; nothing throws, and nothing is allocated that the bytes do not hold. Not
 * thread-safe.
 */
final class ByteSource {
    private final ByteBuffer in;
    private boolean sound = true;

    ByteSource(byte[] bytes, int from, int to) {
        in = ByteBuffer.wrap(bytes, from, to - from);
    }

    /** Tells whether all that was read was there. */
    boolean isSound() {
        return sound;
    }

    boolean isAtEnd() {
        return !in.hasRemaining();
    }

    int remaining() {
        return in.remaining();
    }

    byte getByte() {
        return has(1) ? in.get() : 0;
    }

    int getInt() {
        return has(4) ? in.getInt() : 0;
    }

    long getLong() {
        return has(8) ? in.getLong() : 0;
    }

    /** Reads the number of things that follow, each of at least so many octets; 0 if there are not so many. */
    int getCount(int octetsEach) {
        int count = getInt();
        return has((long) count * octetsEach) ? count : 0;
    }

    byte[] getRaw(int octets) {
        byte[] bytes = new byte[has(octets) ? octets : 0];
        in.get(bytes);
        return bytes;
    }

    /** Reads numbers of 8 octets; zeros if there are not so many. */
    long[] getLongs(int count) {
        long[] numbers = new long[count];
        if (has(8L * count)) {
            in.asLongBuffer().get(numbers);
            in.position(in.position() + 8 * count);
        }
        return numbers;
    }

    byte[] getCounted() {
        return getRaw(getCount(1));
    }

    /** Tells whether the octets that follow, behind their number, are these. */
    boolean nextCountedIs(byte[] expected) {
        int count = getCount(1);
        if (!sound) {
            return false;
        }
        ByteBuffer next = in.slice(in.position(), count);
        in.position(in.position() + count);
        return next.equals(ByteBuffer.wrap(expected));
    }

    String getText() {
        int octets = getInt();
        if (octets >= 0) {
            return new String(getRaw(octets), StandardCharsets.UTF_8);
        }
        int units = has(~octets) ? ~octets / 2 : 0;
        char[] text = new char[units];
        for (int i = 0; i < units; i++) {
            text[i] = in.getChar();
        }
        return new String(text);
    }

    private boolean has(long octets) {
        sound = sound && octets >= 0 && octets <= in.remaining();
        return sound;
    }
}

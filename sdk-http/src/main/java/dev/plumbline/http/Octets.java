package dev.plumbline.http;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;

/** Octets that come bit by bit, up to a limit. Not thread-safe. */
final class Octets {
    private static final int SMALLEST = 4 * 1024;

    private final int limit;
    private byte[] bytes;
    private int length;

    /**
     * Begins.
     *
     * @param limit the most that is taken
     * @param spare an array to begin with
     */
    Octets(int limit, byte[] spare) {
        this.limit = limit;
        this.bytes = spare;
    }

    byte[] bytes() {
        return bytes;
    }

    int length() {
        return length;
    }

    /** Takes more; false, and nothing taken, if it is more than the limit. */
    boolean add(ByteBuffer more) {
        int count = more.remaining();
        if (count > limit - length) {
            return false;
        }
        ensure(count);
        more.get(bytes, length, count);
        length += count;
        return true;
    }

    private void ensure(int count) {
        if (count > bytes.length - length) {
            long wanted = Math.max(Math.max(SMALLEST, length + (long) count), 2L * bytes.length);
            bytes = Arrays.copyOf(bytes, (int) Math.min(limit, wanted));
        }
    }

    /**
     * Inflates what was taken.
     *
     * @return false if it is more than the limit
     * @throws IOException if it is no gzip
     */
    boolean inflateInto(Octets target) throws IOException {
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(bytes, 0, length), SMALLEST)) {
            while (true) {
                if (target.length == target.limit) {
                    return in.read() < 0;
                }
                target.ensure(1);
                int count = in.read(target.bytes, target.length, target.bytes.length - target.length);
                if (count < 0) {
                    return true;
                }
                target.length += count;
            }
        }
    }
}

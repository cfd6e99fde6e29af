package dev.plumbline.cache.tiered;

import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;

/** Makes bodies of {@link Envelope}s smaller, by zlib, and back. Nothing throws. */
final class Compression {
    /** Deflate makes at most about this many octets out of one. */
    private static final int MOST_GAIN = 1_032;

    private Compression() {}

    /** Returns the octets compressed, or null if that makes them no smaller. */
    static byte @Nullable [] deflate(byte[] octets, int from, int length) {
        Deflater deflater = new Deflater(Deflater.BEST_SPEED);
        try {
            deflater.setInput(octets, from, length);
            deflater.finish();
            byte[] smaller = new byte[length];
            int size = deflater.deflate(smaller);
            return deflater.finished() && size < length ? Arrays.copyOf(smaller, size) : null;
        } finally {
            deflater.end();
        }
    }

    /** Returns the octets as they were before, or null if they are not of just that length. */
    static byte @Nullable [] inflate(byte[] octets, int from, int length, int inflatedLength) {
        if (inflatedLength < 0
                || inflatedLength > Envelope.MOST_BODY_OCTETS
                || inflatedLength > (long) length * MOST_GAIN) {
            return null;
        }
        Inflater inflater = new Inflater();
        try {
            inflater.setInput(octets, from, length);
            byte[] inflated = new byte[inflatedLength];
            int size = 0;
            while (size < inflatedLength) {
                int more = inflater.inflate(inflated, size, inflatedLength - size);
                if (more == 0) {
                    return null;
                }
                size += more;
            }
            boolean whole = inflater.finished() || (inflater.inflate(new byte[1]) == 0 && inflater.finished());
            return whole && inflater.getRemaining() == 0 ? inflated : null;
        } catch (DataFormatException e) {
            return null;
        } finally {
            inflater.end();
        }
    }
}

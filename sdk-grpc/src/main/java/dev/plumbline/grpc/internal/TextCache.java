package dev.plumbline.grpc.internal;

import org.jspecify.annotations.Nullable;

/**
 * Short texts that came lately in one reply. Categories repeat from row to row: rows then share one String. Not
 * thread-safe.
 */
final class TextCache {
    private static final int SIZE = 64;
    private static final int MAX_LENGTH = 64;

    private final WireReader wire;
    private final @Nullable String[] texts = new String[SIZE];
    private final int[] starts = new int[SIZE];
    private final int[] lengths = new int[SIZE];

    TextCache(WireReader wire) {
        this.wire = wire;
    }

    String text(int from, int length) throws MalformedReplyException {
        if (length > MAX_LENGTH) {
            return wire.text(from, length);
        }
        int place = ByteTable.hash(wire.bytes, from, length) & (SIZE - 1);
        String known = texts[place];
        if (known != null
                && lengths[place] == length
                && WireReader.equal(wire.bytes, starts[place], wire.bytes, from, length)) {
            return known;
        }
        String text = wire.text(from, length);
        texts[place] = text;
        starts[place] = from;
        lengths[place] = length;
        return text;
    }
}
